#include "server/operations/models.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/defaults.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/loads.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

namespace dialtone::operations {

namespace {

std::string protocols_of(const PhoneModel& model) {
    std::string text = model.speaks_sccp ? "SCCP" : "";
    if (model.speaks_sip) {
        text += text.empty() ? "SIP" : ", SIP";
    }
    return text;
}

Outcome<Report> list_models(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "models";
    table.columns = {
        {"short_name", "MODEL", 1},
        {"name", "NAME", 2},
        {"type", "TYPE"},
        {"protocols", "PROTOCOLS"},
        {"keys", "LINES"},
        {"phones", "PHONES"},
        {"family", "FAMILY", 0, true},
        {"class", "CLASS", 0, true}};
    std::map<ModelId, std::int64_t> phones;
    world->devices.for_each([&](DeviceId, const Device& device) { ++phones[device.model]; });
    for (const auto* model : by_name(world->models)) {
        if (model->kind == ModelClass::module || !(model->speaks_sccp || model->speaks_sip)) {
            continue;
        }
        static constexpr std::array<std::string_view, 5> kClasses{
            "phone", "module", "softphone", "analog", "other"};
        table.rows.push_back(
            {model->short_name,
             model->name,
             model->id.value(),
             protocols_of(*model),
             std::int64_t{model->line_keys},
             phones[model->id],
             model->family,
             std::string{kClasses[static_cast<std::size_t>(model->kind)]}}
        );
    }
    return Report::of(std::move(table));
}

Cell or_unset(const std::string& text) {
    return text.empty() ? Cell{} : Cell{text};
}

/// What a phone of the model starts with, by protocol.
Listing default_table(const World& world, const PhoneModel& model) {
    Listing table;
    table.key = "defaults";
    table.title = "Device defaults";
    table.columns = {
        {"protocol", "PROTOCOL"},
        {"load", "LOAD", 1},
        {"load_state", "ITS FILES", 2},
        {"pool", "POOL", 3},
        {"button_template", "BUTTONS", 4}};
    table.none = "none: phones of this model cannot register themselves";
    for (const auto protocol : {Protocol::sccp, Protocol::sip}) {
        const auto* row = world.device_defaults.find(DefaultKey{model.id, protocol});
        if (row == nullptr) {
            continue;
        }
        const auto* buttons = world.button_templates.find(row->button_template);
        table.rows.push_back(
            {std::string{to_string(protocol)},
             or_unset(row->load),
             row->load.empty() ? Cell{} : Cell{load_state(world, row->load)},
             name_or_unknown(world.pools, row->pool),
             buttons == nullptr ? Cell{} : Cell{buttons->name}}
        );
    }
    return table;
}

Outcome<Report> show_model(Session& session, const Call& call) {
    DIALTONE_TRY(const auto plain, session.world());
    DIALTONE_TRY(const auto* node, node_with_files(*plain, call));
    const auto world = with_loads(session, plain, node);
    DIALTONE_TRY(const auto* model, find_model(*world, call.text("name")));
    Report report;
    report.properties = {
        {"name", "Name", model->name},
        {"short_name", "Model", model->short_name},
        {"type", "Device type", model->id.value()},
        {"protocols", "Protocols", protocols_of(*model)},
        {"keys", "Line keys", std::int64_t{model->line_keys}},
        {"vendor_class", "DHCP says", or_unset(model->vendor_class)},
        {"typical_sccp_load", "Usual SCCP load", or_unset(model->typical_sccp_load)},
        {"typical_sip_load", "Usual SIP load", or_unset(model->typical_sip_load)},
    };
    report.tables.push_back(default_table(*world, *model));
    return report;
}

/// --protocol, else the one whose device defaults are meant when the model has but one, else SCCP.
Outcome<const DeviceDefault*> chosen_default(const World& world, const PhoneModel& model, const Call& call) {
    const auto said = protocol_from(call.text("protocol"));
    for (const auto protocol : {said.value_or(Protocol::sccp), said.value_or(Protocol::sip)}) {
        if (const auto* row = world.device_defaults.find(DefaultKey{model.id, protocol})) {
            return row;
        }
    }
    return conflict(fmt::format(
        "There are no device defaults for a {}{}{}.",
        model.name,
        said ? " with " : "",
        said ? to_string(*said) : ""
    ));
}

Outcome<Report> set_model(Session& session, const Call& call) {
    DIALTONE_TRY(const auto plain, session.world());
    DIALTONE_TRY(const auto* node, node_with_files(*plain, call));
    DIALTONE_TRY(const auto* model, find_model(*plain, call.text("name")));
    DIALTONE_TRY(const auto* known, chosen_default(*plain, *model, call));
    DIALTONE_TRY(const auto load, load_name_of(call));
    auto defaults = *known;
    defaults.load = load.value_or(defaults.load);
    if (call.has("pool")) {
        DIALTONE_TRY(const auto* pool, find_named(plain->pools, call.text("pool"), "device pool"));
        defaults.pool = pool->id;
    }
    if (!(defaults == *known)) {
        db::update_device_default(session.database(), defaults);
        session.written();
    }
    DIALTONE_TRY(const auto written, session.world());
    const auto world = with_loads(session, written, node);
    Report report;
    report.properties = {{"name", "Name", model->name}};
    report.tables.push_back(default_table(*world, *world->models.find(model->id)));
    if (load && !load->empty()) {
        report.remarks.push_back(load_remark(*world, *load));
    }
    return report;
}

constexpr Argument kName{"name", Shape::positional, "MODEL", "such as 7965", Names::model};

constexpr std::array kShow{kName, kFilesOfNode};

constexpr std::array kSet{
    kName,
    Argument{
        "load",
        Shape::value,
        "LOAD",
        "firmware, taken at a phone's next reset; \"\": keep the image",
        Names::load},
    Argument{"pool", Shape::value, "POOL", "device pool of phones that register themselves", Names::pool},
    Argument{
        "protocol",
        Shape::value,
        "PROTOCOL",
        "whose defaults are meant; else SCCP",
        Names::choice,
        "SCCP|SIP"},
    kFilesOfNode,
};

constexpr std::array kModels{
    Operation{
        "model",
        "list",
        "The phone models that can be added",
        {},
        "dialtone model list",
        Access::read,
        list_models},
    Operation{
        "model",
        "show",
        "A model, and what its phones start with",
        kShow,
        "dialtone model show 7965",
        Access::read,
        show_model},
    Operation{
        "model",
        "set",
        "What phones of a model start with: load, pool",
        kSet,
        "dialtone model set 7965 --load SCCP45.9-4-2SR3-1S",
        Access::write,
        set_model},
};

}  // namespace

std::span<const Operation> model_operations() {
    return kModels;
}

}  // namespace dialtone::operations
