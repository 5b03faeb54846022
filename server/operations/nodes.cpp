#include "server/operations/nodes.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/nodes.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

Cell address_cell(Ipv4 address) {
    return address.is_unspecified() ? Cell{} : Cell{address.to_string()};
}

Cell range_cell(const AutoRegistration& autoreg) {
    return autoreg.is_on() ? Cell{fmt::format("{}-{}", autoreg.first, autoreg.last)} : Cell{};
}

std::map<std::string, std::int64_t> phones_by_node(const std::map<DeviceName, db::ListedRegistration>& all) {
    std::map<std::string, std::int64_t> counts;
    for (const auto& [device, registration] : all) {
        ++counts[to_lower(registration.node)];
    }
    return counts;
}

Outcome<Report> list_nodes(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto registrations, live_registrations(session));
    auto phones = phones_by_node(registrations);
    Listing table;
    table.key = "nodes";
    table.columns = {
        {"name", "NAME", 1},
        {"address", "ADDRESS"},
        {"sccp_port", "SCCP"},
        {"sip_port", "SIP", 0, true},
        {"port_offset", "OFFSET", 0, true},
        {"groups", "GROUPS", 2},
        {"autoreg", "AUTO-REG"},
        {"phones", "PHONES"},
        {"description", "DESCRIPTION", 3}};
    table.none = "There is no node yet. The first `dialtone serve` makes one; so does `dialtone node add`.";
    for (const auto* node : by_name(world->nodes)) {
        table.rows.push_back(
            {node->name,
             address_cell(node->address),
             std::int64_t{node->sccp_port} + node->port_offset,
             std::int64_t{node->sip_port} + node->port_offset,
             std::int64_t{node->port_offset},
             joined(groups_of(*world, node->id)),
             range_cell(node->autoreg),
             phones[to_lower(node->name)],
             node->description}
        );
    }
    return Report::of(std::move(table));
}

Report report_of(const World& world, const Node& node) {
    Report report;
    const auto* partition = world.partitions.find(node.autoreg.partition);
    report.properties = {
        {"name", "Name", node.name},
        {"description", "Description", node.description},
        {"address", "Address", address_cell(node.address)},
        {"port_offset", "Port offset", std::int64_t{node.port_offset}},
        {"sccp_port", "SCCP port", std::int64_t{node.sccp_port}},
        {"sip_port", "SIP port", std::int64_t{node.sip_port}},
        {"files_directory", "Files", node.files_directory},
        {"groups", "Groups", joined(groups_of(world, node.id))},
        {"autoreg", "Auto-registration", world.is_autoreg_on_at(node.id)},
        {"autoreg_range", "Its numbers", range_cell(node.autoreg)},
        {"autoreg_partition", "Their partition", partition == nullptr ? Cell{} : Cell{partition->name}},
    };
    return report;
}

Outcome<Report> show_node(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* node, find_named(world->nodes, call.text("name"), "node"));
    DIALTONE_TRY(const auto registrations, live_registrations(session));
    auto phones = phones_by_node(registrations);
    auto report = report_of(*world, *node);
    report.properties.push_back({"phones", "Phones here", phones[to_lower(node->name)]});
    return report;
}

Outcome<void> edit_node(const World& world, const Call& call, Node& node) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_TRY(const auto address, address_of(call, "address"));
    DIALTONE_TRY(const auto offset, integer_of(call, "port-offset", 0, 60000));
    DIALTONE_TRY(const auto sccp, integer_of(call, "sccp-port", 1, 65535));
    DIALTONE_TRY(const auto sip, integer_of(call, "sip-port", 1, 65535));
    DIALTONE_TRY(const auto files, text_of(call, "files", 1024));
    node.description = description.value_or(node.description);
    node.address = address.value_or(node.address);
    node.port_offset = static_cast<std::uint16_t>(offset.value_or(node.port_offset));
    node.sccp_port = static_cast<std::uint16_t>(sccp.value_or(node.sccp_port));
    node.sip_port = static_cast<std::uint16_t>(sip.value_or(node.sip_port));
    node.files_directory = files.value_or(node.files_directory);
    if (std::max(node.sccp_port, node.sip_port) + std::int64_t{node.port_offset} > 65535) {
        return invalid(fmt::format(
            "A port plus the offset {} is above 65535. Say a smaller --port-offset.", node.port_offset
        ));
    }
    if (!node.files_directory.empty() && node.files_directory.front() != '/') {
        return invalid("--files is an absolute path: every process must find the same directory.");
    }
    std::string taken_by;
    world.nodes.for_each([&](NodeId id, const Node& other) {
        const bool is_same = id != node.id && !node.address.is_unspecified() &&
                             other.address == node.address && other.port_offset == node.port_offset;
        taken_by = is_same ? other.name : taken_by;
    });
    if (!taken_by.empty()) {
        return conflict(fmt::format(
            "Node {} has address {} with this port offset already. Say another --address or --port-offset.",
            taken_by,
            node.address.to_string()
        ));
    }
    return {};
}

