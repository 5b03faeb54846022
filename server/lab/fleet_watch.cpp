#include "server/lab/fleet_watch.hpp"

#include "server/lab/text_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::lab {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMostNotUp = 40;  ///< rows of a large fleet's table

std::string_view yes_no(bool value) {
    return value ? "yes" : "no";
}

/// What it made of the file server: its own file, the default one, none that it takes.
std::string_view file_in_use(const Phone& phone) {
    return phone.settings().ailment == Ailment::stale_trust ? "old"
           : phone.has_own_file()                           ? "own"
           : phone.settings().model->reads_own_file()       ? "default"
                                                            : "none";
}

std::string as_json(const Phone& phone, const std::string& obstacle) {
    const auto& tally = phone.tally();
    const auto ailment = phone.settings().ailment;
    return fmt::format(
        R"({{"phone":{},"model":{},"load":{},"address":{},"number":{},"phase":{},"up":{},"file":{},"boots":{},)"
        R"("restarts":{},"resets":{},"registrations":{},"rejections":{},"dial_tone":{},"ailment":{},"obstacle":{}}})",
        json_quoted(phone.name()),
        json_quoted(phone.settings().model->name),
        json_quoted(phone.load()),
        json_quoted(phone.address().to_string()),
        json_quoted(phone.station().number()),
        json_quoted(to_string(phone.phase())),
        obstacle.empty(),
        json_quoted(file_in_use(phone)),
        tally.boots,
        tally.restarts_told,
        tally.resets_told,
        tally.registrations,
        tally.rejections,
        phone.had_dial_tone(),
        ailment == Ailment::none ? "null" : json_quoted(facts_of(ailment).word),
        json_quoted(obstacle)
    );
}

}  // namespace

std::string timeline_line(Duration since_start, const Phone& phone, const Report& report) {
    const auto seconds = static_cast<double>(since_start.count()) / 1e6;
    auto line = fmt::format("{:6.1f} s  {}  {:<12}  ", seconds, phone.name(), heading_of(report.progress));
    const auto indent = line.size();
    const auto pieces = pieces_of(report.text, kWidth - indent);
    line += pieces.front();
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        line += fmt::format("\n{}{}", std::string(indent, ' '), pieces[i]);
    }
    return line;
}

void FleetWatch::note(const Phone& phone, const Report& report) {
    if (is_trouble(report.progress)) {
        last_trouble_[phone.name()] = fmt::format("{}: {}", heading_of(report.progress), report.text);
    } else if (report.progress == Progress::registered || report.progress == Progress::silence) {
        last_trouble_.erase(phone.name());
    }
}

bool FleetWatch::is_up(const Phone& phone) const {
    const auto& tally = phone.tally();
    const bool tries_tone = phone.settings().tries_dial_tone;
    const bool has_come_up =
        phone.is_registered() && !phone.station().number().empty() && (phone.had_dial_tone() || !tries_tone);
    const bool was_restarted_once = tally.default_files == 0 || tally.restarts_told == 1;
    const bool is_home = phone.has_own_file() || !phone.settings().model->reads_own_file();
    return has_come_up && (!expects_own_file_ || (is_home && was_restarted_once));
}

std::string FleetWatch::obstacle(const Phone& phone) const {
    if (is_up(phone)) {
        return {};
    }
    if (phone.is_registered() && phone.tally().files_ignored > 0) {
        return "ignores its file: it holds another system's trust list";
    }
    const auto trouble = last_trouble_.find(phone.name());
    if (trouble != last_trouble_.end()) {
        return trouble->second;
    }
    const auto& tally = phone.tally();
    if (!phone.is_registered()) {
        return fmt::format("still {}", to_string(phone.phase()));
    }
    if (phone.station().number().empty()) {
        return "registered without a number";
    }
    if (expects_own_file_ && !phone.has_own_file() && phone.settings().model->reads_own_file()) {
        return "on the default file: not restarted onto its own yet";
    }
    if (expects_own_file_ && tally.default_files > 0 && tally.restarts_told != 1) {
        return fmt::format("restarted {} times after auto-registration", tally.restarts_told);
    }
    return "no dial tone yet";
}

std::string FleetWatch::table(const std::vector<const Phone*>& phones) const {
    std::string out = fmt::format(
        "{:<15}  {:<6}  {:<15}  {:<6}  {:<11}  {:<7}  {}\n",
        "PHONE",
        "MODEL",
        "ADDRESS",
        "NUMBER",
        "STATE",
        "FILE",
        "TONE"
    );
    const bool is_large = phones.size() > kMostSingly;
    std::string below;
    std::size_t shown = 0;
    std::size_t left_out = 0;
    for (const auto* phone : phones) {
        const auto why = obstacle(*phone);
        if (is_large && (why.empty() || shown == kMostNotUp)) {
            left_out += why.empty() ? 0U : 1U;
            continue;
        }
        ++shown;
        out += fmt::format(
            "{:<15}  {:<6}  {:<15}  {:<6}  {:<11}  {:<7}  {}\n",
            phone->name(),
            phone->settings().model->name,
            phone->address().is_unspecified() ? "-" : phone->address().to_string(),
            phone->station().number().empty() ? "-" : phone->station().number(),
            to_string(phone->phase()),
            file_in_use(*phone),
            yes_no(phone->had_dial_tone())
        );
        if (!why.empty()) {
            below += fmt::format("{}: {}\n", phone->name(), why);
        }
    }
    if (is_large) {
        const auto up =
            std::count_if(phones.begin(), phones.end(), [&](const auto* phone) { return is_up(*phone); });
        out = fmt::format("{} of {} phones are up.\n", up, phones.size()) + (shown == 0 ? "" : out);
        below += left_out == 0 ? "" : fmt::format("and {} more that are not up\n", left_out);
    }
    return out + below;
}

std::string FleetWatch::progress(Duration since_start, const std::vector<const Phone*>& phones) const {
    std::size_t addresses = 0;
    std::size_t configured = 0;
    std::size_t registered = 0;
    std::size_t done = 0;
    for (const auto* phone : phones) {
        addresses += phone->address().is_unspecified() ? 0U : 1U;
        configured += phone->phase() >= Phase::connecting ? 1U : 0U;
        registered += phone->is_registered() ? 1U : 0U;
        done += is_done(*phone) ? 1U : 0U;
    }
    return fmt::format(
        "{:6.1f} s  {} with address, {} past their files, {} registered, {} done",
        static_cast<double>(since_start.count()) / 1e6,
        addresses,
        configured,
        registered,
        done
    );
}

std::string FleetWatch::json(
    const std::vector<const Phone*>& phones, const std::vector<Verdict>& verdicts, Duration since_start
) const {
    std::string rows;
    std::size_t up = 0;
    for (const auto* phone : phones) {
        const auto why = obstacle(*phone);
        up += why.empty() ? 1U : 0U;
        rows += (rows.empty() ? "" : ",") + as_json(*phone, why);
    }
    return fmt::format(
        R"({{"phones":[{}],"up":{},"of":{},"ailing":{},"seconds":{:.3f}}})",
        rows,
        up,
        phones.size(),
        verdict_json(verdicts),
        static_cast<double>(since_start.count()) / 1e6
    );
}

}  // namespace dialtone::lab
