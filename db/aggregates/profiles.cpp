#include "db/aggregates/profiles.hpp"

namespace dialtone::db {

void update_enterprise_phone(Database& database, const EnterprisePhone& enterprise) {
    database.run(
        "UPDATE enterprise_phone SET vendor_config = ?2 WHERE id = ?1",
        enterprise.id,
        enterprise.vendor_config
    );
}

PhoneProfileId insert_profile(Database& database, const PhoneProfile& profile) {
    const auto id = database.integer(
        "INSERT INTO phone_profile (name, description, vendor_config, unlock_password, user_backgrounds,"
        " background, dnd_alert) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
        profile.name,
        profile.description,
        profile.vendor_config,
        profile.unlock_password,
        profile.user_backgrounds,
        profile.background,
        profile.dnd_alert
    );
    return PhoneProfileId{id.value()};
}

void update_profile(Database& database, const PhoneProfile& profile) {
    database.run(
        "UPDATE phone_profile SET name = ?2, description = ?3, vendor_config = ?4, unlock_password = ?5,"
        " user_backgrounds = ?6, background = ?7, dnd_alert = ?8 WHERE id = ?1",
        profile.id,
        profile.name,
        profile.description,
        profile.vendor_config,
        profile.unlock_password,
        profile.user_backgrounds,
        profile.background,
        profile.dnd_alert
    );
}

void delete_profile(Database& database, PhoneProfileId profile) {
    database.run("DELETE FROM phone_profile WHERE id = ?1", profile);
}

}  // namespace dialtone::db
