#include "db/lease_store.hpp"
#include "db/locks.hpp"
#include "db/migrator.hpp"
#include "db/node_state.hpp"
#include "db/stores.hpp"
#include "db/transaction.hpp"
#include "tests/support/scratch_directory.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

namespace {

struct Site {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};
};

WallTime at(std::int64_t microseconds) {
    return WallTime{Duration{microseconds}};
}

dhcp::Lease lease_of(Ipv4 address) {
    return {
        .address = address,
        .subnet = SubnetId{3},
        .mac = *MacAddress::parse("00:11:22:aa:bb:cc"),
        .client_id = std::string("\x01\x00\x11", 3),
        .state = dhcp::LeaseState::active,
        .starts = at(1'700'000'000'123'456),
        .expires = at(1'700'086'400'123'456),
        .hostname = "SEP001122AABBCC",
        .vendor_class = "Cisco Systems, Inc. IP Phone CP-7965G"};
}

db::Registration registration_of(const char* device, Protocol protocol = Protocol::sccp) {
    return {
        .device = *DeviceName::parse(device),
        .protocol = protocol,
        .address = {Ipv4{10, 0, 0, 7}, 49152},
        .since = at(1'700'000'000'000'001),
        .model = ModelId{436},
        .load = "SCCP45.9-4-2SR3-1S",
        .protocol_version = 20};
}

}  // namespace

TEST_CASE("Lease store: a lease comes back exactly as it was promised", "[db]") {
    const Site site;
    const auto high = lease_of(Ipv4{255, 0, 0, 1});
    auto low = lease_of(Ipv4{10, 0, 0, 9});
    low.client_id.clear();
    low.relay_information = std::string("\x01\x02\x00\xff", 4);
    {
        auto leases = db::open_leases(site.directory, db::Access::read_write).value();
        db::LeaseStore{}.store(leases, {high});
        db::LeaseStore{}.store(leases, {lease_of(Ipv4{10, 0, 0, 9})});
        db::LeaseStore{}.store(leases, {low});
    }
    REQUIRE(db::list_leases(site.directory).value() == std::vector{low, high});
}

TEST_CASE("Lease store: leases keep what they say when they are put in the order of arrival", "[db]") {
    const Site site;
    const auto kind = db::lease_schema();
    const auto old = db::SchemaKind{kind.what, kind.migrations.first(2), {}, true};
    REQUIRE(db::migrate(site.directory, site.directory.leases(), old).has_value());
    {
        db::Database database{site.directory.leases(), {}};
        database.script(
            "INSERT INTO lease VALUES"
            " (167772161, 3, '001122AABBCC', x'010011', 1, 20, 30, 'late', 'Cisco', x''),"
            " (167772162, 3, '001122AABBCD', x'', 2, 10, 15, 'early', '', x'0102')"
        );
    }
    auto leases = db::open_leases(site.directory, db::Access::read_write).value();
    const auto loaded = db::load_leases(leases);
    REQUIRE(loaded.size() == 2);
    REQUIRE(loaded[0].address == Ipv4{10, 0, 0, 1});
    REQUIRE(loaded[0].client_id == std::string("\x01\x00\x11", 3));
    REQUIRE(loaded[0].hostname == "late");
    REQUIRE(loaded[1].state == dhcp::LeaseState::released);
    REQUIRE(loaded[1].expires == at(15));
    REQUIRE(loaded[1].relay_information == "\x01\x02");
    REQUIRE(leases.integer("SELECT address FROM lease ORDER BY place LIMIT 1") == 167772162);
}

TEST_CASE("Lease store: an address has one row, whoever stored it before", "[db]") {
    const Site site;
    auto leases = db::open_leases(site.directory, db::Access::read_write).value();
    const auto first = lease_of(Ipv4{10, 0, 0, 8});
    auto second = lease_of(Ipv4{10, 0, 0, 9});
    db::LeaseStore before;
    before.store(leases, {first, second});
    second.hostname = "another";
    db::LeaseStore after;  // of the next process
    after.store(leases, {second, lease_of(Ipv4{10, 0, 0, 7})});
    after.store(leases, {first});
    REQUIRE(db::load_leases(leases) == std::vector{lease_of(Ipv4{10, 0, 0, 7}), first, second});
}

TEST_CASE("Lease store: what a failed transaction took back can be stored again", "[db]") {
    const Site site;
    auto leases = db::open_leases(site.directory, db::Access::read_write).value();
    db::LeaseStore store;
    const auto lease = lease_of(Ipv4{10, 0, 0, 8});
    {
        const db::Transaction lost{leases};
        store.store(leases, {lease});
    }
    REQUIRE(db::load_leases(leases).empty());
    store.store(leases, {lease_of(Ipv4{10, 0, 0, 9})});
    store.store(leases, {lease});
    REQUIRE(db::load_leases(leases) == std::vector{lease, lease_of(Ipv4{10, 0, 0, 9})});
}

TEST_CASE("Lease store: nobody did DHCP yet, so there is no lease", "[db]") {
    const Site site;
    REQUIRE(db::list_leases(site.directory).value().empty());
}

TEST_CASE("Lease store: a released address is free at once and once", "[db]") {
    const Site site;
    auto leases = db::open_leases(site.directory, db::Access::read_write).value();
    const auto lease = lease_of(Ipv4{10, 0, 0, 9});
    db::LeaseStore{}.store(leases, {lease});
    const auto now = lease.starts + std::chrono::minutes{5};
    REQUIRE(db::release_lease(leases, lease.address, now));
    REQUIRE_FALSE(db::release_lease(leases, lease.address, now));
    const auto released = db::load_leases(leases).at(0);
    REQUIRE(released.state == dhcp::LeaseState::released);
    REQUIRE(released.expires == now);
}

TEST_CASE("Lease store: only what ended is forgotten", "[db]") {
    const Site site;
    auto leases = db::open_leases(site.directory, db::Access::read_write).value();
    const auto active = lease_of(Ipv4{10, 0, 0, 8});
    auto ended = lease_of(Ipv4{10, 0, 0, 9});
    ended.state = dhcp::LeaseState::expired;
    db::LeaseStore{}.store(leases, {active});
    db::LeaseStore{}.store(leases, {ended});
    REQUIRE(db::forget_leases(leases, ended.expires) == 0);
    REQUIRE(db::forget_leases(leases, ended.expires + std::chrono::seconds{1}) == 1);
    REQUIRE(db::load_leases(leases) == std::vector{active});
}

TEST_CASE("Node state: what a phone last received outlives the process", "[db]") {
    const Site site;
    const auto device = *DeviceName::parse("SEP001122AABBCC");
    {
        auto node = db::open_node_state(site.directory, "cm1", db::Access::read_write).value();
        db::put_given(node, {device, "old", "x"});
        db::put_given(node, {device, "new", std::string("a\0b", 3)});
        db::put_given(node, {*DeviceName::parse("SEP00"), "gone", ""});
        db::remove_given(node, *DeviceName::parse("SEP00"));
    }
    auto node = db::open_node_state(site.directory, "cm1", db::Access::read_only).value();
    const auto given = db::load_given(node);
    REQUIRE(given == std::vector{db::GivenRecord{device, "new", std::string("a\0b", 3)}});
}

TEST_CASE("Node state: registrations are listed over all nodes, and whether they still hold", "[db]") {
    const Site site;
    auto cm1 = db::open_node_state(site.directory, "cm1", db::Access::read_write).value();
    auto cm2 = db::open_node_state(site.directory, "CM 2", db::Access::read_write).value();
    db::put_registration(cm1, registration_of("SEPB"));
    db::put_registration(cm2, registration_of("SEPA", Protocol::sip));
    const auto lock = db::FileLock::acquire(site.directory.lock("cm1", "sccp"), "sccp of node cm1");
    REQUIRE(lock.has_value());

    const auto listed = db::list_registrations(site.directory).value();
    REQUIRE(listed.size() == 2);
    REQUIRE(listed[0].node == "cm 2");
    REQUIRE(listed[0].registration == registration_of("SEPA", Protocol::sip));
    REQUIRE_FALSE(listed[0].is_live);
    REQUIRE(listed[1].registration == registration_of("SEPB"));
    REQUIRE(listed[1].is_live);
}

TEST_CASE("Node state: a new process forgets the registrations of its protocol", "[db]") {
    const Site site;
    auto node = db::open_node_state(site.directory, "cm1", db::Access::read_write).value();
    db::put_registration(node, registration_of("SEPA"));
    db::put_registration(node, registration_of("SEPB"));
    db::put_registration(node, registration_of("SEPC", Protocol::sip));
    db::remove_registration(node, *DeviceName::parse("SEPB"));
    db::clear_registrations(node, Protocol::sccp);
    const auto listed = db::list_registrations(site.directory).value();
    REQUIRE(listed.size() == 1);
    REQUIRE(listed[0].registration.device.text() == "SEPC");
}
