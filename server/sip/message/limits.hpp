#pragma once

#include <cstddef>

/// What a message may measure. Nothing that a phone sends comes near; what is larger is refused before it is
/// read any further, so that a sender can make nobody hold more than one message of his.
namespace dialtone::sip {

/// Start line and header fields with their line ends. The longest head in the field is an INVITE that passed
/// a dozen proxies, with a Via and a Record-Route from each: 6 KiB.
inline constexpr std::size_t kMaxHead = 16U << 10U;

/// A session description has 2 KiB, a REGISTER's body of a phone 1.5 KiB; the largest document here is a full
/// presence list.
inline constexpr std::size_t kMaxBody = 64U << 10U;

/// One header field, folded lines together. A signed Identity has 1 KiB, a list of routes 4 KiB.
inline constexpr std::size_t kMaxField = 8U << 10U;

/// Header fields in one message: Max-Forwards bounds how many Vias it can bear, and 70 of those leave room
/// for everything else.
inline constexpr std::size_t kMaxFields = 256;

/// Values are compared and kept; whoever sends a longer one is not a phone (phones stop at 256 octets for a
/// tag and 128 for a Call-ID).
inline constexpr std::size_t kMaxIdentifier = 512;

}  // namespace dialtone::sip
