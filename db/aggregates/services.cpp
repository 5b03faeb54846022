#include "db/aggregates/services.hpp"

namespace dialtone::db {

ServiceId insert_service(Database& database, const PhoneService& service) {
    const auto id = database.integer(
        "INSERT INTO phone_service (name, url, description, enterprise, enabled, priority)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
        service.name,
        service.url,
        service.description,
        service.enterprise,
        service.enabled,
        service.priority
    );
    return ServiceId{id.value()};
}

void update_service(Database& database, const PhoneService& service) {
    database.run(
        "UPDATE phone_service SET name = ?2, url = ?3, description = ?4, enterprise = ?5, enabled = ?6,"
        " priority = ?7 WHERE id = ?1",
        service.id,
        service.name,
        service.url,
        service.description,
        service.enterprise,
        service.enabled,
        service.priority
    );
}

void delete_service(Database& database, ServiceId service) {
    database.run("DELETE FROM phone_service WHERE id = ?1", service);
}

void put_subscription(Database& database, DeviceId device, const ServiceSubscription& subscription) {
    database.run(
        "INSERT INTO service_subscription (device, service, position, label) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (device, service) DO UPDATE SET position = excluded.position, label = excluded.label",
        device,
        subscription.service,
        subscription.position,
        subscription.label
    );
}

void delete_subscription(Database& database, DeviceId device, ServiceId service) {
    database.run("DELETE FROM service_subscription WHERE device = ?1 AND service = ?2", device, service);
}

}  // namespace dialtone::db
