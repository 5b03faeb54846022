#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// `file --diff NAME`: what is pending for a phone. A change is pending when it is in the database and the
/// phone has not received it yet: because it is away, in a call, or waiting its turn. What the phone received
/// last (its file, and at registration its buttons and lines) is remembered by the node that it registered
/// with, field by field; it is compared with what the phone would be given now.
/// @param call  "name": a device name, a MAC address or the name of the phone's file.
Outcome<Report> show_pending_change(Session& session, const Call& call);

}  // namespace dialtone::operations
