#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

/// Texts with placeholders, from which names are made for phones that register themselves: "Auto {dn}".
namespace dialtone {

/// What is known of such a phone.
struct NamingFacts {
    std::string_view dn;        ///< {dn}: "1000"
    std::string_view model;     ///< {model}: "7965"
    std::string_view name;      ///< {name}: "SEP001122334455"
    std::string_view mac;       ///< {mac}: "001122334455"; the name itself for one without
    std::string_view protocol;  ///< {protocol}: "SCCP"
    std::string_view node;      ///< {node}: "cm1"
};

inline constexpr std::array<std::string_view, 6> kNamingPlaceholders{
    "dn", "model", "name", "mac", "protocol", "node"};

/// The first placeholder of `rule` that does not exist, or a brace without its fellow; nullopt when it is
/// good.
std::optional<std::string> fault_of_naming_rule(std::string_view rule);

/// True when `rule` gives the same text for every phone.
bool is_plain_naming_rule(std::string_view rule);

/// The text for one phone, cut after `most` octets, never within a character. What is no placeholder stays.
std::string expand_naming_rule(std::string_view rule, const NamingFacts& facts, std::size_t most);

}  // namespace dialtone
