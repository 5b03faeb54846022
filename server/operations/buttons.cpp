#include "server/operations/buttons.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/button_templates.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"
#include "server/sccp/station.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

constexpr std::int64_t kMostButtons = 56;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestLabel = 39;
constexpr std::string_view kNothing = "none";

std::int64_t users(const World& world, ButtonTemplateId row) {
    std::int64_t count = 0;
    world.devices.for_each([&](DeviceId, const Device& device) {
        count += device.button_template == row ? 1 : 0;
    });
    return count;
}

Outcome<Report> list_templates(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const PhoneModel* only = nullptr;
    if (call.has("model")) {
        DIALTONE_TRY(only, find_model(*world, call.text("model")));
    }
    Listing table;
    table.key = "templates";
    table.columns = {
        {"name", "NAME", 1},
        {"model", "MODEL"},
        {"protocol", "PROTOCOL"},
        {"buttons", "BUTTONS"},
        {"standard", "STANDARD"},
        {"phones", "PHONES"}};
    table.none = "There is no phone button template of this model.";
    for (const auto* row : by_name(world->button_templates)) {
        if (only != nullptr && row->model != only->id) {
            continue;
        }
        const auto* model = world->models.find(row->model);
        table.rows.push_back(
            {row->name,
             model == nullptr ? "?" : model->short_name,
             std::string{to_string(row->protocol)},
             static_cast<std::int64_t>(row->buttons.size()),
             row->is_standard,
             users(*world, row->id)}
        );
    }
    return Report::of(std::move(table));
}

Report about(const World& world, const ButtonTemplate& row) {
    Report report;
    report.properties = {
        {"name", "Name", row.name},
        {"model", "Model", name_or_unknown(world.models, row.model)},
        {"protocol", "Protocol", std::string{to_string(row.protocol)}},
        {"standard", "Standard", row.is_standard},
        {"phones", "Phones", users(world, row.id)},
    };
    Listing table;
    table.key = "buttons";
    table.title = "Buttons";
    table.columns = {{"position", ""}, {"feature", "FEATURE"}, {"label", "LABEL", 1}};
    table.none = "no button";
    for (const auto& button : row.buttons) {
        table.rows.push_back({std::int64_t{button.position}, button.feature, button.label});
    }
    report.tables.push_back(std::move(table));
    return report;
}

Outcome<const ButtonTemplate*> named_template(const World& world, const Call& call, std::string_view key) {
    return find_named(world.button_templates, call.text(key), "phone button template");
}

Outcome<Report> show_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* row, named_template(*world, call, "name"));
    return about(*world, *row);
}

Outcome<Report> written_template(Session& session, const std::string& name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* row, find_named(world->button_templates, name, "phone button template"));
    auto report = about(*world, *row);
    report.remarks.push_back(fmt::format("Button template {} is {}.", row->name, what));
    return report;
}

Outcome<Report> add_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto& name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->button_templates, name, "phone button template", kLongestName));
    DIALTONE_TRY(const auto* like, named_template(*world, call, "like"));
    auto row = *like;
    row.name = name;
    row.is_standard = false;
    db::insert_button_template(session.database(), row);
    return written_template(
        session, name, "ready; give it to a phone with `dialtone phone set PHONE --template`"
    );
}

/// "hold", in the words of our table.
Outcome<std::string> feature_of(const Call& call) {
    const auto& said = call.text("feature");
    const auto features = sccp::button_features();
    const auto known = std::find_if(features.begin(), features.end(), [&](std::string_view one) {
        return iequals(one, said);
    });
    if (known != features.end() || iequals(said, kNothing)) {
        return to_lower(said);
    }
    std::string words{kNothing};
    for (const auto feature : features) {
        words += fmt::format(", {}", feature);
    }
    return invalid(fmt::format("\"{}\" is not what a button can be. It can be: {}.", said, words));
}

/// Standard templates are what CUCM's are; and another one is two words away.
Outcome<void> check_own(const ButtonTemplate& row) {
    if (row.is_standard) {
        return conflict(fmt::format(
            "{} is a standard template and stays as it is. Make your own: `dialtone template add NAME --like "
            "\"{}\"`.",
            row.name,
            row.name
        ));
    }
    return {};
}

Outcome<Report> set_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* row, named_template(*world, call, "name"));
    DIALTONE_CHECK(check_own(*row));
    DIALTONE_TRY(const auto position, integer_of(call, "position", 1, kMostButtons));
    DIALTONE_TRY(const auto feature, feature_of(call));
    DIALTONE_TRY(const auto label, text_of(call, "label", kLongestLabel));
    TemplateButton button{static_cast<std::uint32_t>(*position), feature, label.value_or("")};
    db::put_button(session.database(), row->id, button);
    return written_template(session, row->name, "changed");
}

