#include "server/lab/fleet_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::lab {

namespace {

constexpr std::size_t kWidth = 80;

std::string_view yes_no(bool value) {
    return value ? "yes" : "no";
}

/// What may stand in a JSON string. The texts here come from servers too.
std::string quoted(std::string_view text) {
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string as_json(const Phone& phone, const std::string& obstacle) {
    const auto& tally = phone.tally();
    return fmt::format(
        R"({{"phone":{},"model":{},"load":{},"address":{},"number":{},"phase":{},"up":{},"file":{},"boots":{},)"
        R"("restarts":{},"resets":{},"registrations":{},"rejections":{},"dial_tone":{},"obstacle":{}}})",
        quoted(phone.name()),
        quoted(phone.settings().model->name),
        quoted(phone.load()),
        quoted(phone.address().to_string()),
        quoted(phone.station().number()),
        quoted(to_string(phone.phase())),
        obstacle.empty(),
        quoted(phone.has_own_file() ? "own" : "default"),
        tally.boots,
        tally.restarts_told,
        tally.resets_told,
        tally.registrations,
        tally.rejections,
        phone.had_dial_tone(),
        quoted(obstacle)
    );
}

}  // namespace

std::string timeline_line(Duration since_start, const Phone& phone, const Report& report) {
    const auto seconds = static_cast<double>(since_start.count()) / 1e6;
    auto line = fmt::format("{:6.1f} s  {}  {:<12}  ", seconds, phone.name(), heading_of(report.progress));
    const auto indent = line.size();
    std::string_view text = report.text;
    while (text.size() > kWidth - indent) {
        const auto space = text.substr(0, kWidth - indent + 1).rfind(' ');
        const auto cut = space == std::string_view::npos || space == 0 ? kWidth - indent : space;
        line += text.substr(0, cut);
        text.remove_prefix(std::min(text.size(), text[cut] == ' ' ? cut + 1 : cut));
        line += '\n' + std::string(indent, ' ');
    }
    return line.append(text);
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
    const bool has_come_up =
        phone.is_registered() && !phone.station().number().empty() && phone.had_dial_tone();
    const bool was_restarted_once = tally.default_files == 0 || tally.restarts_told == 1;
    return has_come_up && (!expects_own_file_ || (phone.has_own_file() && was_restarted_once));
}

std::string FleetWatch::obstacle(const Phone& phone) const {
    if (is_up(phone)) {
        return {};
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
    if (expects_own_file_ && !phone.has_own_file()) {
        return "on the default file: not restarted onto its own yet";
    }
    if (expects_own_file_ && tally.default_files > 0 && tally.restarts_told != 1) {
        return fmt::format("restarted {} times after auto-registration", tally.restarts_told);
    }
    return "no dial tone yet";
}

std::string FleetWatch::table(const std::vector<const Phone*>& phones) const {
    std::string out = fmt::format(
        "{:<15}  {:<5}  {:<15}  {:<6}  {:<11}  {:<7}  {}\n",
        "PHONE",
        "MODEL",
        "ADDRESS",
        "NUMBER",
        "STATE",
        "FILE",
        "DIAL TONE"
    );
    std::string below;
    for (const auto* phone : phones) {
        out += fmt::format(
            "{:<15}  {:<5}  {:<15}  {:<6}  {:<11}  {:<7}  {}\n",
            phone->name(),
            phone->settings().model->name,
            phone->address().is_unspecified() ? "-" : phone->address().to_string(),
            phone->station().number().empty() ? "-" : phone->station().number(),
            to_string(phone->phase()),
            phone->has_own_file() ? "own" : "default",
            yes_no(phone->had_dial_tone())
        );
        if (const auto why = obstacle(*phone); !why.empty()) {
            below += fmt::format("{}: {}\n", phone->name(), why);
        }
    }
    return out + below;
}

std::string FleetWatch::json(const std::vector<const Phone*>& phones) const {
    std::string rows;
    std::size_t up = 0;
    for (const auto* phone : phones) {
        const auto why = obstacle(*phone);
        up += why.empty() ? 1U : 0U;
        rows += (rows.empty() ? "" : ",") + as_json(*phone, why);
    }
    return fmt::format(R"({{"phones":[{}],"up":{},"of":{}}})", rows, up, phones.size());
}

}  // namespace dialtone::lab
