#pragma once

#include "common/model/world.hpp"
#include "server/operations/operation.hpp"
#include "server/provision/given.hpp"

#include <optional>
#include <string>

namespace dialtone::operations {

/// What a phone is known to have received last: its file, and at registration its buttons and lines.
struct ReceivedAtNode {
    std::string node;  ///< that remembers it
    provision::Given given;
    bool is_registered = false;  ///< now
};

/// By the node where the phone is registered, else by the first that it would go to; nullopt when no node has
/// ever given it anything.
Outcome<std::optional<ReceivedAtNode>> last_received(
    Session& session, const World& world, const Device& device
);

/// "the file made from the device database", "a file placed by hand"
std::string words_for_received(const provision::Given& given);

/// `file --diff NAME`: what is pending for a phone. A change is pending when it is in the database and the
/// phone has not received it yet: because it is away, in a call, or waiting its turn. What the phone received
/// last (its file, and at registration its buttons and lines) is remembered by the node that it registered
/// with, field by field; it is compared with what the phone would be given now.
/// @param call  "name": a device name, a MAC address or the name of the phone's file.
Outcome<Report> show_pending_change(Session& session, const Call& call);

}  // namespace dialtone::operations
