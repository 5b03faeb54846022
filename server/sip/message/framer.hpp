#pragma once

#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <cstdint>

namespace dialtone::sip {

/// Finds messages in a stream (RFC 3261 §18.3), where nothing but Content-Length tells where one ends.
class Framer {
 public:
    enum class State : std::uint8_t {
        incomplete,  ///< more octets are needed
        message,     ///< whole: consumed() octets
        ping,        ///< two line ends between messages: answer with one (RFC 5626 §3.5.1)
        blank,       ///< a line end that means nothing: drop it
        bad,         ///< where the next message begins cannot be known: answer what can be answered, close
    };

    /// @param octets  all that was received and not consumed yet: the same as last time, and more.
    State find(Bytes octets);

    /// What to take from the front, except when incomplete. When bad: what a last answer can be made from,
    /// empty if nothing can.
    [[nodiscard]] std::size_t consumed() const { return consumed_; }

 private:
    State take(State state, std::size_t octets);

    std::size_t searched_ = 0;  ///< octets in which the end of the head is not
    std::size_t wanted_ = 0;    ///< of a message whose head is known
    std::size_t consumed_ = 0;
};

}  // namespace dialtone::sip
