#pragma once

#include "common/model/loads.hpp"
#include "common/model/world.hpp"

#include <optional>
#include <string>

namespace dialtone::provision {

/// XMLDefault.cnf.xml: where a phone without a file of its own registers, and the load of each model that has
/// one whose files are all there.
/// @pre auto-registration is on somewhere (World::is_autoreg_on).
std::string render_default_file(const World& world);

/// The loads that it would name if their files were there; nullopt when there is none such.
std::optional<WithheldLoad> withheld_default_loads(const World& world);

}  // namespace dialtone::provision
