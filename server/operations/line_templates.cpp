#include "server/operations/universal_templates.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/universal_templates.hpp"
#include "server/operations/catalogues.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/naming_rules.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kLineTemplate = "universal line template";

Cell or_unset(std::string text) {
    return text.empty() ? Cell{} : Cell{std::move(text)};
}

Report report_of(const World& world, const UniversalLineTemplate& row) {
    Report report;
    report.properties = {
        {"name", "Name", row.name},
        {"description", "Description of numbers", or_unset(row.description)},
        {"partition",
         "Partition",
         row.partition.is_set() ? Cell{partition_name(world, row.partition)} : Cell{}},
        {"alerting_name", "Alerting name", or_unset(row.alerting_name)},
        {"display", "Display", or_unset(row.display)},
        {"label", "Label", or_unset(row.label)},
        {"external_mask", "External mask", or_unset(row.external_mask)},
        {"search_space",
         "May call",
         row.search_space.is_set() ? Cell{name_or_unknown(world.search_spaces, row.search_space)} : Cell{}},
        {"max_calls", "Calls", std::int64_t{row.max_calls}},
        {"busy_trigger", "Busy at", std::int64_t{row.busy_trigger}},
        {"ring", "Ring", row.ring},
        {"nodes", "Used at", or_unset(users_of(world, &AutoRegistration::line_template, row.id))},
    };
    return report;
}

Outcome<Report> list_line_templates(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "line_templates";
    table.columns = {
        {"name", "NAME", 1},
        {"label", "LABEL", 2},
        {"display", "DISPLAY", 2},
        {"partition", "PARTITION", 2},
        {"nodes", "USED AT", 2}};
    table.none = "There is none: a new line has its number as label.";
    for (const auto* row : by_name(world->universal_line_templates)) {
        table.rows.push_back(
            {row->name,
             or_unset(row->label),
             or_unset(row->display),
             row->partition.is_set() ? Cell{partition_name(*world, row->partition)} : Cell{},
             or_unset(users_of(*world, &AutoRegistration::line_template, row->id))}
        );
    }
    return Report::of(std::move(table));
}

Outcome<Report> show_line_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(
        const auto* row, find_named(world->universal_line_templates, call.text("name"), kLineTemplate)
    );
    return report_of(*world, *row);
}

Outcome<void> edit_line_template(const World& world, const Call& call, UniversalLineTemplate& row) {
    DIALTONE_TRY(const auto description, rule_of(call, "description", 128));
    DIALTONE_TRY(const auto alerting, rule_of(call, "alerting-name", 30));
    DIALTONE_TRY(const auto display, rule_of(call, "display", 30));
    DIALTONE_TRY(const auto label, rule_of(call, "label", 30));
    DIALTONE_TRY(const auto mask, mask_of(call, "external-mask"));
    DIALTONE_TRY(const auto calls, integer_of(call, "max-calls", 1, 200));
    DIALTONE_TRY(const auto busy, integer_of(call, "busy-trigger", 1, 200));
    row.description = description.value_or(row.description);
    row.alerting_name = alerting.value_or(row.alerting_name);
    row.display = display.value_or(row.display);
    row.label = label.value_or(row.label);
    row.external_mask = mask.value_or(row.external_mask);
    if (call.has("search-space")) {
        DIALTONE_TRY(row.search_space, search_space_of(world, call.text("search-space")));
    }
    row.max_calls = static_cast<std::uint32_t>(calls.value_or(row.max_calls));
    row.busy_trigger = static_cast<std::uint32_t>(busy.value_or(row.busy_trigger));
    row.ring = call.find("ring").value_or(row.ring);
    if (row.busy_trigger > row.max_calls) {
        return invalid(fmt::format(
            "--busy-trigger {} is more than the {} calls that the line takes.",
            row.busy_trigger,
            row.max_calls
        ));
    }
    if (call.has("partition")) {
        row.partition = {};
        if (!call.text("partition").empty()) {
            DIALTONE_TRY(const auto* partition, find_partition(world, call.text("partition")));
            row.partition = partition->id;
        }
    }
    return {};
}

Outcome<Report> written_line_template(Session& session, const std::string& name, std::string_view remark) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* row, find_named(world->universal_line_templates, name, kLineTemplate));
    auto report = report_of(*world, *row);
    report.remarks.emplace_back(remark);
    return report;
}

