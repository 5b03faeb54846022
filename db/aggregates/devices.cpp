#include "db/aggregates/devices.hpp"

#include "common/model/world.hpp"

namespace dialtone::db {

DeviceId insert_device(Database& database, const Device& device) {
    const auto id = database.integer(
        "INSERT INTO device (name, description, model, protocol, device_pool, button_template, "
        "softkey_template,"
        " location, load, user_locale, vendor_config, auto_registered, phone_profile, further_xml,"
        " max_sccp_version, sip_profile, security_profile, digest_user, digest_password)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"
        " RETURNING id",
        device.name,
        device.description,
        device.model,
        to_string(device.protocol),
        device.pool,
        device.button_template,
        device.softkey_template,
        device.location,
        device.load,
        device.user_locale,
        device.vendor_config,
        device.auto_registered,
        device.profile,
        device.further_xml,
        device.max_sccp_version,
        device.sip_profile,
        device.security_profile,
        device.digest_user,
        device.digest_password
    );
    return DeviceId{id.value()};
}

void update_device(Database& database, const Device& device) {
    database.run(
        "UPDATE device SET name = ?2, description = ?3, model = ?4, protocol = ?5, device_pool = ?6,"
        " button_template = ?7, softkey_template = ?8, location = ?9, load = ?10, user_locale = ?11,"
        " vendor_config = ?12, auto_registered = ?13, phone_profile = ?14, further_xml = ?15,"
        " max_sccp_version = ?16, sip_profile = ?17, security_profile = ?18, digest_user = ?19,"
        " digest_password = ?20 WHERE id = ?1",
        device.id,
        device.name,
        device.description,
        device.model,
        to_string(device.protocol),
        device.pool,
        device.button_template,
        device.softkey_template,
        device.location,
        device.load,
        device.user_locale,
        device.vendor_config,
        device.auto_registered,
        device.profile,
        device.further_xml,
        device.max_sccp_version,
        device.sip_profile,
        device.security_profile,
        device.digest_user,
        device.digest_password
    );
}

void delete_device(Database& database, DeviceId device) {
    database.run("DELETE FROM device WHERE id = ?1", device);
}

void put_modules(Database& database, DeviceId device, const std::vector<DeviceModule>& modules) {
    database.run("DELETE FROM device_module WHERE device = ?1", device);
    for (const auto& module : modules) {
        database.run(
            "INSERT INTO device_module (device, position, model, load) VALUES (?1, ?2, ?3, ?4)",
            device,
            module.position,
            module.model,
            module.load
        );
    }
}

void put_line(Database& database, DeviceId device, const LineAppearance& appearance) {
    database.run(
        "INSERT INTO line_appearance (device, line, directory_number, display, label, max_calls, "
        "busy_trigger,"
        " ring, external_mask) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        " ON CONFLICT (device, line) DO UPDATE SET directory_number = excluded.directory_number,"
        " display = excluded.display, label = excluded.label, max_calls = excluded.max_calls,"
        " busy_trigger = excluded.busy_trigger, ring = excluded.ring, external_mask = excluded.external_mask",
        device,
        appearance.line,
        appearance.number,
        appearance.display,
        appearance.label,
        appearance.max_calls,
        appearance.busy_trigger,
        appearance.ring,
        appearance.external_mask
    );
}

void delete_line(Database& database, DeviceId device, std::uint32_t line) {
    database.run("DELETE FROM line_appearance WHERE device = ?1 AND line = ?2", device, line);
}

}  // namespace dialtone::db
