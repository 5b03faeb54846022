#include "server/provision/dial_template.hpp"

#include "server/provision/parameters.hpp"
#include "server/provision/version_stamp.hpp"
#include "server/provision/xml_writer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace dialtone::provision {

namespace {

constexpr std::size_t kExpectedOctets = 1024;
constexpr std::string_view kAnything = "*";
/// CUCM's T302 timer.
constexpr std::int64_t kT302Milliseconds = 15000;

/// How a rule is spelled.
struct Dialect {
    XmlStyle style;
    std::string_view root;
    bool has_stamp;
    std::string_view match;
    std::string_view timeout;
    std::string_view rewrite;
    std::string_view tone;
};

constexpr Dialect kDialect{
    {.text = TextForm::references, .self_closes = true},
    "dialTemplate",
    true,
    "match",
    "timeout",
    "rewrite",
    "tone"};
constexpr Dialect kLegacyDialect{
    {.text = TextForm::ascii, .self_closes = true},
    "DIALTEMPLATE",
    false,
    "MATCH",
    "Timeout",
    "Rewrite",
    "Tone"};

/// By pattern: phones choose the longest that matches, whatever the order, and the file shall not depend on
/// it.
std::vector<const SipDialRule*> rules_of(const World& world) {
    std::vector<const SipDialRule*> rules;
    world.sip_dial_rules.for_each([&](SipDialRuleId, const SipDialRule& rule) { rules.push_back(&rule); });
    std::sort(rules.begin(), rules.end(), [](const SipDialRule* a, const SipDialRule* b) {
        return a->pattern < b->pattern;
    });
    return rules;
}

void write_rule(XmlWriter& xml, const Dialect& dialect, const SipDialRule& rule) {
    const auto timeout = std::to_string(rule.timeout);
    std::vector<XmlAttribute> attributes{{dialect.match, rule.pattern}, {dialect.timeout, timeout}};
    if (!rule.rewrite.empty()) {
        attributes.push_back({dialect.rewrite, rule.rewrite});
    }
    if (!rule.tone.empty()) {
        attributes.push_back({dialect.tone, rule.tone});
    }
    xml.element("TEMPLATE", attributes, "");
}

/// What is sent when no rule says more: never at once, or the first digit would be all.
SipDialRule anything_else(const World& world) {
    const auto milliseconds = world.integer_parameter(parameters::kT302, kT302Milliseconds);
    SipDialRule rule;
    rule.pattern = kAnything;
    rule.timeout = static_cast<std::uint32_t>(std::clamp<std::int64_t>((milliseconds + 999) / 1000, 1, 150));
    return rule;
}

std::string render(const World& world, const Dialect& dialect) {
    XmlWriter xml{dialect.style, kExpectedOctets};
    xml.open(dialect.root);
    const auto stamp = dialect.has_stamp ? write_blank_stamp(xml) : 0;
    bool has_anything = false;
    for (const auto* rule : rules_of(world)) {
        write_rule(xml, dialect, *rule);
        has_anything = has_anything || rule->pattern == kAnything;
    }
    if (!has_anything) {
        write_rule(xml, dialect, anything_else(world));
    }
    xml.close(dialect.root);
    auto body = xml.take();
    if (dialect.has_stamp) {
        fill_stamp(body, stamp);
    }
    return body;
}

}  // namespace

std::string render_dial_template(const World& world) {
    return render(world, kDialect);
}

std::string render_legacy_dial_template(const World& world) {
    return render(world, kLegacyDialect);
}

}  // namespace dialtone::provision
