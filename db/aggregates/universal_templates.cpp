#include "db/aggregates/universal_templates.hpp"

namespace dialtone::db {

UniversalDeviceTemplateId insert_device_template(Database& database, const UniversalDeviceTemplate& row) {
    const auto id = database.integer(
        "INSERT INTO universal_device_template (name, description, pool, button_template, softkey_template,"
        " location, phone_profile, user_locale) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        row.name,
        row.description,
        row.pool,
        row.button_template,
        row.softkey_template,
        row.location,
        row.profile,
        row.user_locale
    );
    return UniversalDeviceTemplateId{id.value()};
}

void update_device_template(Database& database, const UniversalDeviceTemplate& row) {
    database.run(
        "UPDATE universal_device_template SET name = ?2, description = ?3, pool = ?4, button_template = ?5,"
        " softkey_template = ?6, location = ?7, phone_profile = ?8, user_locale = ?9 WHERE id = ?1",
        row.id,
        row.name,
        row.description,
        row.pool,
        row.button_template,
        row.softkey_template,
        row.location,
        row.profile,
        row.user_locale
    );
}

void delete_device_template(Database& database, UniversalDeviceTemplateId id) {
    database.run("DELETE FROM universal_device_template WHERE id = ?1", id);
}

UniversalLineTemplateId insert_line_template(Database& database, const UniversalLineTemplate& row) {
    const auto id = database.integer(
        "INSERT INTO universal_line_template (name, description, partition_id, alerting_name, display, label,"
        " max_calls, busy_trigger, ring, external_mask, calling_search_space)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id",
        row.name,
        row.description,
        row.partition,
        row.alerting_name,
        row.display,
        row.label,
        row.max_calls,
        row.busy_trigger,
        row.ring,
        row.external_mask,
        row.search_space
    );
    return UniversalLineTemplateId{id.value()};
}

void update_line_template(Database& database, const UniversalLineTemplate& row) {
    database.run(
        "UPDATE universal_line_template SET name = ?2, description = ?3, partition_id = ?4, alerting_name = "
        "?5,"
        " display = ?6, label = ?7, max_calls = ?8, busy_trigger = ?9, ring = ?10,"
        " external_mask = ?11, calling_search_space = ?12 WHERE id = ?1",
        row.id,
        row.name,
        row.description,
        row.partition,
        row.alerting_name,
        row.display,
        row.label,
        row.max_calls,
        row.busy_trigger,
        row.ring,
        row.external_mask,
        row.search_space
    );
}

void delete_line_template(Database& database, UniversalLineTemplateId id) {
    database.run("DELETE FROM universal_line_template WHERE id = ?1", id);
}

}  // namespace dialtone::db
