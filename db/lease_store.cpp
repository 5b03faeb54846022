#include "db/lease_store.hpp"

#include "common/bytes/bytes.hpp"
#include "db/stores.hpp"

namespace dialtone::db {

namespace {

dhcp::Lease read_lease(const Query& row) {
    const auto client_id = row.blob(3);
    const auto relay_information = row.blob(9);
    return {
        .address = Ipv4{row.number<std::uint32_t>(0)},
        .subnet = row.id<SubnetId>(1),
        .mac = MacAddress::parse(row.text(2)).value_or(MacAddress{}),
        .client_id = std::string{text_of(client_id)},
        .state = static_cast<dhcp::LeaseState>(row.integer(4)),
        .starts = row.time(5),
        .expires = row.time(6),
        .hostname = row.text(7),
        .vendor_class = row.text(8),
        .relay_information = std::string{text_of(relay_information)}};
}

constexpr auto kUpsert =
    "INSERT INTO lease (place, address, subnet, mac, client_id, state, starts_us, expires_us, hostname,"
    " vendor_class, relay_information) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    " ON CONFLICT (place) DO UPDATE SET subnet = excluded.subnet, mac = excluded.mac,"
    " client_id = excluded.client_id, state = excluded.state, starts_us = excluded.starts_us,"
    " expires_us = excluded.expires_us, hostname = excluded.hostname,"
    " vendor_class = excluded.vendor_class, relay_information = excluded.relay_information";

}  // namespace

void LeaseStore::begin(Database& leases) {
    auto rows = leases.query("SELECT place, address FROM lease ORDER BY place");
    while (rows.next()) {
        last_place_ = rows.integer(0);
        places_.emplace(Ipv4{rows.number<std::uint32_t>(1)}, last_place_);
    }
    has_begun_ = true;
}

void LeaseStore::store(Database& leases, const std::vector<dhcp::Lease>& granted) {
    if (!has_begun_) {
        begin(leases);
    }
    auto upsert = leases.query(kUpsert);
    for (const auto& lease : granted) {
        const auto [known, is_new] = places_.try_emplace(lease.address, last_place_ + 1);
        last_place_ += is_new ? 1 : 0;
        // The row of a place may be missing all the same: its transaction may have failed.
        upsert.run_with(
            known->second,
            lease.address.value(),
            lease.subnet.value(),
            lease.mac.to_string(),
            bytes_of(lease.client_id),
            static_cast<int>(lease.state),
            lease.starts,
            lease.expires,
            lease.hostname,
            lease.vendor_class,
            bytes_of(lease.relay_information)
        );
    }
}

std::vector<dhcp::Lease> load_leases(Database& leases) {
    auto rows = leases.query(
        "SELECT address, subnet, mac, client_id, state, starts_us, expires_us, hostname, vendor_class,"
        " relay_information FROM lease ORDER BY address"
    );
    std::vector<dhcp::Lease> loaded;
    while (rows.next()) {
        loaded.push_back(read_lease(rows));
    }
    return loaded;
}

bool release_lease(Database& leases, Ipv4 address, WallTime now) {
    return leases.run(
               "UPDATE lease SET state = ?3, expires_us = min(expires_us, ?2) WHERE address = ?1 AND state = "
               "?4",
               address.value(),
               now,
               static_cast<int>(dhcp::LeaseState::released),
               static_cast<int>(dhcp::LeaseState::active)
           ) > 0;
}

std::int64_t forget_leases(Database& leases, WallTime before) {
    return leases.run(
        "DELETE FROM lease WHERE expires_us < ?1 AND state <> ?2",
        before,
        static_cast<int>(dhcp::LeaseState::active)
    );
}

Outcome<std::vector<dhcp::Lease>> list_leases(const DataDirectory& directory) {
    auto leases = open_leases(directory, Access::read_only);
    if (leases.has_error()) {
        return leases.error().kind == ProblemKind::not_found
                   ? Outcome<std::vector<dhcp::Lease>>{std::vector<dhcp::Lease>{}}
                   : Outcome<std::vector<dhcp::Lease>>{leases.error()};
    }
    try {
        return load_leases(*leases);
    } catch (const StoreError& error) {
        return to_problem(error);
    }
}

}  // namespace dialtone::db
