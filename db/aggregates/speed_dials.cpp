#include "db/aggregates/speed_dials.hpp"

namespace dialtone::db {

void put_speed_dial(Database& database, DeviceId device, const SpeedDial& dial) {
    database.run(
        "INSERT INTO speed_dial (device, position, number, label, is_blf) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (device, position) DO UPDATE SET number = excluded.number, label = excluded.label,"
        " is_blf = excluded.is_blf",
        device,
        dial.position,
        dial.number,
        dial.label,
        dial.is_blf
    );
}

void delete_speed_dial(Database& database, DeviceId device, std::uint32_t position) {
    database.run("DELETE FROM speed_dial WHERE device = ?1 AND position = ?2", device, position);
}

}  // namespace dialtone::db
