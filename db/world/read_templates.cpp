// Phone models, what belongs to them, and phone services.
#include "common/model/world.hpp"
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

#include <array>

namespace dialtone::db {

namespace {

ModelClass class_from(std::string_view text) {
    constexpr std::array<std::string_view, 5> kNames{"phone", "module", "softphone", "analog", "other"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == text) {
            return static_cast<ModelClass>(i);
        }
    }
    return ModelClass::other;
}

Protocol read_protocol(const Query& row, int column) {
    return protocol_from(row.text(column)).value_or(Protocol::sccp);
}

}  // namespace

std::vector<PhoneModel> read_models(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, short_name, class, protocols, family, line_keys, max_modules, module_keys,"
        " max_sccp_version, has_softkeys, has_display, vendor_class, typical_sccp_load, typical_sip_load,"
        " has_prompts, aligns_numbers FROM phone_model WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<PhoneModel>(database, range, kSql, [](const Query& row) {
        const auto protocols = row.text(4);
        return PhoneModel{
            .id = row.id<ModelId>(0),
            .name = row.text(1),
            .short_name = row.text(2),
            .kind = class_from(row.text(3)),
            .speaks_sccp = protocols.find("SCCP") != std::string::npos,
            .speaks_sip = protocols.find("SIP") != std::string::npos,
            .family = row.text(5),
            .line_keys = row.number<std::uint32_t>(6),
            .max_modules = row.number<std::uint32_t>(7),
            .module_keys = row.number<std::uint32_t>(8),
            .max_sccp_version = row.number<std::uint32_t>(9),
            .has_softkeys = row.flag(10),
            .has_display = row.flag(11),
            .has_prompts = row.flag(15),
            .aligns_numbers = row.flag(16),
            .vendor_class = row.text(12),
            .typical_sccp_load = row.text(13),
            .typical_sip_load = row.text(14)};
    });
}

std::vector<ButtonTemplate> read_button_templates(Database& database, KeyRange range) {
    auto templates = read_roots<ButtonTemplate>(
        database,
        range,
        "SELECT id, name, model, protocol, is_standard"
        " FROM button_template WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return ButtonTemplate{
                .id = row.id<ButtonTemplateId>(0),
                .name = row.text(1),
                .model = row.id<ModelId>(2),
                .protocol = read_protocol(row, 3),
                .is_standard = row.flag(4),
                .buttons = {}};
        }
    );
    read_children(
        database,
        range,
        templates,
        "SELECT template, position, feature, label FROM button_template_button"
        " WHERE template BETWEEN ?1 AND ?2 ORDER BY template, position",
        [](ButtonTemplate& root, const Query& row) {
            root.buttons.push_back({row.number<std::uint32_t>(1), row.text(2), row.text(3)});
        }
    );
    return templates;
}

std::vector<SoftkeyTemplate> read_softkey_templates(Database& database, KeyRange range) {
    auto templates = read_roots<SoftkeyTemplate>(
        database,
        range,
        "SELECT id, name, description, is_standard"
        " FROM softkey_template WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return SoftkeyTemplate{
                .id = row.id<SoftkeyTemplateId>(0),
                .name = row.text(1),
                .description = row.text(2),
                .is_standard = row.flag(3),
                .sets = {}};
        }
    );
    read_children(
        database,
        range,
        templates,
        "SELECT template, call_mode, softkey FROM softkey_template_key"
        " WHERE template BETWEEN ?1 AND ?2 ORDER BY template, call_mode, position",
        [](SoftkeyTemplate& root, const Query& row) {
            auto mode = row.text(1);
            if (root.sets.empty() || root.sets.back().call_mode != mode) {
                root.sets.push_back({std::move(mode), {}});
            }
            root.sets.back().keys.push_back(row.text(2));
        }
    );
    return templates;
}

std::vector<DeviceDefault> read_device_defaults(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT model, protocol, load, device_pool, button_template"
        " FROM device_default WHERE model BETWEEN ?1 AND ?2 ORDER BY model, protocol";
    return read_roots<DeviceDefault>(database, range, kSql, [](const Query& row) {
        return DeviceDefault{
            .model = row.id<ModelId>(0),
            .protocol = read_protocol(row, 1),
            .load = row.text(2),
            .pool = row.id<PoolId>(3),
            .button_template = row.id<ButtonTemplateId>(4)};
    });
}

std::vector<PhoneService> read_services(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, url, description, enterprise, enabled, priority"
        " FROM phone_service WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<PhoneService>(database, range, kSql, [](const Query& row) {
        return PhoneService{
            .id = row.id<ServiceId>(0),
            .name = row.text(1),
            .url = row.text(2),
            .description = row.text(3),
            .enterprise = row.flag(4),
            .enabled = row.flag(5),
            .priority = row.number<std::int32_t>(6)};
    });
}

}  // namespace dialtone::db
