#include "server/lab/ailing_report.hpp"

#include "server/lab/text_pieces.hpp"

#include <fmt/format.h>

namespace dialtone::lab {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 31;

std::string state_of(const Verdict& verdict) {
    const auto sign = facts_of(verdict.phone->settings().ailment).sign;
    if (!verdict.phone_saw) {
        return "NO, the phone did not see that";
    }
    if (!verdict.journal_holds.value_or(true)) {
        return fmt::format("NO, its timeline holds no {}", sign.step);
    }
    return verdict.journal_holds ? "yes" : "yes (journal not at hand)";
}

std::string_view as_json(std::optional<bool> value) {
    return !value ? "null" : *value ? "true" : "false";
}

}  // namespace

bool has_come_true(const Phone& phone, bool is_up) {
    const auto& tally = phone.tally();
    switch (phone.settings().ailment) {
        case Ailment::none:
        case Ailment::nat:
        case Ailment::dribble:
            return is_up;
        case Ailment::stale_trust:
            return tally.files_ignored > 0 && phone.is_registered() && !phone.has_own_file() &&
                   !phone.station().number().empty();
        case Ailment::old_load:
            return is_up && tally.images == 1;
        case Ailment::refuses_load:
            return is_up && tally.images == 0 && tally.images_refused > 0;
        case Ailment::lacking_load:
            return is_up && tally.images == 0 && phone.configuration().load.empty();
        case Ailment::deaf:
            return tally.files_unanswered > 0;
        case Ailment::mute:
            return tally.losses > 0;
        case Ailment::wrong_group:
            return tally.registrations == 0 && phone.rejection().starts_with("Wrong server");
    }
    return false;
}

std::string verdict_table(const std::vector<Verdict>& verdicts) {
    std::string out = fmt::format("{:<15}  {:<12}  {}\n", "AILING PHONE", "KIND", "EXPECTED");
    for (const auto& verdict : verdicts) {
        const auto& facts = facts_of(verdict.phone->settings().ailment);
        auto head = fmt::format("{:<15}  {:<12}  ", verdict.phone->name(), facts.word);
        const auto text = fmt::format("{}: {}", facts.expected, state_of(verdict));
        for (const auto piece : pieces_of(text, kWidth - kIndent)) {
            out += fmt::format("{}{}\n", head, piece);
            head.assign(kIndent, ' ');
        }
    }
    return out;
}

std::string verdict_json(const std::vector<Verdict>& verdicts) {
    std::string rows;
    for (const auto& verdict : verdicts) {
        const auto& facts = facts_of(verdict.phone->settings().ailment);
        rows += fmt::format(
            R"({}{{"phone":{},"kind":{},"expected":{},"phone_saw":{},"journal":{},"done":{}}})",
            rows.empty() ? "" : ",",
            json_quoted(verdict.phone->name()),
            json_quoted(facts.word),
            json_quoted(facts.expected),
            verdict.phone_saw,
            as_json(verdict.journal_holds),
            verdict.is_good()
        );
    }
    return "[" + rows + "]";
}

std::string json_quoted(std::string_view text) {
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

}  // namespace dialtone::lab
