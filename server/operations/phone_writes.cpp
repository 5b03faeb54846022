#include "server/operations/phones.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/devices.hpp"
#include "db/aggregates/numbers.hpp"
#include "db/lease_store.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/findings.hpp"
#include "server/operations/loads.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/numbering.hpp"
#include "server/operations/phone_edit.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"
#include "server/operations/vendor_edit.hpp"
#include "server/sccp/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::operations {

namespace {

/// The name that --mac or --name give.
Outcome<DeviceName> name_for_new(const World& world, const Call& call) {
    if (!call.has("mac") && !call.has("name")) {
        if (const auto name = third_party_name(world, call)) {
            return *name;
        }
    }
    if (call.has("mac") == call.has("name")) {
        return invalid("Say which phone it is: --mac MAC as on its label, or --name NAME.");
    }
    if (call.has("name")) {
        const auto name = DeviceName::parse(call.text("name"));
        if (!name) {
            return invalid(
                "A device name has 1 to 15 of the characters A-Z, 0-9, ., _ and -; a desk phone's is SEP and "
                "its MAC."
            );
        }
        return *name;
    }
    const auto mac = MacAddress::parse(call.text("mac"));
    if (!mac) {
        return invalid(fmt::format(
            "\"{}\" is not a MAC address: twelve hexadecimal digits, as on the phone's label, such as "
            "00:11:22:33:44:55.",
            call.text("mac")
        ));
    }
    return DeviceName::of(*mac);
}

Outcome<void> check_free(const World& world, const DeviceName& name) {
    const auto* known = world.find_device(name);
    if (known == nullptr) {
        return {};
    }
    const auto numbers = numbers_of(world, *known);
    return conflict(fmt::format(
        "There is a phone {} already ({}{}). Change it with `dialtone phone set {}`.",
        name.text(),
        name_or_unknown(world.models, known->model),
        numbers.empty() ? "" : ", number " + numbers,
        name.text()
    ));
}

/// What the phone's own DHCP request said of its model; null when we never leased to it.
const PhoneModel* model_by_lease(const World& world, const Session& session, const DeviceName& name) {
    const auto mac = name.mac();
    const auto leases = db::list_leases(session.directory());
    if (!mac || !leases) {
        return nullptr;
    }
    for (const auto& lease : *leases) {
        if (lease.mac == *mac && !lease.vendor_class.empty()) {
            return world.model_by_vendor_class(lease.vendor_class);
        }
    }
    return nullptr;
}

/// --protocol if the model speaks it; else the only one it speaks; else the enterprise parameter's.
Outcome<Protocol> protocol_for(const World& world, const Call& call, const PhoneModel& model) {
    const auto said = call.has("protocol") ? protocol_from(call.text("protocol")) : std::nullopt;
    if (said) {
        if (model.speaks(*said)) {
            return *said;
        }
        return conflict(fmt::format("A {} does not speak {}.", model.name, to_string(*said)));
    }
    if (!model.speaks_sccp && !model.speaks_sip) {
        return conflict(
            fmt::format("A {} speaks neither SCCP nor SIP, so it cannot register here.", model.name)
        );
    }
    if (model.speaks_sccp && model.speaks_sip) {
        const auto preferred =
            protocol_from(world.parameter("enterprise/auto-registration-phone-protocol", "SCCP"));
        return preferred.value_or(Protocol::sccp);
    }
    return model.speaks_sccp ? Protocol::sccp : Protocol::sip;
}

/// The model's default template, or one with more line buttons when `lines` needs them.
const ButtonTemplate* template_for(const World& world, const Device& device, std::uint32_t lines) {
    const ButtonTemplate* found = nullptr;
    const auto* defaults = world.device_defaults.find({device.model, device.protocol});
    if (defaults != nullptr && defaults->button_template.is_set()) {
        found = world.button_templates.find(defaults->button_template);
    }
    for (const auto* buttons : by_name(world.button_templates)) {
        const bool is_standard =
            buttons->is_standard && buttons->model == device.model && buttons->protocol == device.protocol;
        found = found == nullptr && is_standard ? buttons : found;
    }
    if (found != nullptr && line_buttons(*found) >= lines) {
        return found;
    }
    const auto* roomy = template_with_lines(world, device.model, device.protocol, lines);
    return roomy == nullptr ? found : roomy;
}

Outcome<void> use_named_template(const World& world, std::string_view name, Device& device) {
    DIALTONE_TRY(const auto* buttons, find_named(world.button_templates, name, "phone button template"));
    if (buttons->model != device.model || buttons->protocol != device.protocol) {
        return conflict(fmt::format(
            "The button template {} is for a {} with {}, not for a {} with {}.",
            buttons->name,
            name_or_unknown(world.models, buttons->model),
            to_string(buttons->protocol),
            name_or_unknown(world.models, device.model),
            to_string(device.protocol)
        ));
    }
    device.button_template = buttons->id;
    return {};
}

/// @param lines that the template needs buttons for when none is named.
Outcome<void> use_default_template(const World& world, std::uint32_t lines, Device& device) {
    const auto* buttons = template_for(world, device, lines);
    if (buttons == nullptr) {
        return conflict(fmt::format(
            "There is no standard button template for a {} with {}. Name one: --template.",
            name_or_unknown(world.models, device.model),
            to_string(device.protocol)
        ));
    }
    device.button_template = buttons->id;
    return {};
}

Outcome<void> edit_references(const World& world, const Call& call, Device& device) {
    if (call.has("pool")) {
        DIALTONE_TRY(const auto* pool, find_named(world.pools, call.text("pool"), "device pool"));
        device.pool = pool->id;
    }
    if (call.has("softkeys")) {
        device.softkey_template = {};
        if (!call.text("softkeys").empty()) {
            DIALTONE_TRY(
                const auto* keys,
                find_named(world.softkey_templates, call.text("softkeys"), "softkey template")
            );
            device.softkey_template = keys->id;
        }
    }
    if (call.has("profile")) {
        device.profile = {};
        if (!call.text("profile").empty()) {
            DIALTONE_TRY(
                const auto* profile,
                find_named(world.phone_profiles, call.text("profile"), "common phone profile")
            );
            device.profile = profile->id;
        }
    }
    if (call.has("location")) {
        device.location = {};
        if (!call.text("location").empty()) {
            DIALTONE_TRY(
                const auto* location, find_named(world.locations, call.text("location"), "location")
            );
            device.location = location->id;
        }
    }
    return {};
}

Outcome<void> edit_texts(const Call& call, Device& device) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_TRY(const auto load, load_name_of(call));
    DIALTONE_TRY(const auto locale, text_of(call, "locale", 64));
    device.description = description.value_or(device.description);
    device.load = load.value_or(device.load);
    device.user_locale = locale.value_or(device.user_locale);
    DIALTONE_TRY(const auto version, integer_of(call, "max-version", 0, sccp::kHighestVersion));
    if (version && *version != 0 && *version < sccp::kLowestVersion) {
        return invalid("--max-version: 3 is the lowest SCCP version there is; 0 leaves it to the model.");
    }
    device.max_sccp_version = static_cast<std::uint32_t>(version.value_or(device.max_sccp_version));
    return edit_vendor_config(call, device.vendor_config);
}

