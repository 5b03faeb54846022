#pragma once

#include "common/model/world.hpp"
#include "server/provision/given.hpp"

#include <vector>

namespace dialtone::provision {

/// Digests of what an SCCP phone is sent when it registers: the fields from kFirstStationField on.
std::vector<Given::Entry> station_fields(const World& world, const Device& device);

}  // namespace dialtone::provision
