#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

#include <optional>
#include <string>
#include <vector>

/// Arguments of `phone add` and `phone set` that are more than one value.
namespace dialtone::operations {

/// --module, once for each, in order; "" for none. "7914=S00105000400" tells a module its load.
Outcome<void> edit_modules(const World& world, const Call& call, Device& device);

/// --xml: reads the file and brings it into normal form; refuses what does not fit the phone's own file, or
/// makes it larger than the phone takes.
Outcome<void> edit_further_xml(const World& world, const Call& call, Device& device);

/// --sip-profile, --security-profile, --digest-user and --digest-password of a SIP phone, which gets a user
/// and a secret of its own where none was said. conflict for a phone that speaks SCCP.
Outcome<void> edit_sip(Session& session, const World& world, const Call& call, Device& device);

/// A standard SIP phone, set up by hand.
bool is_third_party(const World& world, const Device& device);

/// What somebody types into a third-party device: server, user, password.
std::vector<Property> access_of(const World& world, const Device& device);

/// A standard SIP phone is known by its user, so its number is name enough: "SIP4001". nullopt for another
/// model, or without --dn.
std::optional<DeviceName> third_party_name(const World& world, const Call& call);

/// What will happen to a phone that is to speak another protocol; empty when it is not. conflict when no
/// image that speaks it is ready for the phone, unless --force.
Outcome<std::vector<std::string>> protocol_change(
    const Session& session, const WorldPtr& world, const Call& call, const Device& before, const Device& after
);

}  // namespace dialtone::operations
