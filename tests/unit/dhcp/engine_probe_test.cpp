// Asking whether an address is in use before it is offered, and noticing other servers.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

const MacAddress kStranger{{0x52, 0x54, 0, 0, 0, 1}};
const Ipv4 kRelay{10, 79, 5, 1};

struct Probing : DhcpServer {
    explicit Probing(Subnet subnet = office_subnet(), Limits limits = {}) : DhcpServer{subnet, limits} {
        engine().use_probes(true);
    }

    /// The one address asked about since the last call.
    Ipv4 asked() {
        REQUIRE(probes.size() == 1);
        return std::exchange(probes, {}).front().address;
    }
};

Subnet one_behind_a_relay() {
    auto subnet = office_subnet();
    subnet.cidr = Cidr{Ipv4{10, 79, 5, 0}, 24};
    subnet.ranges = {{Ipv4{10, 79, 5, 50}, Ipv4{10, 79, 5, 99}}};
    return subnet;
}

}  // namespace

TEST_CASE(
    "DHCP probe: a new client's address is asked about, and offered when nobody answers", "[dhcp][engine]"
) {
    Probing server;
    REQUIRE(server.hears(discover().xid(1)).empty());
    REQUIRE(server.probes.size() == 1);
    REQUIRE(server.probes[0].interface_index == 2);
    REQUIRE(server.probes[0].from == kOwnMac);
    const auto address = server.asked();
    REQUIRE(server.advance(99ms).empty());
    const auto heard = server.advance(1ms);
    REQUIRE(heard.size() == 1);
    REQUIRE(heard[0].type() == MessageType::offer);
    REQUIRE(heard[0].message.yiaddr == address);
    REQUIRE(heard[0].message.xid == 1);
    REQUIRE(server.engine().probes_under_way() == 0);
    REQUIRE(server.advance(10s).empty());
}

TEST_CASE("DHCP probe: who asks again meanwhile gets one offer, to the latest", "[dhcp][engine]") {
    Probing server;
    server.hears(discover().xid(1));
    server.advance(50ms);
    REQUIRE(server.hears(discover().xid(2).broadcast()).empty());
    server.asked();
    const auto heard = server.advance(50ms);
    REQUIRE(heard.size() == 1);
    REQUIRE(heard[0].message.xid == 2);
    REQUIRE(heard[0].message.wants_broadcast());
    // The address is held and was asked about: the next DISCOVER need not wait.
    REQUIRE(server.hears(discover().xid(3)).size() == 1);
    REQUIRE(server.probes.empty());
}

TEST_CASE(
    "D-77 an address that somebody answers on is quarantined, and the next one is tried", "[dhcp][engine]"
) {
    Probing server;
    server.hears(discover());
    const auto first = server.asked();
    REQUIRE(server.answers(first, kStranger).empty());
    const auto second = server.asked();
    REQUIRE(second != first);
    REQUIRE(server.advance(100ms).at(0).message.yiaddr == second);

    const auto* row = server.on_disk(first);
    REQUIRE(row != nullptr);
    REQUIRE(row->state == LeaseState::declined);
    REQUIRE(row->mac == kStranger);
    REQUIRE(row->expires - row->starts == 1h);
    REQUIRE(server.count(Event::conflict) == 1);
    REQUIRE(server.warnings.at(0).find(first.to_string()) != std::string::npos);
    REQUIRE(server.last(journal::Step::dhcp_conflict)->field("by") == kStranger.to_colons());

    // For an hour nobody gets it, whoever asks for it by name.
    REQUIRE(server.hears(select(first).phone(7)).at(0).type() == MessageType::nak);
    server.hears(discover().phone(8).asks_for(first));
    REQUIRE(server.asked() != first);
    server.advance(1h);
    server.hears(discover().phone(9).asks_for(first));
    REQUIRE(server.asked() == first);
}

TEST_CASE("D-77 three addresses in a row are tried for one DISCOVER", "[dhcp][engine]") {
    Probing server;
    server.hears(discover());
    std::set<Ipv4> tried;
    for (int i = 0; i < 3; ++i) {
        const auto address = server.asked();
        tried.insert(address);
        REQUIRE(server.answers(address, std::nullopt).empty());
    }
    REQUIRE(tried.size() == 3);
    REQUIRE(server.probes.empty());
    REQUIRE(server.advance(1s).empty());
    REQUIRE(server.last(journal::Step::dhcp_ignored) != nullptr);
    REQUIRE(server.engine().bindings().offers().size() == 0);
    server.hears(discover());  // it asks again by itself
    REQUIRE_FALSE(tried.contains(server.asked()));
}

