#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Devices with their lines. Every function writes one aggregate inside the caller's transaction and throws
/// StoreError; what fits together is the operation's business, what must never be is the schema's.
namespace dialtone::db {

/// The root row, without lines. @param device `id` is ignored.
DeviceId insert_device(Database& database, const Device& device);

/// Every column of the root row becomes `device`'s; lines, speed dials, subscriptions and modules stay.
void update_device(Database& database, const Device& device);

/// With its lines, speed dials and subscriptions. The numbers stay.
void delete_device(Database& database, DeviceId device);

/// The expansion modules of the device become `modules`.
void put_modules(Database& database, DeviceId device, const std::vector<DeviceModule>& modules);

/// Line `appearance.line` of the device becomes `appearance`, whatever it was.
void put_line(Database& database, DeviceId device, const LineAppearance& appearance);
void delete_line(Database& database, DeviceId device, std::uint32_t line);

}  // namespace dialtone::db
