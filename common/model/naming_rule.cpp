#include "common/model/naming_rule.hpp"

#include <algorithm>

namespace dialtone {

namespace {

/// In the order of kNamingPlaceholders.
std::array<std::string_view, 6> values_of(const NamingFacts& facts) {
    return {facts.dn, facts.model, facts.name, facts.mac, facts.protocol, facts.node};
}

std::optional<std::size_t> placeholder(std::string_view word) {
    const auto* found = std::find(kNamingPlaceholders.begin(), kNamingPlaceholders.end(), word);
    return found == kNamingPlaceholders.end()
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(found - kNamingPlaceholders.begin())};
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

}  // namespace

std::optional<std::string> fault_of_naming_rule(std::string_view rule) {
    while (true) {
        const auto open = rule.find_first_of("{}");
        if (open == std::string_view::npos) {
            return std::nullopt;
        }
        const auto close = rule.find('}', open);
        if (rule[open] == '}' || close == std::string_view::npos) {
            return std::string{rule[open]};
        }
        const auto word = rule.substr(open + 1, close - open - 1);
        if (!placeholder(word)) {
            return std::string{rule.substr(open, close - open + 1)};
        }
        rule.remove_prefix(close + 1);
    }
}

bool is_plain_naming_rule(std::string_view rule) {
    return rule.find('{') == std::string_view::npos;
}

std::string expand_naming_rule(std::string_view rule, const NamingFacts& facts, std::size_t most) {
    const auto values = values_of(facts);
    std::string text;
    while (!rule.empty()) {
        const auto open = std::min(rule.find('{'), rule.size());
        text += rule.substr(0, open);
        rule.remove_prefix(open);
        if (rule.empty()) {
            break;
        }
        const auto close = rule.find('}');
        const auto which =
            close == std::string_view::npos ? std::nullopt : placeholder(rule.substr(1, close - 1));
        text += which ? values[*which] : rule.substr(0, 1);
        rule.remove_prefix(which ? close + 1 : 1);
    }
    if (text.size() > most) {
        while (most > 0 && continues_character(text[most])) {
            --most;
        }
        text.resize(most);
    }
    return text;
}

}  // namespace dialtone
