#include "server/operations/autoreg.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/groups.hpp"
#include "db/aggregates/nodes.hpp"
#include "db/aggregates/numbers.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/nodes.hpp"
#include "server/operations/numbering.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"
#include "server/operations/waiting_phones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone::operations {

namespace {

constexpr std::int64_t kLargest = 999'999'999'999'999;  ///< 15 digits: E.164 has no longer number

std::int64_t size_of(const AutoRegistration& autoreg) {
    return autoreg.first < autoreg.last ? autoreg.last - autoreg.first + 1 : 0;
}

/// The name of the row, unset when the node uses none.
template <class Key, class Row>
Cell template_cell(const Table<Key, Row>& table, Key key) {
    return key.is_set() ? Cell{name_or_unknown(table, key)} : Cell{};
}

std::string state_of(const World& world, const Node& node) {
    return !world.is_autoreg_on_at(node.id) ? "off" : node.autoreg.asks ? "ask" : "on";
}

std::vector<Cell> node_row(Session& session, const World& world, const Node& node) {
    const auto& autoreg = node.autoreg;
    const auto partition = world.autoreg_partition(node);
    const bool has_range = size_of(autoreg) > 0;
    const auto taken =
        has_range ? db::count_numbers(session.database(), partition, autoreg.first, autoreg.last) : 0;
    return {
        node.name,
        state_of(world, node),
        has_range ? Cell{autoreg.first} : Cell{},
        has_range ? Cell{autoreg.last} : Cell{},
        partition_name(world, partition),
        taken,
        size_of(autoreg) - taken,
        template_cell(world.universal_device_templates, autoreg.device_template),
        template_cell(world.universal_line_templates, autoreg.line_template),
    };
}

Report summary(Session& session, const World& world) {
    Listing table;
    table.key = "nodes";
    table.columns = {
        {"node", "NODE", 1},
        {"state", "AUTO-REG"},
        {"first", "FIRST"},
        {"last", "LAST"},
        {"partition", "PARTITION", 2},
        {"taken", "TAKEN"},
        {"left", "LEFT"},
        {"device_template", "PHONES LIKE", 3},
        {"line_template", "LINES LIKE", 3}};
    table.none = "There is no node yet, so nothing can auto-register.";
    for (const auto* node : by_name(world.nodes)) {
        table.rows.push_back(node_row(session, world, *node));
    }
    Report report;
    const auto* group = world.autoreg_group();
    report.properties = {
        {"on", "Auto-registration", world.is_autoreg_on()},
        {"group", "Group", group == nullptr ? Cell{} : Cell{group->name}},
        {"protocol",
         "Protocol",
         std::string{world.parameter("enterprise/auto-registration-phone-protocol", "SCCP")}},
        {"waiting", "Phones waiting", static_cast<std::int64_t>(undecided_phones(session).size())},
    };
    report.tables.push_back(std::move(table));
    return report;
}

Outcome<Report> show_autoreg(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    return summary(session, *world);
}

Outcome<const Node*> chosen_node(const World& world, const Call& call) {
    if (call.has("node")) {
        return find_named(world.nodes, call.text("node"), "node");
    }
    if (world.nodes.size() == 1) {
        return by_name(world.nodes).front();
    }
    if (world.nodes.empty()) {
        return not_found("There is no node yet. Start one with `dialtone serve`, or `dialtone node add NAME`."
        );
    }
    return invalid(fmt::format("Say at which node: {}.", joined(names_of(world.nodes), "or")));
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    const bool fits = parsed.ec == std::errc{} && parsed.ptr == end && value >= 0 && value <= kLargest;
    return fits ? std::optional{value} : std::nullopt;
}

/// "" goes back to the device defaults.
Outcome<void> edit_templates(const World& world, const Call& call, AutoRegistration& autoreg) {
    if (call.has("device-template")) {
        autoreg.device_template = {};
        if (const auto& name = call.text("device-template"); !name.empty()) {
            DIALTONE_TRY(
                const auto* row,
                find_named(world.universal_device_templates, name, "universal device template")
            );
            autoreg.device_template = row->id;
        }
    }
    if (call.has("line-template")) {
        autoreg.line_template = {};
        if (const auto& name = call.text("line-template"); !name.empty()) {
            DIALTONE_TRY(
                const auto* row, find_named(world.universal_line_templates, name, "universal line template")
            );
            autoreg.line_template = row->id;
        }
    }
    return {};
}

Outcome<void> edit_range(const World& world, const Call& call, AutoRegistration& autoreg) {
    if (call.has("partition")) {
        DIALTONE_TRY(autoreg.partition, partition_of(world, call));
    }
    DIALTONE_CHECK(edit_templates(world, call, autoreg));
    if (!call.has("range")) {
        return {};
    }
    const std::string_view text = call.text("range");
    const auto dash = text.find('-');
    const auto first = parse_number(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? std::nullopt : parse_number(text.substr(dash + 1));
    if (!first || !last) {
        return invalid(fmt::format("--range: \"{}\" is not a range of numbers such as 1000-1999.", text));
    }
    if (*first >= *last) {
        return invalid(fmt::format(
            "--range: {} to {} holds no numbers to give; the first must be below the last.", *first, *last
        ));
    }
    autoreg.first = *first;
    autoreg.last = *last;
    return {};
}

/// The group that takes the flag so that unknown phones find this node.
Outcome<const CallManagerGroup*> chosen_group(const World& world, const Call& call, const Node& node) {
    const auto groups = groups_of(world, node.id);
    if (call.has("group")) {
        DIALTONE_TRY(const auto* group, find_named(world.groups, call.text("group"), "Call Manager group"));
        if (std::find(groups.begin(), groups.end(), group->name) == groups.end()) {
            return conflict(fmt::format(
                "Node {} is not a member of group {}. Put it in first: `dialtone group set \"{}\" --members "
                "…`.",
                node.name,
                group->name,
                group->name
            ));
        }
        return group;
    }
    const auto* flagged = world.autoreg_group();
    if (flagged != nullptr && std::find(groups.begin(), groups.end(), flagged->name) != groups.end()) {
        return flagged;
    }
    if (groups.empty()) {
        return conflict(fmt::format(
            "Node {} is in no Call Manager group, so phones could not register with it. Put it in one first: "
            "`dialtone group set Default --members {}`.",
            node.name,
            node.name
        ));
    }
    if (groups.size() > 1) {
        return invalid(fmt::format(
            "Node {} is in several groups. Say which one unknown phones go to: --group {}.",
            node.name,
            joined(groups, "or")
        ));
    }
    return world.find_group(groups.front());
}

Outcome<Report> summary_after(Session& session, std::vector<std::string> remarks) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    auto report = summary(session, *world);
    report.remarks = std::move(remarks);
    return report;
}

std::string words_of_switch(const Node& node) {
    return node.autoreg.asks ? fmt::format(
                                   "Unknown phones wait at node {} until `dialtone autoreg approve` gives "
                                   "them one of {} to {}.",
                                   node.name,
                                   node.autoreg.first,
                                   node.autoreg.last
                               )
                             : fmt::format(
                                   "Auto-registration is on at node {}: unknown phones get {} to {}.",
                                   node.name,
                                   node.autoreg.first,
                                   node.autoreg.last
                               );
}

Outcome<Report> switch_on(Session& session, const Call& call, bool asks) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, chosen_node(*world, call));
    auto node = *known;
    DIALTONE_CHECK(edit_range(*world, call, node.autoreg));
    if (size_of(node.autoreg) == 0) {
        return invalid(
            fmt::format("Node {} has no numbers to give yet. Say which: --range 1000-1999.", node.name)
        );
    }
    node.autoreg.enabled = true;
    node.autoreg.asks = asks;
    DIALTONE_TRY(const auto* chosen, chosen_group(*world, call, node));
    std::vector<std::string> remarks;
    remarks.push_back(words_of_switch(node));
    db::update_node(session.database(), node);
    if (!chosen->autoreg) {
        auto group = *chosen;
        group.autoreg = true;
        db::update_group(session.database(), group);
        const auto* before = world->autoreg_group();
        remarks.push_back(
            before == nullptr
                ? fmt::format("{} is the auto-registration group now.", group.name)
                : fmt::format(
                      "{} is the auto-registration group now; {} no longer is.", group.name, before->name
                  )
        );
    }
    return summary_after(session, std::move(remarks));
}