TEST_CASE("DHCP probe: a client that still uses its former address is no conflict", "[dhcp][engine]") {
    Probing server;
    server.hears(discover().phone(1));
    const auto heard = server.answers(server.asked(), discover().phone(1).message().mac());
    REQUIRE(heard.at(0).type() == MessageType::offer);
    REQUIRE(server.count(Event::conflict) == 0);
}

TEST_CASE("DHCP probe: an answer that nobody waits for changes nothing", "[dhcp][engine]") {
    Probing server;
    server.hears(discover());
    const auto address = server.asked();
    server.advance(100ms);
    REQUIRE(server.answers(address, kStranger).empty());
    REQUIRE(server.answers(kServer, kStranger).empty());
    REQUIRE(server.writes == 0);
    REQUIRE(server.hears(select(address)).at(0).type() == MessageType::ack);
}

TEST_CASE("DHCP probe: whoever had the address within the last hour is not asked about", "[dhcp][engine]") {
    Probing server;
    server.hears(discover().phone(1));
    const auto address = server.asked();
    server.advance(100ms);
    REQUIRE(server.hears(select(address).phone(1)).at(0).type() == MessageType::ack);
    REQUIRE(server.hears(discover().phone(1)).size() == 1);  // it restarts
    server.hears(release(address).phone(1));
    server.advance(59min);
    REQUIRE(server.hears(discover().phone(1)).size() == 1);
    REQUIRE(server.probes.empty());
    server.advance(2min);
    REQUIRE(server.hears(discover().phone(1)).empty());
    REQUIRE(server.asked() == address);
}

TEST_CASE(
    "D-28 a lease that is taken over after a loss of the database is not asked about", "[dhcp][engine]"
) {
    Probing server;
    REQUIRE(server.hears_unicast(renew(kFirst)).at(0).type() == MessageType::ack);
    REQUIRE(server.on_disk(kFirst) != nullptr);
    REQUIRE(server.probes.empty());
}

TEST_CASE("DHCP probe: off by subnet, and where the host cannot ask", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.probe = false;
    Probing off{subnet};
    REQUIRE(off.hears(discover()).size() == 1);
    DhcpServer without;
    REQUIRE(without.hears(discover()).size() == 1);
}

TEST_CASE("DHCP probe: a subnet behind a router is asked by ICMP, and for longer", "[dhcp][engine]") {
    Probing server{one_behind_a_relay()};
    REQUIRE(server.hears(discover().relayed_by(kRelay)).empty());
    REQUIRE(server.probes.at(0).interface_index == 0);
    REQUIRE(server.advance(249ms).empty());
    REQUIRE(server.advance(1ms).at(0).route.to.address == kRelay);
}

TEST_CASE("DHCP probe: a relay on our own wire is answered after an ARP probe there", "[dhcp][engine]") {
    Probing server;
    server.hears(discover().relayed_by(Ipv4{10, 78, 0, 2}));
    REQUIRE(server.probes.at(0).interface_index == 2);
}

TEST_CASE("DHCP probe: over the bound addresses are offered without asking", "[dhcp][engine]") {
    Limits limits;
    limits.max_probes = 2;
    Probing server{office_subnet(), limits};
    REQUIRE(server.hears(discover().phone(1)).empty());
    REQUIRE(server.hears(discover().phone(2)).empty());
    REQUIRE(server.hears(discover().phone(3)).size() == 1);
    REQUIRE(server.count(Event::unprobed) == 1);
    REQUIRE(server.advance(100ms).size() == 2);
    REQUIRE(server.hears(discover().phone(4)).empty());
}

TEST_CASE("DHCP probe: a client that goes to another server is not offered anything", "[dhcp][engine]") {
    Probing server;
    server.hears(discover().phone(1));
    const auto address = server.asked();
    server.hears(select(Ipv4{10, 78, 0, 9}, Ipv4{10, 78, 0, 200}).phone(1));
    SECTION("nobody answers") {
        REQUIRE(server.advance(1s).empty());
    }
    SECTION("somebody answers") {
        REQUIRE(server.answers(address, kStranger).empty());
        REQUIRE(server.on_disk(address)->state == LeaseState::declined);
        REQUIRE(server.probes.empty());
    }
}

