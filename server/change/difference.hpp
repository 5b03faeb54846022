#pragma once

#include "common/model/world.hpp"
#include "server/change/directive.hpp"
#include "server/provision/given.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// From a difference of two worlds to what phones must do about it: pure functions.
namespace dialtone::change {

/// The devices that a difference may concern, found through the tables that differ and the indexes, at the
/// cost of what changed: new, changed and deleted ones, and those that refer to a changed row. By name, each
/// once, in order. Rows that are other objects but equal concern nobody: a world reloaded whole gives none.
std::vector<DeviceName> concerned(const World& before, const World& after);

/// What a phone must do when one field of what it is given changes.
Action action_for(provision::Field field);

/// The strongest action of the fields that differ, with the reason in words; nullopt when no phone need be
/// told. A phone whose firmware does not know `apply` (SCCP below version 17) gets a restart instead.
/// @param circumstance  appended to the reason: "while the phone was away"; may be empty.
std::optional<Directive> directive_for(
    const World& world,
    const Device& device,
    const provision::Given& received,
    const provision::Given& present,
    std::string_view circumstance = {}
);

/// For a phone whose device was deleted: it boots, finds no file of its own and starts over as an unknown
/// phone.
Directive directive_for_deleted(DeviceId id, const DeviceName& name);

}  // namespace dialtone::change
