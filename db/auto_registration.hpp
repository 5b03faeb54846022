#pragma once

#include "common/model/auto_register.hpp"
#include "db/database.hpp"

namespace dialtone::db {

/// Makes a phone that nobody has heard of: the next free number of the node's range in its partition, the
/// device from the node's universal device template and the model's device defaults, its line 1 from the
/// universal line template; without templates the label is the number and the description "Auto <DN>". All in
/// one transaction (a savepoint within the writer's), so that two processes at once never give one number
/// twice. A device that exists is left as it is and reported with its number.
///
/// Never throws for the database: StoreError becomes AutoRegisterRefusal::store_failed.
AutoRegisterResult auto_register(Database& device_database, const AutoRegisterRequest& request);

}  // namespace dialtone::db
