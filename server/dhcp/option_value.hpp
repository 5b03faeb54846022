#pragma once

#include "common/error/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Values of options between people and the wire. What an option's octets mean: option_catalogue.hpp.
namespace dialtone::dhcp {

/// More does not fit into a message that every client takes (RFC 2132 §9.10), even when split (RFC 3396).
inline constexpr std::size_t kLongestOption = 1024;

/// The octets that `text` means as the value of the option: in the option's own form, or "hex:0a4d0001",
/// "0x0a4d0001", or with the type said as in "text:…", "addresses:…", "u8:…", "u16:…", "u32:…", which an
/// option without a name needs. Refused with what is expected.
Outcome<std::string> parse_option_value(std::uint8_t code, std::string_view text);

/// The value as a person writes it: what it gives back, parse_option_value() turns into the same octets.
std::string option_value_text(std::uint8_t code, std::string_view octets);

/// What is wrong with octets as the value of the option, as a sentence; nullopt when they fit its type.
std::optional<std::string> option_value_problem(std::uint8_t code, std::string_view octets);

/// "150 (tftp-servers)", or "200".
std::string option_label(std::uint8_t code);

}  // namespace dialtone::dhcp
