#include "db/node_state.hpp"

#include "common/model/world.hpp"
#include "common/text/ascii.hpp"
#include "db/locks.hpp"
#include "db/stores.hpp"

#include <algorithm>

namespace dialtone::db {

namespace {

constexpr std::string_view kPrefix = "node-";

std::vector<Registration> load_registrations(Database& node) {
    auto rows = node.query(
        "SELECT device, protocol, address, port, since, model, load, protocol_version FROM registration"
    );
    std::vector<Registration> loaded;
    while (rows.next()) {
        const auto device = DeviceName::parse(rows.text(0));
        if (!device) {
            continue;
        }
        loaded.push_back(
            {.device = *device,
             .protocol = protocol_from(rows.text(1)).value_or(Protocol::sccp),
             .address = {Ipv4::parse(rows.text(2)).value_or(Ipv4{}), rows.number<std::uint16_t>(3)},
             .since = rows.time(4),
             .model = rows.id<ModelId>(5),
             .load = rows.text(6),
             .protocol_version = rows.number<std::uint32_t>(7)}
        );
    }
    return loaded;
}

/// A row is true as long as some process holds the node's lock for its protocol.
bool is_live(const DataDirectory& directory, std::string_view node, Protocol protocol) {
    return FileLock::holder(directory.lock(node, to_lower(to_string(protocol)))).has_value();
}

std::string node_of(const std::filesystem::path& file) {
    return from_file_name(file.stem().string().substr(kPrefix.size()));
}

void append_node(
    const DataDirectory& directory, const std::filesystem::path& file, std::vector<ListedRegistration>& listed
) {
    auto database = open_node_state_file(file);
    if (database.has_error()) {
        throw StoreError{StoreErrc::unreadable, database.error().sentence};
    }
    const auto node = node_of(file);
    const bool sccp_is_live = is_live(directory, node, Protocol::sccp);
    const bool sip_is_live = is_live(directory, node, Protocol::sip);
    for (auto& registration : load_registrations(*database)) {
        const bool live = registration.protocol == Protocol::sccp ? sccp_is_live : sip_is_live;
        listed.push_back({node, std::move(registration), live});
    }
}

}  // namespace

void put_registration(Database& node, const Registration& registration) {
    node.run(
        "INSERT INTO registration (device, protocol, address, port, since, model, load, protocol_version)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        " ON CONFLICT (device) DO UPDATE SET protocol = excluded.protocol, address = excluded.address,"
        " port = excluded.port, since = excluded.since, model = excluded.model, load = excluded.load,"
        " protocol_version = excluded.protocol_version",
        registration.device,
        to_string(registration.protocol),
        registration.address.address.to_string(),
        registration.address.port,
        registration.since,
        registration.model.value(),
        registration.load,
        registration.protocol_version
    );
}

void remove_registration(Database& node, const DeviceName& device) {
    node.run("DELETE FROM registration WHERE device = ?1", device);
}

void clear_registrations(Database& node, Protocol protocol) {
    node.run("DELETE FROM registration WHERE protocol = ?1", to_string(protocol));
}

void put_given(Database& node, const GivenRecord& given) {
    node.run(
        "INSERT INTO given (device, digest, fields) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (device) DO UPDATE SET digest = excluded.digest, fields = excluded.fields",
        given.device,
        given.digest,
        bytes_of(given.fields)
    );
}

void remove_given(Database& node, const DeviceName& device) {
    node.run("DELETE FROM given WHERE device = ?1", device);
}

std::vector<GivenRecord> load_given(Database& node) {
    auto rows = node.query("SELECT device, digest, fields FROM given ORDER BY device");
    std::vector<GivenRecord> loaded;
    while (rows.next()) {
        if (const auto device = DeviceName::parse(rows.text(0))) {
            const auto fields = rows.blob(2);
            loaded.push_back({*device, rows.text(1), std::string{text_of(fields)}});
        }
    }
    return loaded;
}

Outcome<std::vector<ListedRegistration>> list_registrations(const DataDirectory& directory) {
    std::vector<ListedRegistration> listed;
    try {
        for (const auto& file : directory.all_node_states()) {
            append_node(directory, file, listed);
        }
    } catch (const StoreError& error) {
        return to_problem(error);
    }
    std::stable_sort(listed.begin(), listed.end(), [](const auto& a, const auto& b) {
        return a.registration.device < b.registration.device;
    });
    return listed;
}

Outcome<std::vector<GivenAtNode>> find_given(const DataDirectory& directory, const DeviceName& device) {
    std::vector<GivenAtNode> found;
    try {
        for (const auto& file : directory.all_node_states()) {
            auto database = open_node_state_file(file);
            if (database.has_error()) {
                return std::move(database).error();
            }
            auto rows = database->query("SELECT digest, fields FROM given WHERE device = ?1", device);
            if (rows.next()) {
                const auto fields = rows.blob(1);
                found.push_back({node_of(file), {device, rows.text(0), std::string{text_of(fields)}}});
            }
        }
    } catch (const StoreError& error) {
        return to_problem(error);
    }
    return found;
}

}  // namespace dialtone::db
