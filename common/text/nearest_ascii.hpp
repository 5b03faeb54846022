#pragma once

#include <string>
#include <string_view>

namespace dialtone {

/// What stands for a character of a name where only ASCII can be shown: "e" for é, "EUR" for the euro sign,
/// itself for printable ASCII. Empty when nothing comes near.
std::string_view nearest_ascii(char32_t character);

/// A text in printable ASCII, '?' for what has nothing near it.
std::string to_ascii(std::string_view utf8);

}  // namespace dialtone
