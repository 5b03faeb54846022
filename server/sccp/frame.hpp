#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"
#include "server/sccp/message_id.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

/// SCCP framing: a little-endian length word, a version word, the message id, and the body.
namespace dialtone::sccp {

inline constexpr std::size_t kLengthSize = 8;   ///< octets that the length word does not count
inline constexpr std::size_t kHeaderSize = 12;  ///< length, version, id
/// The most that a length word may say. The largest real messages (UpdateCapabilitiesV3, LocationInfo) stay
/// below 2,500.
inline constexpr std::size_t kMaxDataLength = 16384;
inline constexpr std::size_t kMaxFrameSize = kLengthSize + kMaxDataLength;

/// One message as it lies in a buffer.
struct FrameView {
    std::uint32_t header_version = 0;
    MessageId id = MessageId::keep_alive;
    Bytes body;
};

/// Takes the first whole frame off the front of `input`; nullopt while it is not there yet (input untouched).
///
/// An error (a length below 4 or above kMaxDataLength) means that the two sides have lost each other: the
/// stream has no mark to find again, so the connection must be closed.
Parsed<std::optional<FrameView>> take_frame(Bytes& input);

}  // namespace dialtone::sccp
