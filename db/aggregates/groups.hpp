#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Call Manager groups with their members. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

/// With its members. A group that takes the auto-registration flag takes it from whoever had it.
GroupId insert_group(Database& database, const CallManagerGroup& group);

/// Name, flag and members become `group`'s; the flag leaves the other groups when this one has it.
void update_group(Database& database, const CallManagerGroup& group);

void delete_group(Database& database, GroupId group);

}  // namespace dialtone::db
