#include "db/aggregates/pools.hpp"

namespace dialtone::db {

PoolId insert_pool(Database& database, const DevicePool& pool) {
    const auto id = database.integer(
        "INSERT INTO device_pool (name, cm_group, date_time_group, region, location, srst, "
        "connection_monitor, network_locale)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        pool.name,
        pool.group,
        pool.date_time_group,
        pool.region,
        pool.location,
        pool.srst,
        pool.connection_monitor,
        pool.network_locale
    );
    return PoolId{id.value()};
}

void update_pool(Database& database, const DevicePool& pool) {
    database.run(
        "UPDATE device_pool SET name = ?2, cm_group = ?3, date_time_group = ?4, region = ?5, location = ?6,"
        " srst = ?7, connection_monitor = ?8, network_locale = ?9 WHERE id = ?1",
        pool.id,
        pool.name,
        pool.group,
        pool.date_time_group,
        pool.region,
        pool.location,
        pool.srst,
        pool.connection_monitor,
        pool.network_locale
    );
}

void delete_pool(Database& database, PoolId pool) {
    database.run("DELETE FROM device_pool WHERE id = ?1", pool);
}

}  // namespace dialtone::db