Outcome<Report> remove_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* row, named_template(*world, call, "name"));
    DIALTONE_CHECK(check_own(*row));
    if (const auto phones = users(*world, row->id); phones > 0) {
        return conflict(fmt::format(
            "Button template {} is on {} phone{}. Give them another one first: `dialtone phone set PHONE "
            "--template`.",
            row->name,
            phones,
            phones == 1 ? "" : "s"
        ));
    }
    bool is_default = false;
    world->device_defaults.for_each([&](const DefaultKey&, const DeviceDefault& one) {
        is_default = is_default || one.button_template == row->id;
    });
    if (is_default) {
        return conflict(fmt::format("Button template {} is what new phones get; it stays.", row->name));
    }
    db::delete_button_template(session.database(), row->id);
    return Report::of(fmt::format("Button template {} is removed.", row->name));
}

/// What is on a key, in the words of the answer that the phone gets when it asks.
std::vector<Cell> key_row(
    const World& world,
    const Device& device,
    const sccp::Dialect& dialect,
    std::int64_t position,
    const sccp::ButtonTemplate::Button& button
) {
    using sccp::ButtonType;
    const std::uint32_t instance = button.instance;
    switch (button.type) {
        case ButtonType::line: {
            const auto line = sccp::line_stat(world, device, instance);
            return {position, "line", std::int64_t{instance}, line.label, line.number};
        }
        case ButtonType::speed_dial:
        case ButtonType::blf_speed_dial: {
            const auto dial = sccp::speed_dial_stat(device, instance);
            const auto* what = button.type == ButtonType::speed_dial ? "speed dial" : "speed dial blf";
            return {position, what, std::int64_t{instance}, dial.label, dial.number};
        }
        case ButtonType::service_url: {
            const auto service = sccp::service_url_stat(world, device, instance);
            return {position, "service url", std::int64_t{instance}, service.label, service.url};
        }
        case ButtonType::undefined:
            return {position, "none", Cell{}, "", ""};
        default: {
            const auto feature = sccp::feature_stat(world, device, dialect, instance, false);
            const auto label = feature.feature == button.type ? feature.label : "";
            return {
                position, std::string{sccp::feature_name(button.type)}, std::int64_t{instance}, label, ""};
        }
    }
}

Outcome<Report> show_buttons(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    const auto* model = world->models.find(device->model);
    const sccp::Dialect dialect{
        sccp::negotiate(sccp::kHighestVersion, model == nullptr ? 0 : model->max_sccp_version), true};
    Listing table;
    table.key = "buttons";
    table.columns = {
        {"position", "KEY"},
        {"feature", "IS"},
        {"instance", "NO."},
        {"label", "LABEL", 1},
        {"opens", "OPENS", 2}};
    table.none = "This phone has no keys.";
    std::int64_t position = 0;
    for (const auto& button : sccp::button_template(*world, *device, dialect).buttons) {
        table.rows.push_back(key_row(*world, *device, dialect, ++position, button));
    }
    return Report::of(std::move(table));
}

constexpr Argument kName{
    "name", Shape::positional, "TEMPLATE", "name of the phone button template", Names::button_template};

constexpr std::array kList{
    Argument{"model", Shape::value, "MODEL", "only those of this model", Names::model}};
constexpr std::array kShow{kName};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "NAME", "name of the new template"},
    Argument{
        "like",
        Shape::value,
        "TEMPLATE",
        "its model and buttons are taken from this one",
        Names::button_template,
        {},
        true},
};
constexpr std::array kSet{
    kName,
    Argument{"position", Shape::positional, "KEY", "which key, from 1; those of expansion modules follow"},
    Argument{"feature", Shape::positional, "FEATURE", "line, speed dial, service url, privacy …; none"},
    Argument{"label", Shape::value, "TEXT", "beside the key; else the feature's name"},
};
constexpr std::array kButtons{
    Argument{"phone", Shape::positional, "PHONE", "device name or MAC address", Names::device}};

constexpr std::array kOperations{
    Operation{
        "button",
        "show",
        "Key by key what a phone has",
        kButtons,
        "dialtone button show SEP001122334455",
        Access::read,
        show_buttons},
    Operation{
        "template",
        "list",
        "Every phone button template",
        kList,
        "dialtone template list --model 7965",
        Access::read,
        list_templates},
    Operation{
        "template",
        "show",
        "One phone button template, button by button",
        kShow,
        "dialtone template show \"Standard 7965 SCCP\"",
        Access::read,
        show_template},
    Operation{
        "template",
        "add",
        "Make a phone button template, like one there is",
        kAdd,
        "dialtone template add Reception --like \"Standard 7965 SCCP\"",
        Access::write,
        add_template},
    Operation{
        "template",
        "set",
        "Say what one button of a template is",
        kSet,
        "dialtone template set Reception 6 \"service url\"",
        Access::write,
        set_template},
    Operation{
        "template",
        "remove",
        "Remove a phone button template that no phone uses",
        kShow,
        "dialtone template remove Reception",
        Access::write,
        remove_template},
};

}  // namespace

std::span<const Operation> button_operations() {
    return kOperations;
}

}  // namespace dialtone::operations
