#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// What phones that register themselves, and their lines, are made like. Conventions:
/// db/aggregates/devices.hpp.
namespace dialtone::db {

UniversalDeviceTemplateId insert_device_template(Database& database, const UniversalDeviceTemplate& row);
void update_device_template(Database& database, const UniversalDeviceTemplate& row);
void delete_device_template(Database& database, UniversalDeviceTemplateId id);

UniversalLineTemplateId insert_line_template(Database& database, const UniversalLineTemplate& row);
void update_line_template(Database& database, const UniversalLineTemplate& row);
void delete_line_template(Database& database, UniversalLineTemplateId id);

}  // namespace dialtone::db
