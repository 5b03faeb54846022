// Store before reply, failing disks, restarts and release by command.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;
using Storing = DhcpServer::Storing;

TEST_CASE("D-89 a restart keeps the leases", "[dhcp][engine]") {
    DhcpServer before;
    const auto address = before.leases(1);
    DhcpServer after;
    after.engine().load(before.disk, after.now());
    REQUIRE(after.hears(discover().phone(2).asks_for(address)).front().message.yiaddr != address);
    after.advance(1800s);
    REQUIRE(after.hears_unicast(renew(address).phone(1)).front().type() == MessageType::ack);
}

TEST_CASE("DHCP engine: leases that ended while nobody looked are remembered", "[dhcp][engine]") {
    DhcpServer before;
    const auto address = before.leases(1);
    DhcpServer after;
    after.advance(7200s);
    after.engine().load(before.disk, after.now());
    REQUIRE(after.engine().bindings().leases().find(address)->state == LeaseState::expired);
    REQUIRE(after.leases(1) == address);
}

TEST_CASE("D-90 a lease that cannot be stored is not acknowledged", "[dhcp][engine]") {
    DhcpServer server;
    server.storing(Storing::failing);
    REQUIRE(server.leases(1).is_unspecified());
    REQUIRE(server.count(Event::store_failed) == 1);
    REQUIRE(server.count(Event::ack) == 0);
    REQUIRE(server.engine().bindings().leases().size() == 0);
    REQUIRE(server.warnings.size() == 1);
    REQUIRE(server.last(journal::Step::dhcp_ignored) != nullptr);
    server.storing(Storing::at_once);
    REQUIRE_FALSE(server.leases(1).is_unspecified());
}

TEST_CASE("D-90 a renewal that cannot be stored gets what is left", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.storing(Storing::failing);
    server.advance(1800s);
    const auto ack = server.hears_unicast(renew(address).phone(1)).front();
    REQUIRE(ack.type() == MessageType::ack);
    REQUIRE(ack.message.options.u32(option::kLeaseTime) == 1800);
    REQUIRE(ack.message.options.u32(option::kRenewalTime) == 900);
    REQUIRE(server.on_disk(address)->expires == server.now().wall + 1800s);
    REQUIRE(server.engine().bindings().leases().find(address)->expires == server.now().wall + 1800s);
}

TEST_CASE("DHCP engine: a store that never answers has failed", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.storing(Storing::withheld);
    server.leases(2);
    server.advance(1800s);
    REQUIRE(server.count(Event::store_failed) == 1);
    server.hears_unicast(renew(address).phone(1));
    const auto late = server.advance(10s);
    REQUIRE(late.at(0).message.options.u32(option::kLeaseTime) == 1790);
    REQUIRE(server.engine().stores_under_way() == 0);
    REQUIRE(server.stores_finish().empty());
    REQUIRE(server.engine().bindings().leases().size() == 1);
}

TEST_CASE("DHCP engine: nobody else gets an address whose lease is being stored", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.ranges = {{kFirst, kFirst}};
    DhcpServer server{subnet};
    server.hears(discover().phone(1));
    server.storing(Storing::withheld);
    server.hears(select(kFirst).phone(1));
    server.advance(9s);
    REQUIRE(server.hears(discover().phone(2)).empty());
    REQUIRE(server.hears(select(kFirst).phone(2)).front().type() == MessageType::nak);
    REQUIRE(server.stores_finish().front().type() == MessageType::ack);
}

TEST_CASE(
    "DHCP engine: a REQUEST repeated while its lease is stored gets one ACK, the latest", "[dhcp][engine]"
) {
    DhcpServer server;
    const auto address = server.hears(discover()).front().message.yiaddr;
    server.storing(Storing::withheld);
    REQUIRE(server.hears(select(address).xid(1)).empty());
    REQUIRE(server.hears(select(address).xid(2)).empty());
    REQUIRE(server.writes == 1);
    const auto heard = server.stores_finish();
    REQUIRE(heard.size() == 1);
    REQUIRE(heard.front().message.xid == 2);
}

TEST_CASE("DHCP engine: a lease released while it is stored is not acknowledged", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.hears(discover()).front().message.yiaddr;
    server.storing(Storing::withheld);
    server.hears(select(address));
    server.hears_unicast(release(address));
    REQUIRE(server.stores_finish().empty());
    REQUIRE(server.on_disk(address)->state == LeaseState::released);
    REQUIRE(server.engine().stores_under_way() == 0);
}

