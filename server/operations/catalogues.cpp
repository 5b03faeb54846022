#include "server/operations/catalogues.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/numbers.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

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

constexpr std::array kModels{
    Operation{
        "model",
        "list",
        "The phone models that can be added",
        {},
        "dialtone model list",
        Access::read,
        list_models},
};

}  // namespace

std::span<const Operation> partition_operations() {
    return kPartitions;
}

std::span<const Operation> model_operations() {
    return kModels;
}

}  // namespace dialtone::operations
