#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// The enterprise's phone settings and common phone profiles. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

/// There is one row of it.
void update_enterprise_phone(Database& database, const EnterprisePhone& enterprise);

PhoneProfileId insert_profile(Database& database, const PhoneProfile& profile);
void update_profile(Database& database, const PhoneProfile& profile);
void delete_profile(Database& database, PhoneProfileId profile);

}  // namespace dialtone::db
