// Hostile clients: nothing they send makes the server grow or fall silent towards others.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

TEST_CASE("D-92 one client's flood is answered six times in five seconds", "[dhcp][engine]") {
    DhcpServer server;
    std::size_t answered = 0;
    for (int i = 0; i < 100; ++i) {
        answered += server.hears(discover().phone(1)).size();
    }
    REQUIRE(answered == 6);
    REQUIRE(server.count(Event::flooded) == 94);
    REQUIRE(server.hears(discover().phone(2)).size() == 1);
    server.advance(5s);
    REQUIRE(server.hears(discover().phone(1)).size() == 1);
}

TEST_CASE("DHCP engine: invented clients fill the offers to their limit and no further", "[dhcp][engine]") {
    auto subnet = office_subnet();
    Limits limits;
    limits.max_offers = 20;
    DhcpServer server{subnet, limits};
    for (std::uint32_t phone = 1; phone <= 60; ++phone) {
        server.hears(discover().phone(phone));
    }
    REQUIRE(server.engine().bindings().offers().size() == 20);
    REQUIRE(server.count(Event::limited) == 40);
    REQUIRE(server.warnings.size() == 1);
    server.advance(10s);
    REQUIRE_FALSE(server.leases(1000).is_unspecified());
}

TEST_CASE("DHCP engine: the number of leases is bounded; those that ended make room", "[dhcp][engine]") {
    Limits limits;
    limits.max_leases = 5;
    DhcpServer server{office_subnet(), limits};
    for (std::uint32_t phone = 1; phone <= 5; ++phone) {
        REQUIRE_FALSE(server.leases(phone).is_unspecified());
    }
    REQUIRE(server.leases(6).is_unspecified());
    server.advance(3601s);
    REQUIRE_FALSE(server.leases(6).is_unspecified());
    REQUIRE(server.engine().bindings().leases().size() == 5);
}

TEST_CASE("DHCP engine: the stores under way are bounded", "[dhcp][engine]") {
    Limits limits;
    limits.max_stores = 3;
    DhcpServer server{office_subnet(), limits};
    server.storing(DhcpServer::Storing::withheld);
    for (std::uint32_t phone = 1; phone <= 10; ++phone) {
        server.leases(phone);
    }
    REQUIRE(server.engine().stores_under_way() == 3);
    REQUIRE(server.stores_finish().size() == 3);
}

TEST_CASE("DHCP engine: a client cannot decline a range away", "[dhcp][engine]") {
    DhcpServer server;
    for (int i = 0; i < 20; ++i) {
        server.advance(10s);
        const auto address = server.leases(1);
        server.hears(decline(address).phone(1));
    }
    std::size_t declined = 0;
    for (const auto& lease : server.disk) {
        declined += lease.state == LeaseState::declined ? 1U : 0U;
    }
    REQUIRE(declined == 3);
}

TEST_CASE("DHCP engine: random storms keep leases, offers and marks in agreement", "[dhcp][engine]") {
    std::mt19937 random{20131};
    const auto pick = [&](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); };
    DhcpServer server;
    for (int i = 0; i < 5000; ++i) {
        const auto phone = 1 + pick(80);
        const Ipv4 address{kFirst.value() + pick(50)};
        server.storing(pick(10) == 0 ? DhcpServer::Storing::failing : DhcpServer::Storing::at_once);
        switch (pick(7)) {
            case 0:
                server.hears(discover().phone(phone));
                break;
            case 1:
                server.leases(phone);
                break;
            case 2:
                server.hears(reboot(address).phone(phone));
                break;
            case 3:
                server.hears_unicast(renew(address).phone(phone));
                break;
            case 4:
                server.hears_unicast(release(address).phone(phone));
                break;
            case 5:
                server.hears(decline(address).phone(phone));
                break;
            default:
                server.advance(std::chrono::seconds{pick(900)});
                break;
        }
        const auto& bindings = server.engine().bindings();
        std::size_t taken = 0;
        for (auto value = kFirst.value(); value <= kLast.value(); ++value) {
            const auto* lease = bindings.leases().find(Ipv4{value});
            const bool is_leased = lease != nullptr && is_in_force(*lease);
            taken += is_leased || bindings.offers().of_address(Ipv4{value}) != nullptr ? 1U : 0U;
        }
        REQUIRE(server.engine().subnets().all().front()->pool().taken() == taken);
    }
    REQUIRE(server.count(Event::ack) > 100);
    REQUIRE(server.count(Event::nak) > 100);
}

TEST_CASE("DHCP engine: what is on disk is what was acknowledged", "[dhcp][engine]") {
    std::mt19937 random{7};
    DhcpServer server;
    for (int i = 0; i < 2000; ++i) {
        server.storing(random() % 3 == 0 ? DhcpServer::Storing::failing : DhcpServer::Storing::at_once);
        const auto phone = 1 + static_cast<std::uint32_t>(random() % 60);
        if (const auto address = server.leases(phone); !address.is_unspecified()) {
            REQUIRE(server.on_disk(address)->mac == discover().phone(phone).message().mac());
            REQUIRE(server.on_disk(address)->state == LeaseState::active);
        }
        server.advance(std::chrono::seconds{random() % 600});
    }
}
