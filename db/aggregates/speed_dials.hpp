#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Speed dials of devices; like every aggregate within the caller's transaction, throwing StoreError.
namespace dialtone::db {

/// Speed dial `dial.position` of the device becomes `dial`, whatever it was.
void put_speed_dial(Database& database, DeviceId device, const SpeedDial& dial);
void delete_speed_dial(Database& database, DeviceId device, std::uint32_t position);

}  // namespace dialtone::db