Outcome<Report> written_node(Session& session, std::string_view name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    const auto* node = world->find_node(name);
    auto report = report_of(*world, *node);
    report.remarks.push_back(fmt::format("Node {} is {}.", node->name, what));
    if (groups_of(*world, node->id).empty()) {
        report.remarks.push_back(fmt::format(
            "It is in no Call Manager group yet: `dialtone group set GROUP --members …,{}`.", node->name
        ));
    }
    return report;
}

Outcome<Report> add_node(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    Node node;
    node.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->nodes, node.name, "node", 63));
    DIALTONE_CHECK(edit_node(*world, call, node));
    db::insert_node(session.database(), node);
    return written_node(session, node.name, "ready");
}

Outcome<Report> set_node(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->nodes, call.text("name"), "node"));
    auto node = *known;
    DIALTONE_CHECK(edit_node(*world, call, node));
    if (node != *known) {
        db::update_node(session.database(), node);
    }
    return written_node(session, node.name, node == *known ? "as it was" : "changed");
}

Outcome<Report> remove_node(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* node, find_named(world->nodes, call.text("name"), "node"));
    const auto groups = groups_of(*world, node->id);
    if (!groups.empty()) {
        return conflict(fmt::format(
            "Node {} is a member of Call Manager group {}. Take it out first: `dialtone group set \"{}\" "
            "--members` with the others.",
            node->name,
            joined(groups),
            groups.front()
        ));
    }
    db::delete_node(session.database(), node->id);
    return Report::of(fmt::format("Node {} is removed.", node->name));
}

constexpr Argument kName{"name", Shape::positional, "NODE", "name of the node", Names::node};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};
constexpr Argument kAddress{
    "address", Shape::value, "IP", "put into files, option 150, 66 and siaddr; never a name"};
constexpr Argument kOffset{"port-offset", Shape::value, "N", "added to every port"};
constexpr Argument kSccp{"sccp-port", Shape::value, "PORT", "without the offset; else 2000"};
constexpr Argument kSip{"sip-port", Shape::value, "PORT", "without the offset; else 5060"};
constexpr Argument kFiles{
    "files", Shape::value, "DIR", "loads, locales, rings: a tftpboot directory", Names::path};

constexpr std::array kShow{kName};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "NODE", "name of the new node"},
    kAddress,
    kDescription,
    kOffset,
    kSccp,
    kSip,
    kFiles,
};
constexpr std::array kSet{kName, kAddress, kDescription, kOffset, kSccp, kSip, kFiles};

constexpr std::array kNodes{
    Operation{
        "node", "list", "Every server of the cluster", {}, "dialtone node list", Access::read, list_nodes},
    Operation{"node", "show", "One server", kShow, "dialtone node show cm1", Access::read, show_node},
    Operation{
        "node",
        "add",
        "Make a server known; `dialtone group set` puts it to use",
        kAdd,
        "dialtone node add cm2 --address 10.0.0.12",
        Access::write,
        add_node},
    Operation{
        "node",
        "set",
        "Change a server; what is not named stays",
        kSet,
        "dialtone node set cm1 --address 10.0.0.11",
        Access::write,
        set_node},
    Operation{
        "node",
        "remove",
        "Remove a server that is in no group",
        kShow,
        "dialtone node remove cm2",
        Access::write,
        remove_node},
};

}  // namespace

std::span<const Operation> node_operations() {
    return kNodes;
}

std::vector<std::string> groups_of(const World& world, NodeId node) {
    std::vector<std::string> names;
    for (const auto* group : by_name(world.groups)) {
        if (std::find(group->members.begin(), group->members.end(), node) != group->members.end()) {
            names.push_back(group->name);
        }
    }
    return names;
}

}  // namespace dialtone::operations
