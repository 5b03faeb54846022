#pragma once

#include "common/model/device_name.hpp"
#include "common/model/ids.hpp"
#include "common/model/rows.hpp"

#include <string>

namespace dialtone {

/// An unknown phone at a node whose auto-registration is on: what the one transaction needs (provisioning
/// §6.2).
struct AutoRegisterRequest {
    NodeId node;
    DeviceName name;
    ModelId model;
    Protocol protocol = Protocol::sccp;
    std::string load = {};  ///< the firmware it runs; empty when it does not say
    Ipv4 address = {};      ///< where it comes from
};

enum class AutoRegisterRefusal : std::uint8_t {
    switched_off,     ///< not on at this node, or the node is not in the auto-registration group
    unknown_model,    ///< no such row in phone_model, or it does not speak the protocol
    range_exhausted,  ///< every number of the node's range is taken
    no_defaults,      ///< the model has no device default or no button template
    waiting,          ///< the node asks first, and the operator has not approved this phone yet
    turned_away,      ///< the operator has refused it
    store_failed,     ///< the database said no; the phone may try again
};

/// What was made, or why nothing was. `existed`: another attempt of the same phone had made it already.
struct AutoRegisterResult {
    DeviceId device;
    std::string dn;
    bool existed = false;
    bool was_approved = false;  ///< it had waited for the operator
    bool refused = false;
    AutoRegisterRefusal refusal = AutoRegisterRefusal::store_failed;
    std::string sentence;  ///< of a refusal, in full, for the journal
};

}  // namespace dialtone
