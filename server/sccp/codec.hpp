#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"
#include "server/sccp/dialect.hpp"
#include "server/sccp/frame.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// Messages as values: `parse<LineStat>(frame, dialect)` and `render(message, dialect, out)`.
///
/// Every message type carries kVariants, the table of its layouts: the id that is used and the lowest
/// protocol version that uses it, ascending. What differs by version is a row there, not a branch in a
/// session.
namespace dialtone::sccp {

/// One layout of a message.
struct Variant {
    MessageId id;
    std::uint8_t since = 0;    ///< lowest negotiated version that gets it
    std::uint8_t form = 0;     ///< told to the message's own field walk
    std::uint16_t size = 0;    ///< of the padded body when it is fixed; 0: varies
    bool for_aligned = false;  ///< only between ends that align long numbers (Dialect::is_aligned)
};

/// `since` of a layout that is understood but never sent.
inline constexpr std::uint8_t kOnlyRead = 255;

/// The table of a message that looks the same at every version.
constexpr std::array<Variant, 1> at_every_version(MessageId id) {
    return {Variant{id}};
}

/// True when a frame with this id holds a Message.
template <class Message>
constexpr bool holds(MessageId id) {
    for (const auto& variant : Message::kVariants) {
        if (variant.id == id) {
            return true;
        }
    }
    return false;
}

/// The layout that a phone of this version gets.
template <class Message>
constexpr const Variant& variant_for(const Dialect& dialect) {
    const Variant* chosen = &Message::kVariants.front();
    for (const auto& variant : Message::kVariants) {
        if (variant.since <= dialect.version && (!variant.for_aligned || dialect.is_aligned)) {
            chosen = &variant;
        }
    }
    return *chosen;
}

/// The layout that a received frame has: by its id, then by the length of its body, then by version. A length
/// says nothing where the version's own layout has none.
template <class Message>
constexpr const Variant* variant_of(MessageId id, std::size_t body, const Dialect& dialect) {
    const Variant* by_size = nullptr;
    const Variant* by_version = nullptr;
    for (const auto& variant : Message::kVariants) {
        if (variant.id != id || (variant.for_aligned && !dialect.is_aligned)) {
            continue;
        }
        if (variant.size != 0 && variant.size == body) {
            by_size = &variant;
        }
        if (by_version == nullptr || variant.since <= dialect.version) {
            by_version = &variant;
        }
    }
    return by_size != nullptr && by_version->size != 0 ? by_size : by_version;
}

/// Reads a frame whose id the Message holds. Errors: the id is another's (unsupported), or what even the
/// lenient reading of phones does not excuse (RegisterReq without a device type).
template <class Message>
Parsed<Message> parse(const FrameView& frame, const Dialect& dialect);

/// Appends the whole frame: header, body, padding to a multiple of four.
template <class Message>
void render(const Message& message, const Dialect& dialect, Buffer& out);

}  // namespace dialtone::sccp
