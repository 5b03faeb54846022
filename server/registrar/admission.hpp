#pragma once

#include "common/model/world.hpp"
#include "server/registrar/refusal.hpp"
#include "server/registrar/registration.hpp"

#include <optional>
#include <string>

/// Who may register here, judged from the configuration alone.
namespace dialtone::registrar {

struct Denial {
    Refusal refusal;
    std::string sentence;      ///< in full, for the journal
    std::string display = {};  ///< for the phone's display; empty: the refusal's own words
};

/// True when the node is in the Call Manager group of the device.
bool serves(const World& world, NodeId node, const Device& device);

/// Why this node refuses a device it knows; nullopt: welcome.
std::optional<Denial> denial_of(
    const World& world, NodeId node, const Device& device, const Applicant& applicant
);

/// Why this node does not make a device for a name that nobody knows; nullopt: it does.
std::optional<Denial> denial_of_unknown(
    const World& world, NodeId node, const DeviceName& name, const Applicant& applicant
);

}  // namespace dialtone::registrar
