#include "db/waiting_phones.hpp"

#include "common/model/world.hpp"
#include "common/time/format.hpp"

#include <array>
#include <optional>

namespace dialtone::db {

namespace {

/// As the schema spells them, in the order of Decision.
constexpr std::array<std::string_view, 3> kDecisions{"none", "approved", "refused"};

Decision decision_from(std::string_view text) {
    return text == kDecisions[1]   ? Decision::approved
           : text == kDecisions[2] ? Decision::refused
                                   : Decision::none;
}

struct Known {
    Decision decision = Decision::none;
    bool is_current = false;  ///< nothing about it is new
};

std::optional<Known> find(Database& database, const AutoRegisterRequest& request) {
    auto rows = database.query(
        "SELECT decision, last_seen > unixepoch() - 60 AND node = ?2 AND model = ?3 AND protocol = ?4 AND "
        "load = ?5"
        " AND address = ?6 FROM waiting_phone WHERE name = ?1",
        request.name,
        request.node,
        request.model,
        to_string(request.protocol),
        request.load,
        request.address.to_string()
    );
    return rows.next() ? std::optional{Known{decision_from(rows.text(0)), rows.flag(1)}} : std::nullopt;
}

/// False when as many wait as may.
bool make_room(Database& database) {
    const auto count = [&] { return database.integer("SELECT count(*) FROM waiting_phone").value_or(0); };
    if (count() < kMostWaiting) {
        return true;
    }
    database.run("DELETE FROM waiting_phone WHERE decision = 'none' AND last_seen < unixepoch() - 86400");
    return count() < kMostWaiting;
}

void put(Database& database, const AutoRegisterRequest& request) {
    database.run(
        "INSERT INTO waiting_phone (name, node, model, protocol, load, address) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6)"
        " ON CONFLICT (name) DO UPDATE SET node = excluded.node, model = excluded.model,"
        " protocol = excluded.protocol, load = excluded.load, address = excluded.address,"
        " last_seen = excluded.last_seen",
        request.name,
        request.node,
        request.model,
        to_string(request.protocol),
        request.load,
        request.address.to_string()
    );
}

}  // namespace

std::string_view to_string(Decision decision) {
    return kDecisions[static_cast<std::size_t>(decision)];
}

Waiting note_waiting(Database& device_database, const AutoRegisterRequest& request) {
    const auto known = find(device_database, request);
    if (!known && !make_room(device_database)) {
        return {};
    }
    if (!known || !known->is_current) {
        put(device_database, request);
    }
    return {true, known ? known->decision : Decision::none};
}

Decision decision_on(Database& device_database, const DeviceName& name) {
    auto rows = device_database.query("SELECT decision FROM waiting_phone WHERE name = ?1", name);
    return rows.next() ? decision_from(rows.text(0)) : Decision::none;
}

std::vector<WaitingPhone> list_waiting(Database& device_database) {
    auto rows = device_database.query(
        "SELECT name, node, model, protocol, load, address, decision, first_seen, last_seen"
        " FROM waiting_phone ORDER BY first_seen, name"
    );
    std::vector<WaitingPhone> phones;
    while (rows.next()) {
        phones.push_back(
            {.name = DeviceName::parse(rows.text(0)).value_or(DeviceName{}),
             .node = rows.id<NodeId>(1),
             .model = rows.id<ModelId>(2),
             .protocol = protocol_from(rows.text(3)).value_or(Protocol::sccp),
             .load = rows.text(4),
             .address = Ipv4::parse(rows.text(5)).value_or(Ipv4{}),
             .decision = decision_from(rows.text(6)),
             .first_seen = from_unix_seconds(rows.integer(7)),
             .last_seen = from_unix_seconds(rows.integer(8))}
        );
    }
    return phones;
}

bool decide_waiting(Database& device_database, const DeviceName& name, Decision decision) {
    return device_database.run(
               "UPDATE waiting_phone SET decision = ?2 WHERE name = ?1", name, to_string(decision)
           ) == 1;
}

bool forget_waiting(Database& device_database, const DeviceName& name) {
    return device_database.run("DELETE FROM waiting_phone WHERE name = ?1", name) == 1;
}

}  // namespace dialtone::db
