#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dialtone {

/// A view of received or stored octets. Valid only as long as whoever owns the buffer says.
using Bytes = std::span<const std::uint8_t>;
/// Octets that are owned.
using Buffer = std::vector<std::uint8_t>;

/// The octets of a text, without a terminator.
inline Bytes bytes_of(std::string_view text) {
    // The one place where text is seen as octets: char and unsigned char may alias.
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Octets seen as text; no encoding is checked.
inline std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace dialtone
