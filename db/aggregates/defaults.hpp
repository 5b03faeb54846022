#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Device defaults: what a phone of a model starts with. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

/// Of the row of that model and protocol, which must exist.
void update_device_default(Database& database, const DeviceDefault& defaults);

}  // namespace dialtone::db
