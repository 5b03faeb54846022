#include "server/operations/groups.hpp"

#include "common/error/try.hpp"
#include "common/text/values.hpp"
#include "db/aggregates/groups.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::size_t kMostMembers = 3;

std::string members_of(const World& world, const CallManagerGroup& group) {
    std::string text;
    for (const auto id : group.members) {
        text += (text.empty() ? "" : ", ") + name_or_unknown(world.nodes, id);
    }
    return text;
}

Outcome<Report> list_groups(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "groups";
    table.columns = {
        {"name", "NAME", 1}, {"members", "MEMBERS", 2}, {"autoreg", "AUTO-REG"}, {"pools", "POOLS", 3}};
    table.none = "There is no Call Manager group. `dialtone group add NAME --members NODE` makes one.";
    for (const auto* group : by_name(world->groups)) {
        table.rows.push_back(
            {group->name,
             members_of(*world, *group),
             group->autoreg,
             joined(pools_with(*world, &DevicePool::group, group->id), "and")}
        );
    }
    return Report::of(std::move(table));
}

Report report_of(const World& world, const CallManagerGroup& group) {
    Report report;
    report.properties = {
        {"name", "Name", group.name},
        {"autoreg", "Auto-registration group", group.autoreg},
        {"pools", "Device pools", joined(pools_with(world, &DevicePool::group, group.id))},
    };
    Listing table;
    table.key = "members";
    table.title = "Members, in the order in which phones try them";
    table.columns = {{"priority", ""}, {"node", "NODE"}, {"address", "ADDRESS"}, {"autoreg", "AUTO-REG"}};
    table.none = fmt::format("none; `dialtone group set \"{}\" --members NODE` names them", group.name);
    std::int64_t priority = 0;
    for (const auto id : group.members) {
        const auto* node = world.nodes.find(id);
        table.rows.push_back({++priority, node->name, node->address.to_string(), node->autoreg.is_on()});
    }
    report.tables.push_back(std::move(table));
    return report;
}

Outcome<Report> show_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* group, find_named(world->groups, call.text("name"), "Call Manager group"));
    return report_of(*world, *group);
}

/// Node names in order, from "a,b,c" or from several --members.
std::vector<std::string> named_members(const Call& call) {
    std::vector<std::string> names;
    for (const auto& text : call.all("members")) {
        for (auto& name : split_list(text)) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

Outcome<void> edit_group(const World& world, const Call& call, CallManagerGroup& group) {
    DIALTONE_TRY(const auto flag, switch_of(call, "autoreg"));
    group.autoreg = flag.value_or(group.autoreg);
    if (!call.has("members")) {
        return {};
    }
    const auto names = named_members(call);
    if (names.size() > kMostMembers) {
        return conflict(fmt::format(
            "A Call Manager group has at most {} members, since a phone keeps no more; {} are named. Name "
            "the "
            "{} that serve it first.",
            kMostMembers,
            names.size(),
            kMostMembers
        ));
    }
    group.members.clear();
    for (const auto& name : names) {
        DIALTONE_TRY(const auto* node, find_named(world.nodes, name, "node"));
        if (std::find(group.members.begin(), group.members.end(), node->id) != group.members.end()) {
            return invalid(fmt::format("Node {} is named twice. A node is a member once.", node->name));
        }
        group.members.push_back(node->id);
    }
    return {};
}

Outcome<Report> written_group(
    Session& session, const World& before, std::string_view name, std::string_view what
) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    const auto* group = world->find_group(name);
    auto report = report_of(*world, *group);
    report.remarks.push_back(fmt::format("Call Manager group {} is {}.", group->name, what));
    const auto* flagged = before.autoreg_group();
    if (group->autoreg && flagged != nullptr && flagged->id != group->id) {
        report.remarks.push_back(
            fmt::format("It is the auto-registration group now; {} no longer is.", flagged->name)
        );
    }
    if (group->autoreg && !world->is_autoreg_on()) {
        report.remarks.push_back(
            "Auto-registration is on at none of its members yet: `dialtone autoreg on NODE --range "
            "FIRST-LAST`."
        );
    }
    return report;
}

Outcome<Report> add_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    CallManagerGroup group;
    group.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->groups, group.name, "Call Manager group", 50));
    DIALTONE_CHECK(edit_group(*world, call, group));
    db::insert_group(session.database(), group);
    return written_group(session, *world, group.name, "ready");
}

Outcome<Report> set_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->groups, call.text("name"), "Call Manager group"));
    auto group = *known;
    if (call.has("rename") && !iequals(call.text("rename"), group.name)) {
        DIALTONE_CHECK(check_free_name(world->groups, call.text("rename"), "Call Manager group", 50));
    }
    group.name = call.find("rename").value_or(group.name);
    DIALTONE_CHECK(edit_group(*world, call, group));
    if (group != *known) {
        db::update_group(session.database(), group);
    }
    return written_group(session, *world, group.name, group == *known ? "as it was" : "changed");
}

Outcome<Report> remove_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* group, find_named(world->groups, call.text("name"), "Call Manager group"));
    const auto pools = pools_with(*world, &DevicePool::group, group->id);
    if (!pools.empty()) {
        return conflict(fmt::format(
            "Call Manager group {} serves device pool {}. Give the pool another group first: `dialtone pool "
            "set "
            "\"{}\" --group OTHER`.",
            group->name,
            joined(pools),
            pools.front()
        ));
    }
    db::delete_group(session.database(), group->id);
    return Report::of(fmt::format("Call Manager group {} is removed.", group->name));
}

constexpr Argument kName{"name", Shape::positional, "GROUP", "name of the Call Manager group", Names::group};
constexpr Argument kMembers{
    "members", Shape::values, "NODE,…", "one to three nodes, primary first; \"\" for none", Names::node};
constexpr Argument kAutoreg{
    "autoreg",
    Shape::value,
    "ON",
    "on: unknown phones go to this group, and to no other",
    Names::choice,
    "on|off"};

constexpr std::array kShow{kName};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "GROUP", "name of the new group"}, kMembers, kAutoreg};
constexpr std::array kSet{
    kName, Argument{"rename", Shape::value, "NAME", "another name"}, kMembers, kAutoreg};

constexpr std::array kGroups{
    Operation{
        "group",
        "list",
        "Every Call Manager group with its members",
        {},
        "dialtone group list",
        Access::read,
        list_groups},
    Operation{
        "group",
        "show",
        "One Call Manager group",
        kShow,
        "dialtone group show Default",
        Access::read,
        show_group},
    Operation{
        "group",
        "add",
        "Make a Call Manager group",
        kAdd,
        "dialtone group add Branch --members cm2,cm1",
        Access::write,
        add_group},
    Operation{
        "group",
        "set",
        "Change a Call Manager group; --members names all, in order",
        kSet,
        "dialtone group set Default --members cm1,cm2",
        Access::write,
        set_group},
    Operation{
        "group",
        "remove",
        "Remove a Call Manager group that no pool uses",
        kShow,
        "dialtone group remove Branch",
        Access::write,
        remove_group},
};

}  // namespace

std::span<const Operation> group_operations() {
    return kGroups;
}

}  // namespace dialtone::operations