/// What --model says, else what the phone itself said to DHCP.
Outcome<const PhoneModel*> model_for_new(
    const World& world, const Session& session, const Call& call, const DeviceName& name
) {
    if (call.has("model")) {
        return find_model(world, call.text("model"));
    }
    const auto* model = model_by_lease(world, session, name);
    if (model == nullptr) {
        return invalid(fmt::format(
            "Say which model it is: --model 7965. {} has not asked for an address here, which would tell.",
            name.text()
        ));
    }
    return model;
}

/// The device default's pool, else the one called Default; unset when there is neither.
PoolId default_pool(const World& world, const Device& device) {
    if (const auto* defaults = world.device_defaults.find({device.model, device.protocol})) {
        return defaults->pool;
    }
    const auto* pool = world.find_pool("Default");
    return pool == nullptr ? PoolId{} : pool->id;
}

Outcome<Device> draft(const World& world, Session& session, const Call& call) {
    Device device;
    DIALTONE_TRY(device.name, name_for_new(world, call));
    DIALTONE_CHECK(check_free(world, device.name));
    DIALTONE_TRY(const auto* model, model_for_new(world, session, call, device.name));
    device.model = model->id;
    DIALTONE_TRY(device.protocol, protocol_for(world, call, *model));
    device.pool = default_pool(world, device);
    DIALTONE_CHECK(edit_references(world, call, device));
    if (!device.pool.is_set()) {
        return conflict("There is no device default for this model and no pool Default. Name a pool: --pool."
        );
    }
    if (call.has("template")) {
        DIALTONE_CHECK(use_named_template(world, call.text("template"), device));
    } else {
        const auto lines = static_cast<std::uint32_t>(call.all("dn").size());
        DIALTONE_CHECK(use_default_template(world, lines, device));
    }
    DIALTONE_CHECK(edit_texts(call, device));
    DIALTONE_CHECK(edit_sip(session, world, call, device));
    DIALTONE_CHECK(edit_modules(world, call, device));
    DIALTONE_CHECK(edit_further_xml(world, call, device));
    return device;
}

