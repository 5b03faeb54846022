#pragma once

#include <string>
#include <string_view>

namespace dialtone {

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates) without control characters but
/// tab.
bool is_clean_utf8(std::string_view text);

/// Text from the network made fit for logs, journal and tables: malformed octets and control characters
/// become '?', and at most `max` octets are kept, never half a character.
std::string printable(std::string_view text, std::size_t max = 200);

}  // namespace dialtone
