#pragma once

#include "common/bytes/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dialtone {

/// Lower-case hexadecimal without separators.
std::string to_hex(Bytes bytes);

/// Reads pairs of hexadecimal digits; spaces, newlines and `|` are skipped and `//` starts a comment that
/// ends with the line, so that captures stay readable in tests. nullopt for anything else or an odd digit.
std::optional<Buffer> from_hex(std::string_view text);

}  // namespace dialtone
