#include "db/auto_registration_making.hpp"

#include "common/error/try.hpp"
#include "common/model/world.hpp"

#include <fmt/format.h>

#include <optional>

namespace dialtone::db {

namespace {

constexpr std::size_t kMaxName = 64;

std::optional<std::int64_t> standard_template(Database& database, const AutoRegisterRequest& request) {
    return database.integer(
        "SELECT id FROM button_template WHERE model = ?1 AND protocol = ?2 ORDER BY is_standard DESC, id "
        "LIMIT 1",
        request.model,
        to_string(request.protocol)
    );
}

Refusal no_defaults(std::string sentence) {
    return {AutoRegisterRefusal::no_defaults, std::move(sentence)};
}

/// The pool called what the template's rule makes for this phone; unset when the rule is empty.
Found<PoolId> find_pool(Database& database, std::string_view rule, const NamingFacts& facts) {
    if (rule.empty()) {
        return PoolId{};
    }
    const auto name = expand_naming_rule(rule, facts, kMaxName);
    const auto id = database.integer("SELECT id FROM device_pool WHERE name = ?1", name);
    if (!id) {
        return no_defaults(
            fmt::format("The universal device template names the device pool {}, which does not exist.", name)
        );
    }
    return PoolId{*id};
}

/// Unset when the rule is empty or makes no name of a template for this model: "All Lines {model} {protocol}"
/// does so for models with many keys alone.
ButtonTemplateId find_button_template(
    Database& database, const AutoRegisterRequest& request, std::string_view rule, const NamingFacts& facts
) {
    const auto id = database.integer(
        "SELECT id FROM button_template WHERE name = ?1 AND model = ?2 AND protocol = ?3",
        expand_naming_rule(rule, facts, kMaxName),
        request.model,
        to_string(request.protocol)
    );
    return ButtonTemplateId{id.value_or(0)};
}

/// A device must be served by the node at which it appeared.
Found<void> check_pool(Database& database, PoolId pool, NodeId node) {
    auto rows = database.query(
        "SELECT name, EXISTS (SELECT 1 FROM cm_group_member"
        " WHERE cm_group_member.cm_group = device_pool.cm_group AND cm_group_member.node = ?2)"
        " FROM device_pool WHERE id = ?1",
        pool,
        node
    );
    if (!rows.next()) {
        return no_defaults("The device pool for phones of this model does not exist.");
    }
    if (!rows.flag(1)) {
        return no_defaults(fmt::format(
            "Phones of this model go to the device pool {}, whose Call Manager group lacks this node.",
            rows.text(0)
        ));
    }
    return {};
}

UniversalDeviceTemplate find_device_template(Database& database, UniversalDeviceTemplateId id) {
    auto rows = database.query(
        "SELECT description, pool, button_template, softkey_template, location, phone_profile, user_locale"
        " FROM universal_device_template WHERE id = ?1",
        id
    );
    if (!rows.next()) {
        return {};
    }
    return {
        .id = id,
        .name = {},
        .description = rows.text(0),
        .pool = rows.text(1),
        .button_template = rows.text(2),
        .softkey_template = rows.id<SoftkeyTemplateId>(3),
        .location = rows.id<LocationId>(4),
        .profile = rows.id<PhoneProfileId>(5),
        .user_locale = rows.text(6)};
}

/// What the model's device default says, without looking whether it will do.
Making find_defaults(Database& database, const AutoRegisterRequest& request) {
    auto rows = database.query(
        "SELECT device_pool, button_template FROM device_default WHERE model = ?1 AND protocol = ?2",
        request.model,
        to_string(request.protocol)
    );
    if (!rows.next()) {
        return {};
    }
    return {.pool = rows.id<PoolId>(0), .button_template = rows.id<ButtonTemplateId>(1), .device = {}};
}

}  // namespace

Found<Making> find_making(
    Database& database,
    const AutoRegisterRequest& request,
    UniversalDeviceTemplateId device_template,
    const std::string& model,
    const NamingFacts& facts
) {
    auto making = find_defaults(database, request);
    making.device = find_device_template(database, device_template);
    const auto& rules = making.device;
    DIALTONE_TRY(const auto pool, find_pool(database, rules.pool, facts));
    making.pool = pool.is_set() ? pool : making.pool;
    if (!making.pool.is_set()) {
        return no_defaults(fmt::format("The phone model {} has no device default.", model));
    }
    DIALTONE_CHECK(check_pool(database, making.pool, request.node));
    const auto buttons = find_button_template(database, request, rules.button_template, facts);
    making.button_template = buttons.is_set() ? buttons : making.button_template;
    if (!making.button_template.is_set()) {
        making.button_template = ButtonTemplateId{standard_template(database, request).value_or(0)};
    }
    if (!making.button_template.is_set()) {
        return no_defaults(fmt::format("The phone model {} has no phone button template.", model));
    }
    return making;
}

UniversalLineTemplate find_line_template(Database& database, UniversalLineTemplateId id) {
    auto rows = database.query(
        "SELECT description, partition_id, alerting_name, display, label, max_calls, busy_trigger, ring,"
        " external_mask, calling_search_space FROM universal_line_template WHERE id = ?1",
        id
    );
    if (!rows.next()) {
        return {};
    }
    return {
        .id = id,
        .name = {},
        .description = rows.text(0),
        .partition = rows.id<PartitionId>(1),
        .alerting_name = rows.text(2),
        .display = rows.text(3),
        .label = rows.text(4),
        .max_calls = rows.number<std::uint32_t>(5),
        .busy_trigger = rows.number<std::uint32_t>(6),
        .ring = rows.text(7),
        .external_mask = rows.text(8),
        .search_space = rows.id<CallingSearchSpaceId>(9)};
}

}  // namespace dialtone::db
