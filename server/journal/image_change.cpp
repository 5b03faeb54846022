#include "server/journal/image_change.hpp"

#include "common/text/ascii.hpp"
#include "common/time/format.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::journal {

namespace {

constexpr std::string_view kListEnding = ".loads";
constexpr std::string_view kAlarmLoad = "Load=";

/// The words between blanks, folded.
std::set<std::string> words_of(std::string_view text) {
    std::set<std::string> words;
    while (!text.empty()) {
        const auto size = std::min(text.find(' '), text.size());
        if (size > 0) {
            words.insert(to_lower(text.substr(0, size)));
        }
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    return words;
}

/// "25: Name=SEP001122334455 Load=SCCP45.8-5-4S Last=Initialized" → "SCCP45.8-5-4S". 7940 and 7960 put a
/// blank behind the sign, and some loads call themselves by the name of their list.
std::string_view load_in_alarm(std::string_view text) {
    const auto at = text.find(kAlarmLoad);
    if (at == std::string_view::npos) {
        return {};
    }
    auto load = text.substr(at + kAlarmLoad.size());
    load.remove_prefix(std::min(load.find_first_not_of(' '), load.size()));
    load = load.substr(0, load.find(' '));
    return iends_with(load, kListEnding) ? load.substr(0, load.size() - kListEnding.size()) : load;
}

std::string elapsed(WallTime since, WallTime now) {
    return to_human(now > since ? std::chrono::duration_cast<Duration>(now - since) : Duration{});
}

}  // namespace

std::vector<Observation> ImageChange::next(const Observation& seen) {
    Derived out;
    switch (seen.step) {
        case Step::file_served:
            on_served(seen, out);
            break;
        case Step::file_missing:
            on_missing(seen, out);
            break;
        case Step::sccp_alarm:
            on_running(seen, load_in_alarm(seen.field("text")), out);
            break;
        case Step::sccp_register:
            on_running(seen, seen.field("load"), out);
            break;
        default:
            break;
    }
    return out;
}

void ImageChange::on_served(const Observation& seen, Derived& out) {
    if (const auto withheld = seen.field("withheld"); !withheld.empty()) {
        out.push_back(
            {seen.at,
             seen.subject,
             Step::load_withheld,
             {{"load", std::string{withheld}}, {"missing", std::string{seen.field("missing")}}}}
        );
    }
    if (!seen.field("members").empty()) {
        on_list(seen, out);
        return;
    }
    const auto name = to_lower(seen.field("name"));
    if (change_ && change_->members.contains(name)) {
        on_member(seen, name, out);
    }
}

void ImageChange::on_list(const Observation& seen, Derived& out) {
    const auto name = seen.field("name");
    const auto load = name.substr(0, name.size() - std::min(name.size(), kListEnding.size()));
    if (iequals(load, running_)) {
        return;  // it looks whether there is a newer one under the same name, as factory loaders do
    }
    unsigned attempt = 1;
    if (change_ && iequals(change_->load, load)) {
        if (change_->sent.empty()) {
            return;  // asked twice before it went on
        }
        attempt = change_->attempt + 1;
    }
    change_ = Change{std::string{load}, seen.at, words_of(seen.field("members")), {}, attempt, false};
    Observation begun{
        seen.at,
        seen.subject,
        Step::image_begun,
        {{"load", change_->load}, {"files", std::to_string(change_->members.size())}}};
    if (attempt > 1) {
        begun.fields.push_back({"attempt", std::to_string(attempt)});
    }
    out.push_back(std::move(begun));
}

void ImageChange::on_member(const Observation& seen, const std::string& member, Derived& out) {
    if (!change_->sent.insert(member).second) {
        return;
    }
    const auto files = std::to_string(change_->members.size());
    if (change_->sent.size() == change_->members.size()) {
        out.push_back(
            {seen.at,
             seen.subject,
             Step::image_fetched,
             {{"load", change_->load}, {"files", files}, {"took", elapsed(change_->began, seen.at)}}}
        );
    } else {
        out.push_back(
            {seen.at,
             seen.subject,
             Step::image_member,
             {{"load", change_->load}, {"count", std::to_string(change_->sent.size())}, {"files", files}}}
        );
    }
}

void ImageChange::on_missing(const Observation& seen, Derived& out) {
    const auto name = seen.field("name");
    if (change_ && change_->members.contains(to_lower(name)) && !std::exchange(change_->lacks, true)) {
        out.push_back(
            {seen.at,
             seen.subject,
             Step::image_lacking,
             {{"load", change_->load}, {"name", std::string{name}}}}
        );
    }
}

/// The phone is back and says what it runs. One that fetched a list and nothing more had it all already.
void ImageChange::on_running(const Observation& seen, std::string_view load, Derived& out) {
    if (load.empty()) {
        return;
    }
    running_ = load;
    const auto change = std::exchange(change_, std::nullopt);
    if (!change || (change->sent.empty() && !change->lacks)) {
        return;
    }
    if (iequals(change->load, load)) {
        out.push_back(
            {seen.at,
             seen.subject,
             Step::image_changed,
             {{"load", change->load}, {"took", elapsed(change->began, seen.at)}}}
        );
    } else {
        out.push_back(
            {seen.at,
             seen.subject,
             Step::image_unchanged,
             {{"load", change->load}, {"running", std::string{load}}}}
        );
    }
}

}  // namespace dialtone::journal
