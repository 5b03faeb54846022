#include "db/node_startup.hpp"

#include "common/error/try.hpp"
#include "db/transaction.hpp"

#include <fmt/format.h>

#include <optional>

namespace dialtone::db {

namespace {

/// The row as it stands; it has no facts until its first start, which the empty address says.
struct NodeRow {
    NodeId id;
    std::string address;
    std::uint16_t port_offset = 0;
    std::string files_directory;
};

std::optional<NodeRow> find_node(Database& database, const std::string& name) {
    auto rows =
        database.query("SELECT id, address, port_offset, files_directory FROM node WHERE name = ?1", name);
    if (!rows.next()) {
        return std::nullopt;
    }
    return NodeRow{rows.id<NodeId>(0), rows.text(1), rows.number<std::uint16_t>(2), rows.text(3)};
}

std::string names_of_nodes(Database& database) {
    return database.text("SELECT group_concat(name, ', ') FROM (SELECT name FROM node ORDER BY name)")
        .value_or("");
}

/// The first node there is, as primary of the group that every fresh database has.
Outcome<NodeId> create_first_node(Database& database, const NodeFacts& facts) {
    const auto group = database.integer("SELECT id FROM cm_group WHERE name = 'Default'");
    if (!group) {
        return not_found("The Call Manager group Default is gone. Add it: dialtone group add Default.");
    }
    const auto id = database.integer("INSERT INTO node (name) VALUES (?1) RETURNING id", facts.name);
    database.run(
        "INSERT INTO cm_group_member (cm_group, priority, node) VALUES (?1, 1, ?2)", *group, id.value_or(0)
    );
    return NodeId{id.value_or(0)};
}

Outcome<NodeRow> find_or_create(Database& database, const NodeFacts& facts, bool& was_created) {
    if (auto row = find_node(database, facts.name)) {
        return *row;
    }
    const auto others = names_of_nodes(database);
    if (!others.empty()) {
        return not_found(fmt::format(
            "There is no node {0} in this database; its nodes are {1}. Name one with --node, or add it: "
            "dialtone node add {0}.",
            facts.name,
            others
        ));
    }
    DIALTONE_TRY(const auto id, create_first_node(database, facts));
    was_created = true;
    return NodeRow{.id = id};
}

void write_facts(Database& database, NodeId id, const NodeFacts& facts) {
    database.run(
        "UPDATE node SET address = ?2, port_offset = ?3, files_directory = ?4 WHERE id = ?1",
        id,
        facts.address.to_string(),
        facts.port_offset,
        facts.files_directory
    );
}

void report(
    std::vector<std::string>& differences,
    const NodeFacts& facts,
    std::string_view what,
    std::string_view option,
    const std::string& stored,
    const std::string& actual
) {
    if (stored != actual) {
        differences.push_back(fmt::format(
            "Node {0} has the {1} {2} in the database, this process has {3}. If that is meant: dialtone node "
            "set "
            "{0} --{4} {3}",
            facts.name,
            what,
            stored.empty() ? "(none)" : stored,
            actual,
            option
        ));
    }
}

std::vector<std::string> differences_of(const NodeRow& row, const NodeFacts& facts) {
    std::vector<std::string> found;
    report(found, facts, "address", "address", row.address, facts.address.to_string());
    report(
        found,
        facts,
        "port offset",
        "port-offset",
        std::to_string(row.port_offset),
        std::to_string(facts.port_offset)
    );
    report(found, facts, "files directory", "files", row.files_directory, facts.files_directory);
    return found;
}

Outcome<NodeStartup> start(Database& database, const NodeFacts& facts) {
    NodeStartup startup;
    Transaction transaction{database};
    DIALTONE_TRY(const auto row, find_or_create(database, facts, startup.was_created));
    startup.id = row.id;
    if (row.address.empty()) {
        write_facts(database, row.id, facts);
    } else {
        startup.differences = differences_of(row, facts);
    }
    transaction.commit();
    return startup;
}

}  // namespace

Outcome<NodeStartup> start_node(Database& device_database, const NodeFacts& facts) {
    try {
        return start(device_database, facts);
    } catch (const StoreError& error) {
        return to_problem(error);
    }
}

}  // namespace dialtone::db
