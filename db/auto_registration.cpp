#include "db/auto_registration.hpp"

#include "common/error/try.hpp"
#include "common/model/world.hpp"
#include "db/auto_registration_making.hpp"
#include "db/transaction.hpp"
#include "db/waiting_phones.hpp"

#include <fmt/format.h>

#include <optional>

namespace dialtone::db {

namespace {

constexpr std::size_t kMacDigits = 12;

/// The node's switch and range, in the partition where numbers are given.
struct Range {
    std::string node;
    std::int64_t first = 0;
    std::int64_t last = 0;
    PartitionId partition;
    UniversalDeviceTemplateId device_template;
    UniversalLineTemplateId line_template;
    bool asks = false;
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
        "  WHERE cm_group_member.node = node.id AND cm_group.autoreg = 1),"
        " autoreg_device_template, autoreg_line_template, autoreg_asks FROM node WHERE id = ?1",
        node
    );
    if (!rows.next()) {
        return Refusal{AutoRegisterRefusal::switched_off, "This node is not in the database any more."};
    }
    const Range range{
        rows.text(4),
        rows.integer(1),
        rows.integer(2),
        rows.id<PartitionId>(3),
        rows.id<UniversalDeviceTemplateId>(6),
        rows.id<UniversalLineTemplateId>(7),
        rows.flag(8)};
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

struct Model {
    std::string name;        ///< "Cisco 7965"
    std::string short_name;  ///< "7965"
};

Found<Model> find_model(Database& database, const AutoRegisterRequest& request) {
    auto rows =
        database.query("SELECT name, protocols, short_name FROM phone_model WHERE id = ?1", request.model);
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
    return Model{rows.text(0), rows.text(2)};
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
    Database& database, const AutoRegisterRequest& request, const Making& making, const NamingFacts& facts
) {
    const auto id = database.integer(
        "INSERT INTO device (name, description, model, protocol, device_pool, button_template, "
        "softkey_template,"
        " location, phone_profile, user_locale, auto_registered, digest_user, digest_password)"
        // Anybody may fetch the file of a SIP phone, so each has a secret of its own.
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, iif(?4 = 'SIP', ?1, ''),"
        " iif(?4 = 'SIP', lower(hex(randomblob(12))), '')) RETURNING id",
        request.name,
        expand_naming_rule(making.device.description, facts, kMaxDescription),
        request.model,
        to_string(request.protocol),
        making.pool,
        making.button_template,
        making.device.softkey_template,
        making.device.location,
        making.device.profile,
        making.device.user_locale
    );
    return DeviceId{id.value_or(0)};
}

void make_line(
    Database& database,
    DeviceId device,
    PartitionId partition,
    const UniversalLineTemplate& line,
    const NamingFacts& facts
) {
    const auto number = database.integer(
        "INSERT INTO directory_number (pattern, partition_id, description, alerting_name, "
        "calling_search_space)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        facts.dn,
        partition,
        expand_naming_rule(line.description, facts, kMaxDescription),
        expand_naming_rule(line.alerting_name, facts, kMaxLabel),
        line.search_space
    );
    database.run(
        "INSERT INTO line_appearance (device, line, directory_number, display, label, max_calls, "
        "busy_trigger, ring, external_mask)"
        " VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        device,
        number.value_or(0),
        expand_naming_rule(line.display, facts, kMaxLabel),
        expand_naming_rule(line.label, facts, kMaxLabel),
        line.max_calls,
        line.busy_trigger,
        line.ring,
        line.external_mask
    );
}

/// What there is to say to a phone that the operator refused, or has to approve first at a node that asks.
Found<void> ask_operator(Database& database, const AutoRegisterRequest& request, bool asks) {
    const auto& name = request.name.text();
    const auto waiting =
        asks ? note_waiting(database, request) : Waiting{true, decision_on(database, request.name)};
    if (waiting.decision == Decision::refused) {
        return Refusal{
            AutoRegisterRefusal::turned_away,
            fmt::format(
                "The operator has refused {0}: `dialtone autoreg approve {0}` lets it in after all.", name
            )};
    }
    if (!asks || waiting.decision == Decision::approved) {
        return {};
    }
    return Refusal{
        AutoRegisterRefusal::waiting,
        waiting.is_listed
            ? fmt::format("It waits for approval: `dialtone autoreg approve {}` lets it in.", name)
            : fmt::format(
                  "{} phones wait for approval already, so it is not even listed: `dialtone autoreg "
                  "waiting`.",
                  kMostWaiting
              )};
}

Found<AutoRegisterResult> make(Database& database, const AutoRegisterRequest& request) {
    if (auto existing = find_existing(database, request.name)) {
        return *existing;
    }
    DIALTONE_TRY(auto range, find_range(database, request.node));
    DIALTONE_TRY(const auto model, find_model(database, request));
    const auto& name = request.name.text();
    NamingFacts facts{
        .dn = {},
        .model = model.short_name,
        .name = name,
        .mac = request.name.mac() ? std::string_view{name}.substr(name.size() - kMacDigits) : name,
        .protocol = to_string(request.protocol),
        .node = range.node};
    DIALTONE_TRY(const auto making, find_making(database, request, range.device_template, model.name, facts));
    DIALTONE_CHECK(ask_operator(database, request, range.asks));
    const auto line = find_line_template(database, range.line_template);
    range.partition = line.partition.is_set() ? line.partition : range.partition;
    if (!range.partition.is_set()) {
        range.partition = none_partition(database);
    }
    DIALTONE_TRY(const auto number, find_number(database, request.node, range));
    const auto dn = std::to_string(number);
    facts.dn = dn;
    const auto device = make_device(database, request, making, facts);
    make_line(database, device, range.partition, line, facts);
    return AutoRegisterResult{.device = device, .dn = dn, .was_approved = range.asks};
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
            if (made.error().why == AutoRegisterRefusal::waiting) {
                transaction.commit();  // that it came
            }
            return refused(made.error().why, std::move(made).error().sentence);
        }
        transaction.commit();
        return *std::move(made);
    } catch (const StoreError& error) {
        return refused(AutoRegisterRefusal::store_failed, error.what());
    }
}

}  // namespace dialtone::db
