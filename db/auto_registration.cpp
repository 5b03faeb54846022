#include "db/auto_registration.hpp"

#include "common/error/try.hpp"
#include "common/model/world.hpp"
#include "db/transaction.hpp"

#include <fmt/format.h>

#include <optional>

namespace dialtone::db {

namespace {

struct Refusal {
    AutoRegisterRefusal why;
    std::string sentence;
};

template <class T>
using Found = boost::system::result<T, Refusal>;

[[noreturn]] [[maybe_unused]] void
throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
    throw std::runtime_error(refusal.sentence);
}

/// The node's switch and range, in the partition where numbers are given.
struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
    PartitionId partition;
};

/// What the model's device default gives the new device.
struct Defaults {
    PoolId pool;
    ButtonTemplateId button_template;
};

std::optional<AutoRegisterResult> find_existing(Database& database, const DeviceName& name) {
    auto rows = database.query(
        "SELECT device.id, directory_number.pattern FROM device"
        " LEFT JOIN line_appearance ON line_appearance.device = device.id"
        " LEFT JOIN directory_number ON directory_number.id = line_appearance.directory_number"
        " WHERE device.name = ?1 ORDER BY line_appearance.line LIMIT 1",
        name
    );
    if (!rows.next()) {
        return std::nullopt;
    }
    return AutoRegisterResult{.device = rows.id<DeviceId>(0), .dn = rows.text(1), .existed = true};
}

/// The partition <None>, made when an operator removed it.
PartitionId none_partition(Database& database) {
    const auto found = database.integer("SELECT id FROM route_partition WHERE name = ''");
    const auto id =
        found ? found : database.integer("INSERT INTO route_partition (name) VALUES ('') RETURNING id");
    return PartitionId{id.value_or(0)};
}

Found<Range> find_range(Database& database, NodeId node) {
    auto rows = database.query(
        "SELECT autoreg_enabled, autoreg_first, autoreg_last, autoreg_partition, name, EXISTS ("
        "  SELECT 1 FROM cm_group_member JOIN cm_group ON cm_group.id = cm_group_member.cm_group"
        "  WHERE cm_group_member.node = node.id AND cm_group.autoreg = 1)"
        " FROM node WHERE id = ?1",
        node
    );
    if (!rows.next()) {
        return Refusal{AutoRegisterRefusal::switched_off, "This node is not in the database any more."};
    }
    const Range range{rows.integer(1), rows.integer(2), rows.id<PartitionId>(3)};
    if (!rows.flag(0) || range.first >= range.last) {
        return Refusal{
            AutoRegisterRefusal::switched_off,
            fmt::format("Auto-registration is off at node {}.", rows.text(4))};
    }
    if (!rows.flag(5)) {
        return Refusal{
            AutoRegisterRefusal::switched_off,
            fmt::format("Node {} is not in the auto-registration group.", rows.text(4))};
    }
    return range;
}

Found<std::string> find_model(Database& database, const AutoRegisterRequest& request) {
    auto rows = database.query("SELECT name, protocols FROM phone_model WHERE id = ?1", request.model);
    if (!rows.next()) {
        return Refusal{
            AutoRegisterRefusal::unknown_model,
            fmt::format("There is no phone model with the number {}.", request.model.value())};
    }
    const auto protocol = to_string(request.protocol);
    if (rows.text(1).find(protocol) == std::string::npos) {
        return Refusal{
            AutoRegisterRefusal::unknown_model,
            fmt::format("The phone model {} does not speak {}.", rows.text(0), protocol)};
    }
    return rows.text(0);
}

std::optional<std::int64_t> standard_template(Database& database, const AutoRegisterRequest& request) {
    return database.integer(
        "SELECT id FROM button_template WHERE model = ?1 AND protocol = ?2 ORDER BY is_standard DESC, id "
        "LIMIT 1",
        request.model,
        to_string(request.protocol)
    );
}