Outcome<Report> add_line_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    UniversalLineTemplate row;
    row.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->universal_line_templates, row.name, kLineTemplate, 50));
    DIALTONE_CHECK(edit_line_template(*world, call, row));
    db::insert_line_template(session.database(), row);
    return written_line_template(
        session, row.name, "It is ready: `dialtone autoreg set --line-template` uses it at a node."
    );
}

Outcome<Report> set_line_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(
        const auto* known, find_named(world->universal_line_templates, call.text("name"), kLineTemplate)
    );
    auto row = *known;
    DIALTONE_CHECK(edit_line_template(*world, call, row));
    if (row != *known) {
        db::update_line_template(session.database(), row);
    }
    return written_line_template(session, row.name, "Lines that are there already stay as they are.");
}

Outcome<Report> remove_line_template(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(
        const auto* row, find_named(world->universal_line_templates, call.text("name"), kLineTemplate)
    );
    if (const auto users = users_of(*world, &AutoRegistration::line_template, row->id); !users.empty()) {
        return template_in_use(kLineTemplate, row->name, users, "line-template");
    }
    db::delete_line_template(session.database(), row->id);
    return Report::of(fmt::format("Universal line template {} is removed.", row->name));
}

constexpr Argument kNewName{"name", Shape::positional, "TEMPLATE", "name of the new template"};
constexpr Argument kLineName{
    "name", Shape::positional, "TEMPLATE", "name of the template", Names::line_template};

constexpr Argument kNumberDescription{"description", Shape::value, "RULE", "of the number"};
constexpr Argument kPartition{
    "partition", Shape::value, "PARTITION", "where numbers live; \"\": the node's", Names::partition};
constexpr Argument kAlerting{"alerting-name", Shape::value, "RULE", "what callers see while it rings"};
constexpr Argument kDisplay{"display", Shape::value, "RULE", "caller name, such as \"Phone {dn}\""};
constexpr Argument kLabel{"label", Shape::value, "RULE", "beside the button; else {dn}"};
constexpr Argument kCalls{"max-calls", Shape::value, "N", "calls at once, 1 to 200"};
constexpr Argument kBusy{"busy-trigger", Shape::value, "N", "busy from this many on"};
constexpr Argument kRing{
    "ring",
    Shape::value,
    "RING",
    "how it rings",
    Names::choice,
    "default|disable|flash only|ring once|ring|beep only"};

constexpr Argument kMask{
    "external-mask", Shape::value, "MASK", "how the outside sees it, such as 4930123XXXX"};
constexpr Argument kSearchSpace{
    "search-space", Shape::value, "SPACE", "what they may call; \"\": nothing", Names::search_space};

constexpr std::array kAddLine{
    kNewName,
    kNumberDescription,
    kPartition,
    kAlerting,
    kDisplay,
    kLabel,
    kMask,
    kSearchSpace,
    kCalls,
    kBusy,
    kRing};
constexpr std::array kSetLine{
    kLineName,
    kNumberDescription,
    kPartition,
    kAlerting,
    kDisplay,
    kLabel,
    kMask,
    kSearchSpace,
    kCalls,
    kBusy,
    kRing};
constexpr std::array kLine{kLineName};

constexpr std::array kLineTemplates{
    Operation{
        "line-template",
        "list",
        "Universal line templates: what their lines are like",
        {},
        "dialtone line-template list",
        Access::read,
        list_line_templates},
    Operation{
        "line-template",
        "show",
        "One universal line template",
        kLine,
        "dialtone line-template show Lobby",
        Access::read,
        show_line_template},
    Operation{
        "line-template",
        "add",
        "Make a template for lines of such phones",
        kAddLine,
        "dialtone line-template add Lobby --display \"Phone {dn}\"",
        Access::write,
        add_line_template},
    Operation{
        "line-template",
        "set",
        "Change a template; what is not named stays",
        kSetLine,
        "dialtone line-template set Lobby --max-calls 2 --busy-trigger 1",
        Access::write,
        set_line_template},
    Operation{
        "line-template",
        "remove",
        "Remove a template that no node uses",
        kLine,
        "dialtone line-template remove Lobby",
        Access::write,
        remove_line_template},
};

}  // namespace

std::span<const Operation> line_template_operations() {
    return kLineTemplates;
}

}  // namespace dialtone::operations
