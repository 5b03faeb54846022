#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// What device pools refer to: date/time groups and SRST references. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

DateTimeGroupId insert_date_time_group(Database& database, const DateTimeGroup& group);
void update_date_time_group(Database& database, const DateTimeGroup& group);
void delete_date_time_group(Database& database, DateTimeGroupId group);

SrstId insert_srst(Database& database, const SrstReference& srst);
void update_srst(Database& database, const SrstReference& srst);
void delete_srst(Database& database, SrstId srst);

}  // namespace dialtone::db
