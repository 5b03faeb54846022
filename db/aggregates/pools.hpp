#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Device pools. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

PoolId insert_pool(Database& database, const DevicePool& pool);
void update_pool(Database& database, const DevicePool& pool);
void delete_pool(Database& database, PoolId pool);

}  // namespace dialtone::db
