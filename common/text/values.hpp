#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Plain values as people write them; nullopt for anything else.
namespace dialtone {

/// A whole decimal number, with a sign if it is negative.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// on/off, yes/no, true/false, 1/0, regardless of case.
std::optional<bool> parse_switch(std::string_view text);

/// "90", "90s", "15m", "8h", "1d" in whole seconds, not negative.
std::optional<std::int64_t> parse_seconds(std::string_view text);

/// What stands between commas, without blanks around it; "" is no part.
std::vector<std::string> split_list(std::string_view text);

}  // namespace dialtone
