#pragma once

#include "common/model/world.hpp"
#include "db/node_state.hpp"
#include "server/operations/operation.hpp"

#include <map>
#include <string>

namespace dialtone::operations {

/// phone list, show, add, set, remove.
std::span<const Operation> phone_operations();

/// phone reset, restart, apply.
std::span<const Operation> live_operations();

/// phone timeline.
std::span<const Operation> timeline_operations();

/// phone unknown: sources that no step could be attributed to a phone of.
std::span<const Operation> unknown_source_operations();

Outcome<Report> list_phones(Session& session, const Call& call);
Outcome<Report> show_phone(Session& session, const Call& call);
Outcome<Report> add_phone(Session& session, const Call& call);
Outcome<Report> set_phone(Session& session, const Call& call);
Outcome<Report> remove_phone(Session& session, const Call& call);

/// The registrations that some living process answers for, by device.
Outcome<std::map<DeviceName, db::ListedRegistration>> live_registrations(const Session& session);

/// The numbers of a device in the order of its lines: "1001, 1002".
std::string numbers_of(const World& world, const Device& device);

}  // namespace dialtone::operations
