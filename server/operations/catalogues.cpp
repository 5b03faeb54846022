#include "server/operations/catalogues.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/numbers.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

std::int64_t numbers_in(const World& world, PartitionId partition) {
    std::int64_t count = 0;
    world.numbers.for_each([&](DirectoryNumberId, const DirectoryNumber& number) {
        count += number.partition == partition ? 1 : 0;
    });
    return count;
}

Outcome<Report> list_partitions(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "partitions";
    table.columns = {
        {"name", "", 0, true},
        {"shown", "NAME", 1},
        {"numbers", "NUMBERS"},
        {"description", "DESCRIPTION", 2}};
    for (const auto* partition : by_name(world->partitions)) {
        table.rows.push_back(
            {partition->name,
             partition->name.empty() ? "<None>" : partition->name,
             numbers_in(*world, partition->id),
             partition->description}
        );
    }
    return Report::of(std::move(table));
}

Outcome<Report> add_partition(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    Partition partition;
    partition.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->partitions, partition.name, "partition", 50));
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    partition.description = description.value_or("");
    db::insert_partition(session.database(), partition);
    return Report::of(fmt::format("Partition {} is ready.", partition.name));
}

Outcome<Report> remove_partition(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* partition, find_partition(*world, call.text("name")));
    if (partition->name.empty()) {
        return conflict("The partition <None> is part of every system and stays.");
    }
    if (const auto numbers = numbers_in(*world, partition->id); numbers > 0) {
        return conflict(fmt::format(
            "Partition {} holds {} number{}. Take them away first: `dialtone line list`.",
            partition->name,
            numbers,
            numbers == 1 ? "" : "s"
        ));
    }
    std::string node_using;
    world->nodes.for_each([&](NodeId, const Node& node) {
        node_using = node.autoreg.partition == partition->id ? node.name : node_using;
    });
    std::string other_user;
    for (const auto* line : by_name(world->universal_line_templates)) {
        other_user = line->partition == partition->id ? "universal line template " + line->name : other_user;
    }
    for (const auto* space : by_name(world->search_spaces)) {
        const auto& partitions = space->partitions;
        const bool has_it =
            std::find(partitions.begin(), partitions.end(), partition->id) != partitions.end();
        other_user = has_it ? "calling search space " + space->name : other_user;
    }
    if (!other_user.empty()) {
        return conflict(
            fmt::format("Partition {} is named by {}. Change that first.", partition->name, other_user)
        );
    }
    if (!node_using.empty()) {
        return conflict(fmt::format(
            "Node {} gives its auto-registration numbers in partition {}. Say another: `dialtone autoreg set "
            "{} "
            "--partition OTHER`.",
            node_using,
            partition->name,
            node_using
        ));
    }
    db::delete_partition(session.database(), partition->id);
    return Report::of(fmt::format("Partition {} is removed.", partition->name));
}

constexpr std::array kAdd{
    Argument{"name", Shape::positional, "PARTITION", "name of the new partition"},
    Argument{"description", Shape::value, "TEXT", "for people"},
};
constexpr std::array kRemove{
    Argument{"name", Shape::positional, "PARTITION", "name of the partition", Names::partition}};

constexpr std::array kPartitions{
    Operation{
        "partition",
        "list",
        "Every partition: where numbers live",
        {},
        "dialtone partition list",
        Access::read,
        list_partitions},
    Operation{
        "partition",
        "add",
        "Make a partition",
        kAdd,
        "dialtone partition add Lobby",
        Access::write,
        add_partition},
    Operation{
        "partition",
        "remove",
        "Remove a partition without numbers",
        kRemove,
        "dialtone partition remove Lobby",
        Access::write,
        remove_partition},
};

}  // namespace

std::span<const Operation> partition_operations() {
    return kPartitions;
}

}  // namespace dialtone::operations
