#pragma once

#include "common/model/auto_register.hpp"
#include "server/change/directive.hpp"
#include "server/journal/observation.hpp"
#include "server/registrar/refusal.hpp"
#include "server/registrar/registration.hpp"
#include "server/registrar/status_reason.hpp"

#include <cstdint>
#include <string>
#include <variant>

/// What the registrar wants done, in this order. The first four go to the door that holds the session.
namespace dialtone::registrar {

/// Let it in.
struct Accept {
    SessionId session;
    DeviceId device;
    DeviceName name;
};

/// Tell it no.
struct Reject {
    SessionId session;
    Refusal refusal = Refusal::unknown_device;
    std::string display;   ///< what fits its display: at most kMostDisplay printable ASCII characters
    std::string sentence;  ///< in full, for the journal
};

/// End the session without a word to the phone.
struct Drop {
    SessionId session;
    StatusReason reason = StatusReason::unknown;
    Endpoint successor;  ///< of a duplicate: who took its place
};

/// Send it reset, restart or apply.
struct Command {
    SessionId session;
    change::Action action = change::Action::none;
    std::string why;
};

/// Make the device. The answer comes as Registrar::on_auto_registered() with this ticket, after the world
/// that contains the device.
struct AutoRegister {
    std::uint64_t ticket = 0;
    AutoRegisterRequest request;
};

/// It is registered and knows its lines and buttons: for the node's state file and the planner of changes.
struct StoreRegistration {
    Registration registration;
};

struct RemoveRegistration {
    DeviceName name;
    StatusReason reason = StatusReason::unknown;
};

using Action = std::variant<
    Accept,
    Reject,
    Drop,
    Command,
    AutoRegister,
    StoreRegistration,
    RemoveRegistration,
    journal::Observation>;

}  // namespace dialtone::registrar
