#pragma once

#include "common/model/loads.hpp"
#include "common/model/world.hpp"

#include <optional>
#include <string>

namespace dialtone::provision {

/// Whether XMLDefault.cnf.xml exists now: while auto-registration is on somewhere, and while it is off only
/// if the service parameter default-file-when-off says so.
bool has_default_file(const World& world);

/// The group in which phones without a file of their own register: the one flagged for auto-registration,
/// else Default; null when there is neither.
const CallManagerGroup* default_group(const World& world);

/// As whom an unknown SIP phone registers, for want of a number: by this alone its device name tells which it
/// is.
inline constexpr std::string_view kAutoRegistrationName = "AutoRegistration";

/// XMLDefault.cnf.xml: where a phone without a file of its own registers, whether it will get a number there,
/// and the load of each model that has one whose files are all there.
/// @pre has_default_file(world).
std::string render_default_file(const World& world);

/// The loads that it would name if their files were there; nullopt when there is none such.
std::optional<WithheldLoad> withheld_default_loads(const World& world);

}  // namespace dialtone::provision