Outcome<Report> turn_on(Session& session, const Call& call) {
    return switch_on(session, call, false);
}

Outcome<Report> ask_first(Session& session, const Call& call) {
    return switch_on(session, call, true);
}

Outcome<Report> turn_off(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    std::vector<const Node*> nodes = by_name(world->nodes);
    if (call.has("node")) {
        DIALTONE_TRY(const auto* node, chosen_node(*world, call));
        nodes = {node};
    }
    for (const auto* known : nodes) {
        if (known->autoreg.enabled) {
            auto node = *known;
            node.autoreg.enabled = false;
            db::update_node(session.database(), node);
        }
    }
    session.written();
    DIALTONE_TRY(const auto after, session.world());
    return summary_after(
        session,
        {call.has("node") && after->is_autoreg_on()
             ? fmt::format(
                   "Auto-registration is off at node {}; others of the group still have it.", nodes[0]->name
               )
             : "Auto-registration is off: unknown phones are refused. Phones that have a number keep it."}
    );
}

Outcome<Report> set_autoreg(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, chosen_node(*world, call));
    auto node = *known;
    DIALTONE_CHECK(edit_range(*world, call, node.autoreg));
    if (node == *known) {
        return summary_after(
            session, {"Nothing changed: say --range, --partition, --device-template or --line-template."}
        );
    }
    db::update_node(session.database(), node);
    return summary_after(
        session,
        {fmt::format(
            "Node {} gives {} to {}. Numbers given before stay.",
            node.name,
            node.autoreg.first,
            node.autoreg.last
        )}
    );
}

