#pragma once

#include "server/sccp/message_id.hpp"

#include <cstdint>

namespace dialtone::sccp {

inline constexpr std::uint8_t kLowestVersion = 3;
inline constexpr std::uint8_t kHighestVersion = 22;

/// How the two ends of one connection lay out their messages, settled by the registration.
struct Dialect {
    std::uint8_t version = kLowestVersion;  ///< negotiated protocol version, 3 to 22
    bool is_utf8 = false;                   ///< texts are UTF-8; else ISO 8859-1
    /// Numbers of version 18 and above stand in fields of 28 octets, as an 8945 has them; else in 25, packed.
    bool is_aligned = false;

    friend bool operator==(const Dialect&, const Dialect&) = default;
};

/// The version that both sides speak: the lower of the phone's offer and `limit` (0: none), rounded down to a
/// version that exists (3, 5, 8 to 11, 15 to 22). An offer of 0, which some 7940 loads and the 7936 make,
/// stands for 3.
std::uint8_t negotiate(std::uint32_t offered, std::uint32_t limit = 0);

/// The second header word of a message sent by whoever speaks `dialect`: 0 for registration and keepalive
/// answers and below version 15, else the version.
std::uint32_t header_version(MessageId id, const Dialect& dialect);

}  // namespace dialtone::sccp
