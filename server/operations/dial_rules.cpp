#include "common/error/try.hpp"
#include "db/aggregates/sip.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/near_matches.hpp"
#include "server/operations/session.hpp"
#include "server/operations/sip_profiles.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace dialtone::operations {

namespace {

constexpr std::size_t kLongestPattern = 64;
constexpr std::int64_t kLongestTimeout = 60;

std::vector<const SipDialRule*> by_pattern(const World& world) {
    std::vector<const SipDialRule*> rules;
    world.sip_dial_rules.for_each([&](SipDialRuleId, const SipDialRule& rule) { rules.push_back(&rule); });
    std::sort(rules.begin(), rules.end(), [](const SipDialRule* a, const SipDialRule* b) {
        return a->pattern < b->pattern;
    });
    return rules;
}

Outcome<const SipDialRule*> find_rule(const World& world, std::string_view pattern) {
    std::vector<std::string> patterns;
    for (const auto* rule : by_pattern(world)) {
        if (rule->pattern == pattern) {
            return rule;
        }
        patterns.push_back(rule->pattern);
    }
    return no_such("dial rule", pattern, patterns);
}

/// An empty pattern would make every phone a hotline: it matches before the first digit.
Outcome<void> check_dial_pattern(std::string_view pattern) {
    const auto is_allowed = [](char c) {
        return is_digit(c) || c == '#' || c == '.' || c == '*' || c == ',';
    };
    bool fits = !pattern.empty() && pattern.size() <= kLongestPattern;
    bool has_digit = false;
    for (std::size_t i = 0; fits && i < pattern.size(); ++i) {
        if (pattern[i] == '\\') {
            ++i;  // only a star has another meaning
            fits = i < pattern.size() && pattern[i] == '*';
            has_digit = true;
        } else {
            fits = is_allowed(pattern[i]);
            has_digit = has_digit || pattern[i] != ',';
        }
    }
    if (!fits || !has_digit) {
        return invalid(fmt::format(
            "\"{}\" is not a pattern: digits and # stand for themselves, . is any one of them, * any number, "
            "\\* the star, a comma gives dial tone again. For example 9,0......",
            pattern
        ));
    }
    return {};
}

Outcome<void> check_rewrite(std::string_view rewrite) {
    const auto is_allowed = [](char c) {
        return is_digit(c) || c == '#' || c == '.' || c == '*' || c == '%' || c == '+';
    };
    if (rewrite.size() > kLongestPattern || !std::all_of(rewrite.begin(), rewrite.end(), is_allowed)) {
        return invalid(fmt::format(
            "--rewrite \"{}\": digits, . for the next digit that a dot matched, %0 for all that was dialled, "
            "%1 "
            "to %5 for parts of it.",
            rewrite
        ));
    }
    return {};
}

Outcome<void> edit_rule(const Call& call, SipDialRule& rule) {
    DIALTONE_TRY(const auto timeout, integer_of(call, "timeout", 0, kLongestTimeout));
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_CHECK(check_rewrite(call.text("rewrite")));
    rule.timeout = static_cast<std::uint32_t>(timeout.value_or(rule.timeout));
    rule.rewrite = call.find("rewrite").value_or(rule.rewrite);
    rule.tone = call.find("tone").value_or(rule.tone);
    if (rule.tone == "none") {
        rule.tone.clear();
    }
    rule.description = description.value_or(rule.description);
    if (rule.timeout == 0 && rule.pattern.find_first_not_of("*,") == std::string::npos) {
        return invalid(
            "A rule for everything at once would dial after the first digit. Say --timeout SECONDS."
        );
    }
    return {};
}

Outcome<Report> list_rules(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "dial_rules";
    table.columns = {
        {"pattern", "PATTERN"},
        {"timeout", "TIMEOUT (S)"},
        {"rewrite", "SENT AS", 1},
        {"tone", "TONE", 2},
        {"description", "DESCRIPTION", 3}};
    table.none =
        "There is no dial rule: SIP phones send what was dialled when nothing follows for the T302 timer, or "
        "at #.";
    for (const auto* rule : by_pattern(*world)) {
        table.rows.push_back(
            {rule->pattern, std::int64_t{rule->timeout}, rule->rewrite, rule->tone, rule->description}
        );
    }
    return Report::of(std::move(table));
}

Outcome<Report> add_rule(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    SipDialRule rule;
    rule.pattern = call.text("pattern");
    DIALTONE_CHECK(check_dial_pattern(rule.pattern));
    const auto rules = by_pattern(*world);
    if (std::any_of(rules.begin(), rules.end(), [&](const auto* r) { return r->pattern == rule.pattern; })) {
        return conflict(fmt::format(
            "There is a dial rule {} already. `dialtone dial-rule set {}` changes it.",
            rule.pattern,
            rule.pattern
        ));
    }
    DIALTONE_CHECK(edit_rule(call, rule));
    db::insert_sip_dial_rule(session.database(), rule);
    return Report::of(fmt::format(
        "SIP phones dial {} {}.",
        rule.pattern,
        rule.timeout == 0 ? "at once" : fmt::format("when nothing follows for {} s", rule.timeout)
    ));
}

Outcome<Report> set_rule(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_rule(*world, call.text("pattern")));
    auto rule = *known;
    DIALTONE_CHECK(edit_rule(call, rule));
    if (rule != *known) {
        db::update_sip_dial_rule(session.database(), rule);
    }
    return Report::of(
        fmt::format("Dial rule {} is {}.", rule.pattern, rule == *known ? "as it was" : "changed")
    );
}

