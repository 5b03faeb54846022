#include "server/operations/universal_templates.hpp"

#include "common/error/try.hpp"
#include "common/model/naming_rule.hpp"
#include "db/aggregates/universal_templates.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/naming_rules.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kDeviceTemplate = "universal device template";

Cell or_unset(std::string text) {
    return text.empty() ? Cell{} : Cell{std::move(text)};
}

Report report_of(const World& world, const UniversalDeviceTemplate& row) {
    Report report;
    const auto* softkeys = world.softkey_templates.find(row.softkey_template);
    const auto* location = world.locations.find(row.location);
    const auto* profile = world.phone_profiles.find(row.profile);
    report.properties = {
        {"name", "Name", row.name},
        {"description", "Description of phones", row.description},
        {"pool", "Device pool", or_unset(row.pool)},
        {"button_template", "Buttons", or_unset(row.button_template)},
        {"softkey_template", "Softkeys", softkeys == nullptr ? Cell{} : Cell{softkeys->name}},
        {"location", "Location", location == nullptr ? Cell{} : Cell{location->name}},
        {"profile", "Profile", profile == nullptr ? Cell{} : Cell{profile->name}},
        {"user_locale", "Locale", or_unset(row.user_locale)},
        {"nodes", "Used at", or_unset(users_of(world, &AutoRegistration::device_template, row.id))},
    };
    return report;
}

Outcome<Report> list_device_templates(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "device_templates";
    table.columns = {
        {"name", "NAME", 1},
        {"description", "DESCRIPTION", 2},
        {"pool", "POOL", 2},
        {"button_template", "BUTTONS", 3},
        {"nodes", "USED AT", 2}};
    table.none = "There is none: new phones are made by their model's device default.";
    for (const auto* row : by_name(world->universal_device_templates)) {
        table.rows.push_back(
            {row->name,
             row->description,
             or_unset(row->pool),
             or_unset(row->button_template),
             or_unset(users_of(*world, &AutoRegistration::device_template, row->id))}
        );
    }
    return Report::of(std::move(table));
}

Outcome<Report> show_device_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(
        const auto* row, find_named(world->universal_device_templates, call.text("name"), kDeviceTemplate)
    );
    return report_of(*world, *row);
}

/// The id of what an argument names; "" unsets it.
template <class Key, class Row>
Outcome<void> edit_reference(
    const Table<Key, Row>& table, const Call& call, std::string_view name, std::string_view what, Key& id
) {
    if (!call.has(name)) {
        return {};
    }
    id = {};
    if (!call.text(name).empty()) {
        DIALTONE_TRY(const auto* row, find_named(table, call.text(name), what));
        id = row->id;
    }
    return {};
}

Outcome<void> edit_device_template(const World& world, const Call& call, UniversalDeviceTemplate& row) {
    DIALTONE_TRY(const auto description, rule_of(call, "description", 128));
    DIALTONE_TRY(const auto pool, rule_of(call, "pool", 64));
    DIALTONE_TRY(const auto buttons, rule_of(call, "template", 64));
    DIALTONE_TRY(const auto locale, text_of(call, "locale", 64));
    if (pool && !pool->empty() && is_plain_naming_rule(*pool)) {
        DIALTONE_CHECK(find_named(world.pools, *pool, "device pool"));
    }
    if (buttons && !buttons->empty() && is_plain_naming_rule(*buttons)) {
        DIALTONE_CHECK(find_named(world.button_templates, *buttons, "phone button template"));
    }
    row.description = description.value_or(row.description);
    row.pool = pool.value_or(row.pool);
    row.button_template = buttons.value_or(row.button_template);
    row.user_locale = locale.value_or(row.user_locale);
    DIALTONE_CHECK(
        edit_reference(world.softkey_templates, call, "softkeys", "softkey template", row.softkey_template)
    );
    DIALTONE_CHECK(edit_reference(world.locations, call, "location", "location", row.location));
    return edit_reference(world.phone_profiles, call, "profile", "common phone profile", row.profile);
}