Outcome<void> add_lines(Session& session, const World& world, const Call& call, const Device& device) {
    const auto& patterns = call.all("dn");
    const auto* buttons = world.button_templates.find(device.button_template);
    DIALTONE_TRY(const auto partition, partition_of(world, call));
    std::uint32_t position = 0;
    for (const auto& pattern : patterns) {
        ++position;
        if (std::count(patterns.begin(), patterns.end(), pattern) > 1) {
            return invalid(
                fmt::format("--dn {} is said twice; a phone has a number on one line only.", pattern)
            );
        }
        DIALTONE_CHECK(check_line_fits(world, *buttons, position));
        LineAppearance line;
        line.line = position;
        if (position == 1) {
            DIALTONE_CHECK(edit_appearance(call, line));
        }
        DIALTONE_TRY(line.number, obtain_number(session, world, {pattern, partition, call.has("shared")}));
        db::put_line(session.database(), device.id, line);
    }
    return {};
}

/// Where the phone will go, or why it cannot.
std::string destination(const World& world, const Device& device) {
    const auto nodes = world.nodes_of(device);
    if (nodes.empty()) {
        return "Its Call Manager group has no members yet, so it has nowhere to register: see `dialtone "
               "check`.";
    }
    std::vector<std::string> names;
    for (const auto* node : nodes) {
        names.push_back(
            node->address.is_unspecified() ? node->name : node->name + " (" + node->address.to_string() + ")"
        );
    }
    return "It registers with " + joined(names, "or else") + ".";
}

Report made(const World& world, const Device& device, std::string_view what) {
    Report report;
    report.properties = {
        {"name", "Name", device.name.text()},
        {"model", "Model", name_or_unknown(world.models, device.model)},
        {"protocol", "Protocol", std::string{to_string(device.protocol)}},
        {"dn", "Number", numbers_of(world, device)},
        {"pool", "Device pool", name_or_unknown(world.pools, device.pool)},
        {"button_template", "Buttons", name_or_unknown(world.button_templates, device.button_template)},
    };
    const auto unserved = unserved_sentence(world, device);
    report.remarks.push_back(fmt::format(
        "{} is {}. {}", device.name.text(), what, unserved.empty() ? destination(world, device) : unserved
    ));
    return report;
}

/// With a word about the load, if the call chose one.
Outcome<Report> made_from_database(
    Session& session, const Call& call, const DeviceName& name, std::string_view what
) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    auto report = made(*world, *world->find_device(name), what);
    if (!call.text("load").empty()) {
        DIALTONE_TRY(const auto* node, node_with_files(*world, {}));
        report.remarks.push_back(load_remark(*with_loads(session, world, node), call.text("load")));
    }
    return report;
}