TEST_CASE("DHCP probe: a subnet that goes meanwhile is not answered in", "[dhcp][engine]") {
    Probing server;
    server.hears(discover());
    auto subnet = office_subnet();
    subnet.enabled = false;
    server.change_subnet(subnet);
    REQUIRE(server.advance(1s).empty());
}

TEST_CASE(
    "DHCP other servers: one that a phone chooses is reported once, and noted again", "[dhcp][engine]"
) {
    DhcpServer server;
    const Ipv4 other{10, 78, 0, 200};
    const auto choose = [&] { server.hears(select(Ipv4{10, 78, 0, 9}, other).phone(1)); };
    choose();
    REQUIRE(server.warnings.size() == 1);
    REQUIRE(server.warnings[0].find("10.78.0.200") != std::string::npos);
    const auto* step = server.last(journal::Step::dhcp_other_server);
    REQUIRE(step->subject == "@10.78.0.200");
    REQUIRE(step->field("wire") == "eth0");
    REQUIRE(step->field("phone") == "SEP00070E000001");
    const auto noted = [&] {
        return std::ranges::count(
            server.journal, journal::Step::dhcp_other_server, &journal::Observation::step
        );
    };
    choose();
    REQUIRE(noted() == 1);
    server.advance(2min);
    choose();
    REQUIRE(noted() == 2);
    REQUIRE(server.warnings.size() == 1);
    for (int i = 0; i < 25; ++i) {
        server.advance(59min);
        choose();
    }
    REQUIRE(server.warnings.size() == 2);  // a reminder after a day
}

TEST_CASE("DHCP other servers: those that answer a search are named with what they offer", "[dhcp][engine]") {
    DhcpServer server;
    Actions actions;
    ServerSeen seen;
    seen.server_id = Ipv4{10, 78, 0, 9};
    seen.offered = Ipv4{10, 78, 0, 210};
    server.engine().on_other_server(seen, "eth0", server.now(), actions);
    REQUIRE(server.engine().other_servers().present(server.now().mono) == 1);
    const auto& warn = std::get<Warn>(actions.at(1));
    REQUIRE(warn.sentence.find("10.78.0.9 offers 10.78.0.210") != std::string::npos);
    REQUIRE(std::get<Observe>(actions.at(0)).observation.field("offered") == "10.78.0.210");
    actions.clear();
    seen.server_id = kServer;  // our own
    server.engine().on_other_server(seen, "eth0", server.now(), actions);
    REQUIRE(actions.empty());
}

TEST_CASE("DHCP other servers: whoever invents them gets sixteen rows and no more", "[dhcp][engine]") {
    OtherServers servers;
    Instant now{};
    for (std::uint32_t i = 0; i < 1000; ++i) {
        servers.note(Ipv4{i + 1}, now);
    }
    REQUIRE(servers.present(now) == OtherServers::kMost);
    REQUIRE(servers.note(Ipv4{5000}, now) == OtherServers::News::nothing);
    now += OtherServers::kMemory + 1s;
    REQUIRE(servers.present(now) == 0);
    REQUIRE(servers.note(Ipv4{5000}, now) == OtherServers::News::fresh);
    REQUIRE(servers.note(Ipv4{1}, now) == OtherServers::News::fresh);  // it is back
}

TEST_CASE("DHCP other servers: our own search for them is not answered", "[dhcp][engine]") {
    const auto mac = ServerProbe::mac_of(42);
    EngineSettings settings{NodeId{1}, 0, {}};
    settings.own_probe = mac;
    Engine engine{
        settings, std::make_shared<const World>(office_world(office_subnet())), {{2, "eth0", {kServer}}}};
    Actions actions;
    engine.on_datagram({{kServer, 68}, Ipv4::broadcast(), 2}, ServerProbe{42}.discover(), Now{}, actions);
    REQUIRE(actions.empty());
    engine.on_datagram({{kServer, 68}, Ipv4::broadcast(), 2}, ServerProbe{0x4200}.discover(), Now{}, actions);
    REQUIRE_FALSE(actions.empty());
}
