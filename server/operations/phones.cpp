#include "server/operations/phones.hpp"

#include "common/error/try.hpp"
#include "common/time/format.hpp"
#include "db/journal_reader.hpp"
#include "server/journal/steps.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/findings.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/pending_change.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

namespace dialtone::operations {

namespace {

constexpr std::size_t kStepsShown = 8;

using Registrations = std::map<DeviceName, db::ListedRegistration>;

/// "" of a text is "not set" for JSON.
Cell or_unset(std::string text) {
    return text.empty() ? Cell{} : Cell{std::move(text)};
}

Cell since_cell(WallTime since, WallTime now) {
    return now > since ? to_human(std::chrono::duration_cast<Duration>(now - since)) : std::string{"now"};
}

struct Filter {
    const DevicePool* pool = nullptr;
    const PhoneModel* model = nullptr;
    std::string state;

    [[nodiscard]] bool accepts(const Device& device, bool is_registered) const {
        return (pool == nullptr || device.pool == pool->id) &&
               (model == nullptr || device.model == model->id) &&
               (state.empty() || is_registered == (state == "registered"));
    }
};

Outcome<Filter> filter_of(const World& world, const Call& call) {
    Filter filter;
    if (call.has("pool")) {
        DIALTONE_TRY(filter.pool, find_named(world.pools, call.text("pool"), "device pool"));
    }
    if (call.has("model")) {
        DIALTONE_TRY(filter.model, find_model(world, call.text("model")));
    }
    filter.state = call.text("state");
    return filter;
}

std::vector<Cell> phone_row(
    const World& world, const Device& device, const db::ListedRegistration* at, WallTime now
) {
    const auto* model = world.models.find(device.model);
    std::vector<Cell> row{
        device.name.text(),
        device.description,
        model == nullptr ? "?" : model->short_name,
        std::string{to_string(device.protocol)},
        numbers_of(world, device),
        name_or_unknown(world.pools, device.pool),
        device.auto_registered,
        std::string{at == nullptr ? "absent" : "registered"},
    };
    if (at == nullptr) {
        row.insert(row.end(), {std::string{"absent"}, Cell{}, Cell{}, Cell{}});
        return row;
    }
    row.insert(
        row.end(),
        {std::string{"up "} + to_text(since_cell(at->registration.since, now)),
         at->node,
         at->registration.address.address.to_string(),
         to_iso8601(at->registration.since)}
    );
    return row;
}

Listing node_table(const World& world, const Device& device) {
    Listing table;
    table.key = "nodes";
    table.title = "Registers with";
    table.columns = {{"priority", ""}, {"node", "NODE"}, {"address", "ADDRESS"}, {"port", "PORT"}};
    table.none = "no node: its Call Manager group has no members";
    std::int64_t priority = 0;
    for (const auto* node : world.nodes_of(device)) {
        const auto port = (device.protocol == Protocol::sccp ? node->sccp_port : node->sip_port) +
                          std::int64_t{node->port_offset};
        table.rows.push_back(
            {++priority,
             node->name,
             or_unset(node->address.is_unspecified() ? "" : node->address.to_string()),
             port}
        );
    }
    return table;
}

Listing line_table(const World& world, const Device& device) {
    Listing table;
    table.key = "lines";
    table.title = "Lines";
    table.columns = {
        {"line", ""},
        {"dn", "DN"},
        {"partition", "PARTITION", 2},
        {"label", "LABEL", 1},
        {"display", "DISPLAY", 1},
        {"max_calls", "CALLS"},
        {"busy_trigger", "BUSY AT"},
        {"ring", "RING"},
        {"external_mask", "", 0, true},
        {"search_space", "", 0, true}};
    table.none = "no line: the phone comes up but has no number; `dialtone line add` gives it one";
    for (const auto& line : device.lines) {
        const auto* number = world.numbers.find(line.number);
        table.rows.push_back(
            {std::int64_t{line.line},
             number == nullptr ? "?" : number->pattern,
             number == nullptr ? "" : partition_name(world, number->partition),
             line.label,
             line.display,
             std::int64_t{line.max_calls},
             std::int64_t{line.busy_trigger},
             line.ring,
             line.external_mask,
             number != nullptr && number->search_space.is_set()
                 ? Cell{name_or_unknown(world.search_spaces, number->search_space)}
                 : Cell{}}
        );
    }
    return table;
}

Listing step_table(const Session& session, const Device& device) {
    Listing table;
    table.key = "steps";
    table.title = "Last steps";
    table.columns = {{"at", "TIME (UTC)"}, {"area", ""}, {"sentence", "", 1}, {"step", "STEP", 0, true}};
    table.none = "never seen";
    db::JournalReader reader{session.directory()};
    for (const auto& step : reader.timeline(device.name.text(), {}, kStepsShown)) {
        const auto at = to_iso8601(step.at);
        table.rows.push_back(
            {at.substr(0, 10) + " " + at.substr(11, 8),
             journal::area_of(step),
             journal::sentence_of(step),
             std::string{journal::entry_of(step.step).name}}
        );
    }
    return table;
}

std::string modules_of(const World& world, const Device& device) {
    std::string text;
    for (const auto& module : device.modules) {
        const auto* model = world.models.find(module.model);
        text += (text.empty() ? "" : ", ") + (model == nullptr ? "?" : model->short_name);
    }
    return text;
}

std::vector<Property> properties_of(const World& world, const Device& device) {
    const auto* pool = world.pools.find(device.pool);
    const auto* softkeys = world.softkey_templates.find(device.softkey_template);
    const auto* location = world.locations.find(device.location);
    const bool is_sip = device.protocol == Protocol::sip;
    return {
        {"name", "Name", device.name.text()},
        {"description", "Description", or_unset(device.description)},
        {"model", "Model", name_or_unknown(world.models, device.model)},
        {"protocol", "Protocol", std::string{to_string(device.protocol)}},
        {"pool", "Device pool", pool == nullptr ? "?" : pool->name},
        {"group", "Group", pool == nullptr ? "?" : name_or_unknown(world.groups, pool->group)},
        {"button_template", "Buttons", name_or_unknown(world.button_templates, device.button_template)},
        {"softkey_template", "Softkeys", softkeys == nullptr ? Cell{} : Cell{softkeys->name}},
        {"location", "Location", location == nullptr ? Cell{} : Cell{location->name}},
        {"load", "Load", or_unset(device.load)},
        {"wanted_load", "Is to run", or_unset(std::string{wanted_load(world, device)})},
        {"load_missing", "Load lacks", or_unset(missing_of_load(world, wanted_load(world, device)))},
        {"user_locale", "Locale", or_unset(device.user_locale)},
        {"max_sccp_version",
         "SCCP at most",
         device.max_sccp_version == 0 ? Cell{} : Cell{std::int64_t{device.max_sccp_version}}},
        {"profile",
         "Profile",
         device.profile.is_set() ? Cell{name_or_unknown(world.phone_profiles, device.profile)} : Cell{}},
        {"sip_profile", "SIP profile", is_sip ? Cell{world.sip_profile_of(device).name} : Cell{}},
        {"security_profile", "Security", is_sip ? Cell{world.security_profile_of(device).name} : Cell{}},
        {"digest_user", "Digest user", or_unset(device.digest_user)},
        {"modules", "Expansion modules", or_unset(modules_of(world, device))},
        {"further_elements",
         "Further elements",
         device.further_xml.empty() ? Cell{} : Cell{static_cast<std::int64_t>(device.further_xml.size())},
         true},
        {"auto_registered", "Auto-registered", device.auto_registered},
        {"file", "File", device.name.text() + ".cnf.xml"},
    };
}

/// Who looks into a phone's file for what it is given must know when it is somebody else's work.
void add_file_source(std::vector<Property>& properties, const Session& session, const files::Opened& opened) {
    const bool is_found = opened.status == files::Status::found;
    const bool is_placed = is_found && opened.origin == files::Origin::placed;
    const auto source = is_found ? std::string{files::to_string(opened.origin)} : std::string{"none"};
    properties.push_back({"file_source", "", source, true});
    properties.push_back(
        {"file_source_text",
         "File is",
         is_placed                                   ? "placed by hand: it wins over the generated one"
         : !is_found                                 ? "not there: the phone is told \"File not found\""
         : opened.origin == files::Origin::generated ? "made from the device database"
                                                     : "from the directory of static files"}
    );
    properties.push_back(
        {"file_placed_at",
         "Placed at",
         is_placed ? Cell{session.directory().files().string() + "/" + opened.file.spelled} : Cell{}}
    );
}

void add_place(std::vector<Property>& properties, const db::ListedRegistration* at, WallTime now) {
    if (at == nullptr) {
        properties.push_back({"state", "State", std::string{"not registered"}});
        return;
    }
    const auto& here = at->registration;
    properties.push_back({"state", "State", std::string{"registered"}});
    properties.push_back({"node", "At node", at->node});
    properties.push_back({"address", "Address", here.address.to_string()});
    properties.push_back({"registered_since", "Since", to_iso8601(here.since)});
    properties.push_back({"registered_for", "For", since_cell(here.since, now)});
    properties.push_back({"running_load", "Runs load", or_unset(here.load)});
}

}  // namespace

Outcome<Registrations> live_registrations(const Session& session) {
    DIALTONE_TRY(auto listed, db::list_registrations(session.directory()));
    Registrations by_device;
    for (auto& entry : listed) {
        if (!entry.is_live) {
            continue;
        }
        const auto known = by_device.find(entry.registration.device);
        if (known == by_device.end() || known->second.registration.since < entry.registration.since) {
            by_device.insert_or_assign(entry.registration.device, entry);
        }
    }
    return by_device;
}

std::string numbers_of(const World& world, const Device& device) {
    std::string text;
    for (const auto& line : device.lines) {
        const auto* number = world.numbers.find(line.number);
        text += (text.empty() ? "" : ", ") + (number == nullptr ? "?" : number->pattern);
    }
    return text;
}

Outcome<Report> list_phones(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto filter, filter_of(*world, call));
    DIALTONE_TRY(const auto registrations, live_registrations(session));
    Listing table;
    table.key = "phones";
    table.columns = {
        {"name", "NAME"},
        {"description", "DESCRIPTION", 3},
        {"model", "MODEL"},
        {"protocol", "PROTOCOL", 0, true},
        {"dn", "DN", 1},
        {"pool", "POOL", 2},
        {"auto_registered", "AUTO", 0, true},
        {"state", "STATE", 0, true},
        {"state_text", "STATE"},
        {"node", "NODE", 2},
        {"address", "ADDRESS"},
        {"registered_since", "SINCE", 0, true}};
    table.none = call.has("pool") || call.has("model") || call.has("state")
                     ? "No phone fits."
                     : "There is no phone yet. `dialtone phone add` makes one; so does auto-registration.";
    std::vector<const Device*> devices;
    world->devices.for_each([&](DeviceId, const Device& device) { devices.push_back(&device); });
    std::sort(devices.begin(), devices.end(), [](const Device* a, const Device* b) {
        return a->name < b->name;
    });
    const auto now = session.clock().now();
    for (const auto* device : devices) {
        const auto found = registrations.find(device->name);
        const auto* at = found == registrations.end() ? nullptr : &found->second;
        if (filter.accepts(*device, at != nullptr)) {
            table.rows.push_back(phone_row(*world, *device, at, now));
        }
    }
    return Report::of(std::move(table));
}

Outcome<Report> show_phone(Session& session, const Call& call) {
    DIALTONE_TRY(const auto plain, session.world());
    DIALTONE_TRY(const auto* node, node_with_files(*plain, {}));
    const auto world = with_loads(session, plain, node);
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("name")));
    DIALTONE_TRY(const auto registrations, live_registrations(session));
    const auto found = registrations.find(device->name);
    Report report;
    report.properties = properties_of(*world, *device);
    add_file_source(
        report.properties, session, open_file(session, world, node, device->name.text() + ".cnf.xml")
    );
    DIALTONE_TRY(const auto received, last_received(session, *world, *device));
    report.properties.push_back(
        {"file_received", "It has", received ? Cell{words_for_received(received->given)} : Cell{}}
    );
    add_place(
        report.properties, found == registrations.end() ? nullptr : &found->second, session.clock().now()
    );
    report.tables.push_back(node_table(*world, *device));
    report.tables.push_back(line_table(*world, *device));
    auto findings = to_table(device_findings(*world, *device));
    findings.title = "What is wrong with it";
    findings.none = "nothing";
    report.tables.push_back(std::move(findings));
    report.tables.push_back(step_table(session, *device));
    return report;
}

}  // namespace dialtone::operations