TEST_CASE("DHCP engine: a result nobody waits for is harmless", "[dhcp][engine]") {
    DhcpServer server;
    Actions actions;
    server.engine().on_store_result(4711, true, server.now(), actions);
    REQUIRE(actions.empty());
}

TEST_CASE("DHCP engine: a lease is released by command", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    const auto by_name = GENERATE(true, false);
    server.releases(by_name ? "SEP00070E000001" : address.to_string());
    REQUIRE(server.on_disk(address)->state == LeaseState::released);
    const auto& done = *server.last(journal::Step::request_done);
    REQUIRE(done.subject == "SEP00070E000001");
    REQUIRE(done.field("address") == address.to_string());
    server.releases(address.to_string());
    REQUIRE(server.last(journal::Step::request_failed)->subject == "@" + address.to_string());
}

TEST_CASE("DHCP engine: it wants to be woken when something ends", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE_FALSE(server.engine().next_deadline(server.now()));
    const auto address = server.hears(discover()).front().message.yiaddr;
    REQUIRE(server.engine().next_deadline(server.now()) == server.now().mono + 60s);
    server.storing(Storing::withheld);
    server.hears(select(address));
    REQUIRE(server.engine().next_deadline(server.now()) == server.now().mono + 10s);
    server.stores_finish();
    REQUIRE(server.engine().next_deadline(server.now()) == server.now().mono + 3600s);
}

TEST_CASE("DHCP engine: a release that could not be stored is stored again", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.storing(Storing::failing);
    server.hears_unicast(release(address).phone(1));
    REQUIRE(server.on_disk(address)->state == LeaseState::active);
    REQUIRE(server.warnings.size() == 1);
    REQUIRE(server.engine().next_deadline(server.now()) == server.now().mono + 1s);
    server.advance(1s);
    REQUIRE(server.on_disk(address)->state == LeaseState::active);
    server.storing(Storing::at_once);
    server.advance(1s);
    REQUIRE(server.on_disk(address)->state == LeaseState::released);
    REQUIRE(server.engine().stores_owed() == 0);
    const auto writes = server.writes;
    server.advance(60s);
    REQUIRE(server.writes == writes);
}

TEST_CASE("DHCP engine: a quarantine outlives a restart though its store failed at first", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.storing(Storing::failing);
    server.hears(decline(address).phone(1));
    server.storing(Storing::at_once);
    server.advance(1s);
    DhcpServer after;
    after.engine().load(server.disk, server.now());
    REQUIRE(after.leases(1) != address);
}

TEST_CASE("DHCP engine: a store whose result is lost is tried again too", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.storing(Storing::withheld);
    server.hears_unicast(release(address).phone(1));
    REQUIRE(server.engine().stores_owed() == 1);
    server.storing(Storing::at_once);
    server.advance(9s);
    REQUIRE(server.on_disk(address)->state == LeaseState::active);
    server.advance(1s);
    REQUIRE(server.on_disk(address)->state == LeaseState::released);
}

TEST_CASE("DHCP engine: a release that is stored late does not undo a newer lease", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.storing(Storing::failing);
    server.hears_unicast(release(address).phone(1));
    server.hears(discover().phone(1));
    server.storing(Storing::withheld);
    server.hears(select(address).phone(1));
    const auto writes = server.writes;
    server.advance(2s);
    REQUIRE(server.writes == writes);

    SECTION("when that was stored") {
        REQUIRE(server.stores_finish().size() == 1);
        server.storing(Storing::at_once);
        server.advance(2s);
        REQUIRE(server.on_disk(address)->state == LeaseState::active);
        REQUIRE(server.engine().stores_owed() == 0);
    }
    SECTION("but is stored when that was not") {
        REQUIRE(server.stores_finish(false).empty());
        server.storing(Storing::at_once);
        server.advance(2s);
        REQUIRE(server.on_disk(address)->state == LeaseState::released);
    }
}

TEST_CASE("DHCP engine: what is to be stored again is bounded", "[dhcp][engine]") {
    Limits limits;
    limits.max_stores = 2;
    DhcpServer server{office_subnet(), limits};
    std::vector<Ipv4> addresses;
    for (std::uint32_t phone = 1; phone <= 3; ++phone) {
        addresses.push_back(server.leases(phone));
    }
    server.storing(Storing::failing);
    for (std::uint32_t phone = 1; phone <= 3; ++phone) {
        server.hears_unicast(release(addresses.at(phone - 1)).phone(phone));
    }
    REQUIRE(server.engine().stores_owed() == 2);
    REQUIRE(server.count(Event::limited) == 1);
}
