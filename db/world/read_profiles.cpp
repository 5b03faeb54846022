// What phones share besides their pool, and what new ones are made like.
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

namespace dialtone::db {

std::vector<EnterprisePhone> read_enterprise_phone(Database& database, KeyRange range) {
    return read_roots<EnterprisePhone>(
        database,
        range,
        "SELECT id, vendor_config FROM enterprise_phone WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return EnterprisePhone{row.id<EnterprisePhoneId>(0), row.text(1)};
        }
    );
}

std::vector<PhoneProfile> read_phone_profiles(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, description, vendor_config, unlock_password, user_backgrounds, background, "
        "dnd_alert"
        " FROM phone_profile WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<PhoneProfile>(database, range, kSql, [](const Query& row) {
        return PhoneProfile{
            .id = row.id<PhoneProfileId>(0),
            .name = row.text(1),
            .description = row.text(2),
            .vendor_config = row.text(3),
            .unlock_password = row.text(4),
            .user_backgrounds = row.flag(5),
            .background = row.text(6),
            .dnd_alert = row.text(7)};
    });
}

std::vector<UniversalDeviceTemplate> read_universal_device_templates(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, description, pool, button_template, softkey_template, location, phone_profile,"
        " user_locale FROM universal_device_template WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<UniversalDeviceTemplate>(database, range, kSql, [](const Query& row) {
        return UniversalDeviceTemplate{
            .id = row.id<UniversalDeviceTemplateId>(0),
            .name = row.text(1),
            .description = row.text(2),
            .pool = row.text(3),
            .button_template = row.text(4),
            .softkey_template = row.id<SoftkeyTemplateId>(5),
            .location = row.id<LocationId>(6),
            .profile = row.id<PhoneProfileId>(7),
            .user_locale = row.text(8)};
    });
}

std::vector<UniversalLineTemplate> read_universal_line_templates(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, description, partition_id, alerting_name, display, label, max_calls, busy_trigger, "
        "ring, external_mask, calling_search_space"
        " FROM universal_line_template WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<UniversalLineTemplate>(database, range, kSql, [](const Query& row) {
        return UniversalLineTemplate{
            .id = row.id<UniversalLineTemplateId>(0),
            .name = row.text(1),
            .description = row.text(2),
            .partition = row.id<PartitionId>(3),
            .alerting_name = row.text(4),
            .display = row.text(5),
            .label = row.text(6),
            .max_calls = row.number<std::uint32_t>(7),
            .busy_trigger = row.number<std::uint32_t>(8),
            .ring = row.text(9),
            .external_mask = row.text(10),
            .search_space = row.id<CallingSearchSpaceId>(11)};
    });
}

}  // namespace dialtone::db