/// Another model or protocol brings its own template and must still have a button for every line.
Outcome<void> edit_kind(const World& world, const Call& call, Device& device) {
    const auto before = device;
    const auto* model = world.models.find(device.model);
    if (call.has("model")) {
        DIALTONE_TRY(model, find_model(world, call.text("model")));
        device.model = model->id;
    }
    if (call.has("protocol") || (model != nullptr && !model->speaks(device.protocol))) {
        DIALTONE_TRY(device.protocol, protocol_for(world, call, *model));
    }
    const bool is_other = device.model != before.model || device.protocol != before.protocol;
    if (device.protocol != before.protocol && !call.has("load")) {
        device.load.clear();  // an image speaks one protocol
    }
    const auto lines = device.lines.empty() ? 0U : device.lines.back().line;
    if (call.has("template")) {
        DIALTONE_CHECK(use_named_template(world, call.text("template"), device));
    } else if (is_other) {
        DIALTONE_CHECK(use_default_template(world, lines, device));
    }
    const auto* buttons = world.button_templates.find(device.button_template);
    if (buttons != nullptr && device.button_template != before.button_template && lines > 0) {
        DIALTONE_CHECK(check_line_fits(world, *buttons, lines));
    }
    return {};
}

}  // namespace

Outcome<Report> add_phone(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(auto device, draft(*world, session, call));
    device.id = db::insert_device(session.database(), device);
    db::put_modules(session.database(), device.id, device.modules);
    DIALTONE_CHECK(add_lines(session, *world, call, device));
    DIALTONE_TRY(auto report, made_from_database(session, call, device.name, "ready"));
    if (is_third_party(*world, device)) {
        DIALTONE_TRY(const auto after, session.world());
        const auto access = access_of(*after, device);
        report.properties.insert(report.properties.end(), access.begin(), access.end());
        report.remarks.emplace_back(
            "Type server, user and password into it; the number is its user part. The password is not shown "
            "again: `--digest-password` gives another."
        );
    }
    return report;
}

Outcome<Report> set_phone(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_device(*world, call.text("name")));
    auto device = *known;
    if (call.has("mac")) {
        const auto mac = MacAddress::parse(call.text("mac"));
        if (!mac) {
            return invalid(fmt::format("\"{}\" is not a MAC address.", call.text("mac")));
        }
        if (DeviceName::of(*mac) != device.name) {
            if (device.digest_user == device.name.text()) {
                device.digest_user = DeviceName::of(*mac).text();
            }
            device.name = DeviceName::of(*mac);
            DIALTONE_CHECK(check_free(*world, device.name));
        }
    }
    DIALTONE_CHECK(edit_references(*world, call, device));
    DIALTONE_CHECK(edit_texts(call, device));
    DIALTONE_CHECK(edit_kind(*world, call, device));
    DIALTONE_CHECK(edit_sip(session, *world, call, device));
    DIALTONE_CHECK(edit_modules(*world, call, device));
    DIALTONE_CHECK(edit_further_xml(*world, call, device));
    DIALTONE_TRY(const auto remarks, protocol_change(session, world, call, *known, device));
    if (device == *known) {
        return made(*world, device, "as it was");
    }
    db::update_device(session.database(), device);
    if (device.modules != known->modules) {
        db::put_modules(session.database(), device.id, device.modules);
    }
    DIALTONE_TRY(auto report, made_from_database(session, call, device.name, "changed"));
    report.remarks.insert(report.remarks.end(), remarks.begin(), remarks.end());
    if (is_third_party(*world, device) && device.digest_password != known->digest_password) {
        const auto access = access_of(*world, device);
        report.properties.insert(report.properties.end(), access.begin(), access.end());
    }
    return report;
}

Outcome<Report> remove_phone(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("name")));
    db::delete_device(session.database(), device->id);
    std::vector<std::string> freed;
    for (const auto& line : device->lines) {
        const auto* number = world->numbers.find(line.number);
        const bool is_gone = number != nullptr && !call.has("keep-numbers") &&
                             db::delete_unused_number(session.database(), line.number);
        if (is_gone) {
            freed.push_back(spoken(*world, *number));
        }
    }
    auto sentence = fmt::format("{} is removed.", device->name.text());
    if (!freed.empty()) {
        sentence += fmt::format(" {} {} free again.", joined(freed), freed.size() == 1 ? "is" : "are");
    }
    return Report::of(std::move(sentence));
}

}  // namespace dialtone::operations
