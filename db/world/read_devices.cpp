#include "common/model/world.hpp"
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

#include <fmt/format.h>

namespace dialtone::db {

namespace {

DeviceName read_name(const std::string& text, Problems& problems) {
    const auto name = DeviceName::parse(text);
    if (!name) {
        problems.push_back(invalid(fmt::format("Device \"{}\": that is not a device name.", text)));
    }
    return name.value_or(DeviceName{});
}

std::vector<Device> read_bare_devices(Database& database, KeyRange range, Problems& problems) {
    constexpr auto kSql =
        "SELECT id, name, description, model, protocol, device_pool, button_template, softkey_template,"
        " location, load, user_locale, vendor_config, auto_registered, phone_profile, further_xml,"
        " max_sccp_version, sip_profile, security_profile, digest_user, digest_password"
        " FROM device WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<Device>(database, range, kSql, [&](const Query& row) {
        return Device{
            .id = row.id<DeviceId>(0),
            .name = read_name(row.text(1), problems),
            .description = row.text(2),
            .model = row.id<ModelId>(3),
            .protocol = protocol_from(row.text(4)).value_or(Protocol::sccp),
            .pool = row.id<PoolId>(5),
            .button_template = row.id<ButtonTemplateId>(6),
            .softkey_template = row.id<SoftkeyTemplateId>(7),
            .location = row.id<LocationId>(8),
            .load = row.text(9),
            .user_locale = row.text(10),
            .vendor_config = row.text(11),
            .auto_registered = row.flag(12),
            .lines = {},
            .speed_dials = {},
            .services = {},
            .profile = row.id<PhoneProfileId>(13),
            .further_xml = row.text(14),
            .modules = {},
            .max_sccp_version = row.number<std::uint32_t>(15),
            .sip_profile = row.id<SipProfileId>(16),
            .security_profile = row.id<SecurityProfileId>(17),
            .digest_user = row.text(18),
            .digest_password = row.text(19)};
    });
}

void add_line(Device& device, const Query& row) {
    device.lines.push_back(
        {.line = row.number<std::uint32_t>(1),
         .number = row.id<DirectoryNumberId>(2),
         .display = row.text(3),
         .label = row.text(4),
         .max_calls = row.number<std::uint32_t>(5),
         .busy_trigger = row.number<std::uint32_t>(6),
         .ring = row.text(7),
         .external_mask = row.text(8)}
    );
}

}  // namespace

std::vector<Device> read_devices(Database& database, KeyRange range, Problems& problems) {
    auto devices = read_bare_devices(database, range, problems);
    read_children(
        database,
        range,
        devices,
        "SELECT device, line, directory_number, display, label, max_calls, busy_trigger, ring, external_mask"
        " FROM line_appearance WHERE device BETWEEN ?1 AND ?2 ORDER BY device, line",
        add_line
    );
    read_children(
        database,
        range,
        devices,
        "SELECT device, position, number, label, is_blf"
        " FROM speed_dial WHERE device BETWEEN ?1 AND ?2 ORDER BY device, position",
        [](Device& device, const Query& row) {
            device.speed_dials.push_back({row.number<std::uint32_t>(1), row.text(2), row.text(3), row.flag(4)}
            );
        }
    );
    read_children(
        database,
        range,
        devices,
        "SELECT device, service, position, label"
        " FROM service_subscription WHERE device BETWEEN ?1 AND ?2 ORDER BY device, service",
        [](Device& device, const Query& row) {
            device.services.push_back({row.id<ServiceId>(1), row.number<std::uint32_t>(2), row.text(3)});
        }
    );
    read_children(
        database,
        range,
        devices,
        "SELECT device, position, model, load"
        " FROM device_module WHERE device BETWEEN ?1 AND ?2 ORDER BY device, position",
        [](Device& device, const Query& row) {
            device.modules.push_back({row.number<std::uint32_t>(1), row.id<ModelId>(2), row.text(3)});
        }
    );
    return devices;
}

}  // namespace dialtone::db