Outcome<Report> written_device_template(Session& session, const std::string& name, std::string_view remark) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* row, find_named(world->universal_device_templates, name, kDeviceTemplate));
    auto report = report_of(*world, *row);
    report.remarks.emplace_back(remark);
    return report;
}

Outcome<Report> add_device_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    UniversalDeviceTemplate row;
    row.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->universal_device_templates, row.name, kDeviceTemplate, 50));
    DIALTONE_CHECK(edit_device_template(*world, call, row));
    db::insert_device_template(session.database(), row);
    return written_device_template(
        session, row.name, "It is ready: `dialtone autoreg set --device-template` uses it at a node."
    );
}

Outcome<Report> set_device_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(
        const auto* known, find_named(world->universal_device_templates, call.text("name"), kDeviceTemplate)
    );
    auto row = *known;
    DIALTONE_CHECK(edit_device_template(*world, call, row));
    if (row != *known) {
        db::update_device_template(session.database(), row);
    }
    return written_device_template(session, row.name, "Phones that are there already stay as they are.");
}

Outcome<Report> remove_device_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(
        const auto* row, find_named(world->universal_device_templates, call.text("name"), kDeviceTemplate)
    );
    if (const auto users = users_of(*world, &AutoRegistration::device_template, row->id); !users.empty()) {
        return template_in_use(kDeviceTemplate, row->name, users, "device-template");
    }
    db::delete_device_template(session.database(), row->id);
    return Report::of(fmt::format("Universal device template {} is removed.", row->name));
}

constexpr Argument kNewName{"name", Shape::positional, "TEMPLATE", "name of the new template"};
constexpr Argument kDeviceName{
    "name", Shape::positional, "TEMPLATE", "name of the template", Names::device_template};
constexpr Argument kDescription{
    "description", Shape::value, "RULE", "of the phone, such as \"{model} at {node}\"; else \"Auto {dn}\""};
constexpr Argument kPool{
    "pool", Shape::value, "RULE", "device pool by name; \"\" for the model's", Names::pool};
constexpr Argument kButtons{
    "template", Shape::value, "RULE", "buttons, such as \"All Lines {model} {protocol}\"; \"\": the model's"};
constexpr Argument kSoftkeys{
    "softkeys", Shape::value, "TEMPLATE", "\"\" for Standard User", Names::softkey_template};
constexpr Argument kLocation{"location", Shape::value, "LOCATION", "\"\" for the pool's", Names::location};
constexpr Argument kProfile{"profile", Shape::value, "PROFILE", "\"\" for the standard one", Names::profile};
constexpr Argument kLocale{"locale", Shape::value, "LOCALE", "user locale, such as German_Germany"};

constexpr std::array kAddDevice{
    kNewName, kDescription, kPool, kButtons, kSoftkeys, kLocation, kProfile, kLocale};
constexpr std::array kSetDevice{
    kDeviceName, kDescription, kPool, kButtons, kSoftkeys, kLocation, kProfile, kLocale};
constexpr std::array kDevice{kDeviceName};

constexpr std::array kDeviceTemplates{
    Operation{
        "device-template",
        "list",
        "Universal device templates: what new phones are like",
        {},
        "dialtone device-template list",
        Access::read,
        list_device_templates},
    Operation{
        "device-template",
        "show",
        "One universal device template",
        kDevice,
        "dialtone device-template show Lobby",
        Access::read,
        show_device_template},
    Operation{
        "device-template",
        "add",
        "Make a template for phones that register themselves",
        kAddDevice,
        "dialtone device-template add Lobby --description \"{model} {dn}\" --pool Default",
        Access::write,
        add_device_template},
    Operation{
        "device-template",
        "set",
        "Change a template; what is not named stays",
        kSetDevice,
        "dialtone device-template set Lobby --template \"All Lines {model} {protocol}\"",
        Access::write,
        set_device_template},
    Operation{
        "device-template",
        "remove",
        "Remove a template that no node uses",
        kDevice,
        "dialtone device-template remove Lobby",
        Access::write,
        remove_device_template},
};

}  // namespace

std::span<const Operation> device_template_operations() {
    return kDeviceTemplates;
}

}  // namespace dialtone::operations