Outcome<Report> remove_rule(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* rule, find_rule(*world, call.text("pattern")));
    db::delete_sip_dial_rule(session.database(), rule->id);
    return Report::of(fmt::format("Dial rule {} is removed.", rule->pattern));
}

constexpr Argument kPattern{"pattern", Shape::positional, "PATTERN", "pattern of the rule", Names::dial_rule};
constexpr Argument kTimeout{
    "timeout", Shape::value, "SECONDS", "dial when no digit follows for so long; else at once"};
constexpr Argument kRewrite{"rewrite", Shape::value, "DIGITS", "what is sent instead"};
constexpr Argument kTone{
    "tone",
    Shape::value,
    "TONE",
    "at a comma",
    Names::choice,
    "none|Bellcore-Inside|Bellcore-Outside|Bellcore-Busy|Bellcore-Reorder|Bellcore-CallWaiting|"
    "Bellcore-Hold|Bellcore-Reminder|Bellcore-Confirmation|Bellcore-Permanent|Bellcore-None|Cisco-Zip|"
    "Cisco-ZipZip|Cisco-BeepBonk"};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};

constexpr std::array kAdd{
    Argument{
        "pattern", Shape::positional, "PATTERN", "digits, # and \\*; . any one, * any number, comma: tone"},
    kTimeout,
    kRewrite,
    kTone,
    kDescription,
};
constexpr std::array kSet{kPattern, kTimeout, kRewrite, kTone, kDescription};
constexpr std::array kRemove{kPattern};

constexpr std::array kRules{
    Operation{
        "dial-rule",
        "list",
        "After which digits SIP phones dial without waiting",
        {},
        "dialtone dial-rule list",
        Access::read,
        list_rules},
    Operation{
        "dial-rule",
        "add",
        "Make a dial rule for all SIP phones",
        kAdd,
        "dialtone dial-rule add 1...\ndialtone dial-rule add 9,0* --timeout 4 --tone Bellcore-Outside",
        Access::write,
        add_rule},
    Operation{
        "dial-rule",
        "set",
        "Change a dial rule; what is not named stays",
        kSet,
        "dialtone dial-rule set 1... --timeout 1",
        Access::write,
        set_rule},
    Operation{
        "dial-rule",
        "remove",
        "Remove a dial rule",
        kRemove,
        "dialtone dial-rule remove 1...",
        Access::write,
        remove_rule},
};

}  // namespace

std::span<const Operation> dial_rule_operations() {
    return kRules;
}

}  // namespace dialtone::operations
