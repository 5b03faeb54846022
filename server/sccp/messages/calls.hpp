#pragma once

#include "server/sccp/codec.hpp"

#include <cstdint>

/// The state of a call as the phone draws it.
namespace dialtone::sccp {

enum class CallStateCode : std::uint32_t {
    off_hook = 1,
    on_hook = 2,  ///< removes the call: exactly once for each
    ring_out = 3,
    ring_in = 4,
    connected = 5,
    busy = 6,
    congestion = 7,
    hold = 8,
    call_waiting = 9,
    proceed = 12,
    invalid_number = 14,
};

struct CallState {
    static constexpr auto kVariants = at_every_version(MessageId::call_state);
    static constexpr std::uint32_t kRoutinePrecedence = 4;

    CallStateCode state = CallStateCode::on_hook;
    std::uint32_t line = 0;
    std::uint32_t call = 0;
    std::uint32_t privacy = 0;
    std::uint32_t precedence = kRoutinePrecedence;
};

struct ActivateCallPlane {
    static constexpr auto kVariants = at_every_version(MessageId::activate_call_plane);
    std::uint32_t line = 0;
};

struct DeactivateCallPlane {
    static constexpr auto kVariants = at_every_version(MessageId::deactivate_call_plane);
};

/// Takes back the last digit on the display.
struct BackSpace {
    static constexpr auto kVariants = at_every_version(MessageId::back_space);
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

}  // namespace dialtone::sccp
