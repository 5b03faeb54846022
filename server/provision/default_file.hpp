#pragma once

#include "common/model/world.hpp"

#include <string>

namespace dialtone::provision {

/// XMLDefault.cnf.xml: where a phone without a file of its own registers, and the load of each model that has
/// one.
/// @pre auto-registration is on somewhere (World::is_autoreg_on).
std::string render_default_file(const World& world);

}  // namespace dialtone::provision