constexpr Argument kNode{
    "node", Shape::optional, "NODE", "at which node; the only one if not said", Names::node};
constexpr Argument kRange{"range", Shape::value, "FIRST-LAST", "the numbers it gives, both ends included"};
constexpr Argument kPartition{
    "partition", Shape::value, "PARTITION", "where the numbers live; else <None>", Names::partition};

constexpr Argument kDeviceTemplate{
    "device-template",
    Shape::value,
    "TEMPLATE",
    "what phones are like; \"\": their model's default",
    Names::device_template};
constexpr Argument kLineTemplate{
    "line-template",
    Shape::value,
    "TEMPLATE",
    "what their lines are like; \"\": a plain one",
    Names::line_template};

constexpr std::array kOn{
    kNode,
    kRange,
    kPartition,
    kDeviceTemplate,
    kLineTemplate,
    Argument{"group", Shape::value, "GROUP", "which group unknown phones go to", Names::group},
};
constexpr std::array kOff{
    Argument{"node", Shape::optional, "NODE", "at this node only; else at all", Names::node}};
constexpr std::array kSet{kNode, kRange, kPartition, kDeviceTemplate, kLineTemplate};

constexpr std::array kAutoreg{
    Operation{
        "autoreg",
        "show",
        "Where unknown phones get numbers, and how many are left",
        {},
        "dialtone autoreg show",
        Access::read,
        show_autoreg},
    Operation{
        "autoreg",
        "on",
        "Give numbers to unknown phones at a node and its group",
        kOn,
        "dialtone autoreg on --range 1000-1999",
        Access::write,
        turn_on},
    Operation{
        "autoreg",
        "ask",
        "Let unknown phones wait until they are approved",
        kOn,
        "dialtone autoreg ask --range 1000-1999",
        Access::write,
        ask_first},
    Operation{
        "autoreg",
        "off",
        "Refuse unknown phones again; numbers given stay",
        kOff,
        "dialtone autoreg off",
        Access::write,
        turn_off},
    Operation{
        "autoreg",
        "set",
        "Change the numbers that a node gives, and to what phones",
        kSet,
        "dialtone autoreg set cm1 --range 2000-2999",
        Access::write,
        set_autoreg},
};

}  // namespace

std::span<const Operation> autoreg_operations() {
    return kAutoreg;
}

}  // namespace dialtone::operations
