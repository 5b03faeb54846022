#pragma once

#include "common/model/auto_register.hpp"
#include "db/database.hpp"

namespace dialtone::db {

/// Makes a phone that nobody has heard of: the next free number of the node's range in its partition, the
/// device from the model's device defaults, its line 1 with the number as label, the description "Auto <DN>";
/// all in one transaction (a savepoint within the writer's), so that two processes at once never give one
/// number twice. A device that exists is left as it is and reported with its number.
///
/// Never throws for the database: StoreError becomes AutoRegisterRefusal::store_failed.
AutoRegisterResult auto_register(Database& device_database, const AutoRegisterRequest& request);

}  // namespace dialtone::db
