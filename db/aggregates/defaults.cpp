#include "db/aggregates/defaults.hpp"

#include "common/model/world.hpp"

namespace dialtone::db {

void update_device_default(Database& database, const DeviceDefault& defaults) {
    database.run(
        "UPDATE device_default SET load = ?3, device_pool = ?4, button_template = ?5"
        " WHERE model = ?1 AND protocol = ?2",
        defaults.model,
        to_string(defaults.protocol),
        defaults.load,
        defaults.pool,
        defaults.button_template
    );
}

}  // namespace dialtone::db