/// A device must be served by the node at which it appeared: its pool's group holds that node.
Found<Defaults> find_defaults(
    Database& database, const AutoRegisterRequest& request, const std::string& model
) {
    const auto refuse = [&](const std::string& sentence) {
        return Refusal{AutoRegisterRefusal::no_defaults, sentence};
    };
    auto rows = database.query(
        "SELECT device_default.device_pool, device_default.button_template, device_pool.name, EXISTS ("
        "  SELECT 1 FROM cm_group_member"
        "  WHERE cm_group_member.cm_group = device_pool.cm_group AND cm_group_member.node = ?3)"
        " FROM device_default JOIN device_pool ON device_pool.id = device_default.device_pool"
        " WHERE device_default.model = ?1 AND device_default.protocol = ?2",
        request.model,
        to_string(request.protocol),
        request.node
    );
    if (!rows.next()) {
        return refuse(fmt::format("The phone model {} has no device default.", model));
    }
    if (!rows.flag(3)) {
        return refuse(fmt::format(
            "The device default of {} names the device pool {}, whose Call Manager group lacks this node.",
            model,
            rows.text(2)
        ));
    }
    auto button_template = rows.id<ButtonTemplateId>(1);
    if (!button_template.is_set()) {
        button_template = ButtonTemplateId{standard_template(database, request).value_or(0)};
    }
    if (!button_template.is_set()) {
        return refuse(fmt::format("The phone model {} has no phone button template.", model));
    }
    return Defaults{rows.id<PoolId>(0), button_template};
}

/// Where to go on looking: every number of the same range below is known to be taken.
std::int64_t first_candidate(Database& database, NodeId node, const Range& range) {
    return database
        .integer(
            "SELECT next FROM autoreg_progress WHERE node = ?1 AND first = ?2 AND partition_id = ?3",
            node,
            range.first,
            range.partition
        )
        .value_or(range.first);
}

void remember_progress(Database& database, NodeId node, const Range& range, std::int64_t next) {
    database.run(
        "INSERT INTO autoreg_progress (node, first, partition_id, next) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (node) DO UPDATE SET first = excluded.first, partition_id = excluded.partition_id,"
        " next = excluded.next",
        node,
        range.first,
        range.partition,
        next
    );
}

/// The smallest number of the range that no row has: numbers of removed phones are given again.
Found<std::int64_t> find_number(Database& database, NodeId node, const Range& range) {
    for (auto number = first_candidate(database, node, range); number <= range.last; ++number) {
        const auto taken = database.integer(
            "SELECT 1 FROM directory_number WHERE pattern = ?1 AND partition_id = ?2",
            std::to_string(number),
            range.partition
        );
        if (!taken) {
            remember_progress(database, node, range, number + 1);
            return number;
        }
    }
    return Refusal{
        AutoRegisterRefusal::range_exhausted,
        fmt::format("Every number from {} to {} is taken: widen the range.", range.first, range.last)};
}

DeviceId make_device(
    Database& database, const AutoRegisterRequest& request, const Defaults& defaults, const std::string& dn
) {
    const auto id = database.integer(
        "INSERT INTO device (name, description, model, protocol, device_pool, button_template, "
        "auto_registered)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1) RETURNING id",
        request.name,
        "Auto " + dn,
        request.model,
        to_string(request.protocol),
        defaults.pool,
        defaults.button_template
    );
    return DeviceId{id.value_or(0)};
}

void make_line(Database& database, DeviceId device, const std::string& dn, PartitionId partition) {
    const auto number = database.integer(
        "INSERT INTO directory_number (pattern, partition_id) VALUES (?1, ?2) RETURNING id", dn, partition
    );
    database.run(
        "INSERT INTO line_appearance (device, line, directory_number, label) VALUES (?1, 1, ?2, ?3)",
        device,
        number.value_or(0),
        dn
    );
}

Found<AutoRegisterResult> make(Database& database, const AutoRegisterRequest& request) {
    if (auto existing = find_existing(database, request.name)) {
        return *existing;
    }
    DIALTONE_TRY(auto range, find_range(database, request.node));
    DIALTONE_TRY(const auto model, find_model(database, request));
    DIALTONE_TRY(const auto defaults, find_defaults(database, request, model));
    if (!range.partition.is_set()) {
        range.partition = none_partition(database);
    }
    DIALTONE_TRY(const auto number, find_number(database, request.node, range));
    const auto dn = std::to_string(number);
    const auto device = make_device(database, request, defaults, dn);
    make_line(database, device, dn, range.partition);
    return AutoRegisterResult{.device = device, .dn = dn};
}

AutoRegisterResult refused(AutoRegisterRefusal why, std::string sentence) {
    return {.refused = true, .refusal = why, .sentence = std::move(sentence)};
}

}  // namespace

AutoRegisterResult auto_register(Database& device_database, const AutoRegisterRequest& request) {
    try {
        Transaction transaction{device_database};
        auto made = make(device_database, request);
        if (made.has_error()) {
            return refused(made.error().why, std::move(made).error().sentence);
        }
        transaction.commit();
        return *std::move(made);
    } catch (const StoreError& error) {
        return refused(AutoRegisterRefusal::store_failed, error.what());
    }
}

}  // namespace dialtone::db
