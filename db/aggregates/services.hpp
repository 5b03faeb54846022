#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Phone services and who has subscribed to them.
namespace dialtone::db {

/// @param service `id` is ignored.
ServiceId insert_service(Database& database, const PhoneService& service);
void update_service(Database& database, const PhoneService& service);
/// With its subscriptions.
void delete_service(Database& database, ServiceId service);

/// The device's subscription to `subscription.service` becomes this one.
void put_subscription(Database& database, DeviceId device, const ServiceSubscription& subscription);
void delete_subscription(Database& database, DeviceId device, ServiceId service);

}  // namespace dialtone::db
