// Relays, subnets, and everything that is none of our business.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

const Ipv4 kRelay{10, 80, 0, 2};

/// 10.80.0.0/24 is behind a relay; 10.81.0.0/24 too, by link selection.
World branch_world() {
    auto world = office_world(office_subnet());
    for (std::uint8_t i = 0; i < 2; ++i) {
        auto branch = office_subnet();
        branch.id = SubnetId{10 + i};
        const auto net = static_cast<std::uint8_t>(80 + i);
        branch.cidr = Cidr{Ipv4{10, net, 0, 0}, 24};
        branch.ranges = {{Ipv4{10, net, 0, 50}, Ipv4{10, net, 0, 99}}};
        world.subnets.set(branch.id, branch);
    }
    return world;
}

std::string relay_option(std::string_view hex) {
    const auto octets = from_hex(hex).value();
    return std::string{text_of(octets)};
}

}  // namespace

TEST_CASE("DHCP engine: D-41 a relayed request is answered to the relay", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto heard = server.hears(discover().broadcast().relayed_by(kRelay));
    REQUIRE(heard.front().route.to == Endpoint{kRelay, 67});
    REQUIRE(heard.front().route.from == kServer);
    REQUIRE(heard.front().route.interface_index == 0);
    REQUIRE(heard.front().route.heard_on == 2);
    const auto& offer = heard.front().message;
    REQUIRE(offer.giaddr == kRelay);
    REQUIRE(offer.hops == 0);
    REQUIRE(offer.wants_broadcast());
    REQUIRE(Cidr{Ipv4{10, 80, 0, 0}, 24}.contains(offer.yiaddr));
    REQUIRE(server.last(journal::Step::dhcp_discover)->field("relay") == "10.80.0.2");
}

TEST_CASE("DHCP engine: a subnet may name a relay that lies outside it", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.cidr = Cidr{Ipv4{10, 77, 0, 0}, 16};
    subnet.ranges = {{Ipv4{10, 77, 1, 0}, Ipv4{10, 77, 1, 255}}};
    subnet.relay = Ipv4{127, 0, 0, 2};
    DhcpServer server{subnet};
    const auto message = discover().relayed_by(subnet.relay);
    const auto offer = server.hears(message).front();
    REQUIRE(offer.route.to.address == subnet.relay);
    REQUIRE(subnet.cidr.contains(offer.message.yiaddr));
    const auto select_it = select(offer.message.yiaddr).relayed_by(subnet.relay);
    REQUIRE(server.hears(select_it).front().type() == MessageType::ack);
    server.advance(1800s);
    const auto renewal = renew(offer.message.yiaddr).relayed_by(subnet.relay);
    REQUIRE(server.hears(renewal).front().type() == MessageType::ack);
}

TEST_CASE("DHCP engine: D-42 D-44 an unknown relay and a circling message get silence", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    REQUIRE(server.hears(discover().relayed_by(Ipv4{192, 168, 3, 1})).empty());
    REQUIRE(server.count(Event::no_subnet) == 1);
    REQUIRE(
        server.last(journal::Step::dhcp_ignored)->field("reason").find("192.168.3.1") != std::string::npos
    );
    const auto circling = discover().relayed_by(kRelay).with([](auto& m) { m.hops = 17; });
    REQUIRE(server.hears(circling).empty());
    REQUIRE(server.count(Event::malformed) == 1);
}

TEST_CASE("DHCP engine: D-43 a relayed NAK is to be broadcast", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto nak = server.hears(reboot(kFirst).relayed_by(kRelay)).front();
    REQUIRE(nak.type() == MessageType::nak);
    REQUIRE(nak.route.to == Endpoint{kRelay, 67});
    REQUIRE(nak.message.wants_broadcast());
}

TEST_CASE("DHCP engine: D-45 D-46 relay information is echoed last, and only to relays", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto information = relay_option("0103616263 0206001122334455");
    const auto heard =
        server.hears(discover().option(61, "an id").option(82, information).relayed_by(kRelay));
    REQUIRE(heard.front().codes().back() == option::kRelayInformation);
    const auto echoed = heard.front().message.options.bytes(option::kRelayInformation);
    REQUIRE(text_of(*echoed) == information);

    const auto direct = server.hears(discover().option(82, information));
    REQUIRE_FALSE(direct.front().message.options.contains(option::kRelayInformation));
    REQUIRE(server.count(Event::unused_relay_info) == 1);
}

TEST_CASE("DHCP engine: D-47 link selection chooses the subnet", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto information = relay_option("05040a510000");
    const auto heard = server.hears(discover().option(82, information).relayed_by(kRelay));
    REQUIRE(Cidr{Ipv4{10, 81, 0, 0}, 24}.contains(heard.front().message.yiaddr));
    REQUIRE(heard.front().route.to.address == kRelay);
}

TEST_CASE("DHCP engine: D-49 a relay may stand in as the server", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto information = relay_option("0b040a5000fe");
    const Ipv4 stand_in{10, 80, 0, 254};
    const auto offer = server.hears(discover().option(82, information).relayed_by(kRelay)).front();
    REQUIRE(offer.message.options.address(option::kServerId) == stand_in);
    const auto request = select(offer.message.yiaddr, stand_in).option(82, information).relayed_by(kRelay);
    REQUIRE(server.hears(request).front().type() == MessageType::ack);
}

TEST_CASE("DHCP engine: D-50 a relay that says so is answered to its source port", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto message = discover().option(82, relay_option("1300")).relayed_by(kRelay);
    const auto heard = server.hears_octets(message.octets(), {{kRelay, 4067}, kServer, 2});
    REQUIRE(heard.front().route.to == Endpoint{kRelay, 4067});
}

TEST_CASE("DHCP engine: a reservation may name the switch port", "[dhcp][engine]") {
    auto world = branch_world();
    auto branch = *world.subnets.find(SubnetId{10});
    branch.reservations = {{Reservation::Kind::circuit, "abc", Ipv4{10, 80, 0, 60}}};
    world.subnets.set(branch.id, branch);
    DhcpServer server{world};
    const auto message = discover().option(82, relay_option("0103616263")).relayed_by(kRelay);
    REQUIRE(server.hears(message).front().message.yiaddr == Ipv4{10, 80, 0, 60});
}

TEST_CASE("DHCP engine: a routed renewal belongs to the subnet of its address", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto offer = server.hears(discover().relayed_by(kRelay)).front();
    server.hears(select(offer.message.yiaddr).relayed_by(kRelay));
    server.advance(1800s);
    const auto ack = server.hears_unicast(renew(offer.message.yiaddr)).front();
    REQUIRE(ack.type() == MessageType::ack);
    REQUIRE(ack.route.to == Endpoint{offer.message.yiaddr, 68});
    REQUIRE(ack.message.options.address(option::kServerId) == kServer);
}

TEST_CASE("DHCP engine: the subnets of one wire serve each other's overflow", "[dhcp][engine]") {
    auto first = office_subnet();
    first.shared_network = "floor 2";
    first.ranges = {{kFirst, kFirst}};
    auto second = office_subnet();
    second.id = SubnetId{2};
    second.shared_network = "floor 2";
    second.cidr = Cidr{Ipv4{10, 82, 0, 0}, 24};
    second.routers = {Ipv4{10, 82, 0, 254}};
    second.ranges = {{Ipv4{10, 82, 0, 50}, Ipv4{10, 82, 0, 50}}};
    auto world = office_world(first);
    world.subnets.set(second.id, second);
    DhcpServer server{world};
    REQUIRE(server.leases(1) == kFirst);
    const auto other = server.hears(discover().phone(2)).front();
    REQUIRE(other.message.yiaddr == Ipv4{10, 82, 0, 50});
    REQUIRE(other.message.options.address(option::kRouter) == Ipv4{10, 82, 0, 254});
    REQUIRE(server.leases(2) == Ipv4{10, 82, 0, 50});
    REQUIRE(server.leases(3).is_unspecified());
    REQUIRE(server.hears(reboot(kFirst).phone(1)).front().type() == MessageType::ack);
}

TEST_CASE("DHCP engine: D-94 a wire without a subnet gets silence", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears(discover(), 9).empty());
    REQUIRE(server.hears(discover().phone(2), 77).empty());
    REQUIRE(server.count(Event::no_subnet) == 2);
}

TEST_CASE("DHCP engine: a subnet bound to an interface is served there alone", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.interface = "eth9";
    DhcpServer server{subnet};
    REQUIRE(server.hears(discover(), 2).empty());
    REQUIRE(server.hears(discover().phone(2), 9).size() == 1);
}

TEST_CASE("DHCP engine: D-59 D-98 D-99 what is not for a server gets silence", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears(discover().with([](auto& m) { m.op = Op::reply; })).empty());
    REQUIRE(server.hears(ClientMessage{MessageType::offer}).empty());
    REQUIRE(server.hears(discover().option_hex(53, "0a")).empty());  // LEASEQUERY
    REQUIRE(server.hears(discover().option_hex(53, "")).empty());
    REQUIRE(server.count(Event::not_for_servers) == 2);
    REQUIRE(server.count(Event::malformed) == 2);
}

TEST_CASE("DHCP engine: D-93 changed options count from the next message, leases stay", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    auto subnet = office_subnet();
    subnet.dns_servers = {Ipv4{10, 78, 0, 252}};
    server.change_subnet(subnet);
    server.advance(1800s);
    const auto ack = server.hears_unicast(renew(address).phone(1).wants({6})).front();
    REQUIRE(ack.message.yiaddr == address);
    REQUIRE(ack.message.options.address(option::kDnsServers) == Ipv4{10, 78, 0, 252});
}

TEST_CASE("DHCP engine: a phone leaves an address that is no longer in a range", "[dhcp][engine]") {
    DhcpServer server;
    server.hears(discover().asks_for(kFirst));
    server.hears(select(kFirst));
    auto subnet = office_subnet();
    subnet.ranges = {{kLast, kLast}};
    server.change_subnet(subnet);
    server.advance(1800s);
    REQUIRE(server.hears_unicast(renew(kFirst)).front().type() == MessageType::nak);
    REQUIRE(server.hears(discover()).front().message.yiaddr == kLast);
}

TEST_CASE("DHCP engine: leases of a removed subnet wait for it, then end", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    const auto with_subnet = server.world();
    auto without = with_subnet;
    without.subnets.erase(SubnetId{1});
    server.change_world(without);
    REQUIRE(server.hears_unicast(renew(address).phone(1)).empty());
    server.change_world(with_subnet);
    REQUIRE(server.leases(1) == address);
    server.change_world(without);
    server.advance(3601s);
    REQUIRE(server.engine().bindings().leases().size() == 0);
}
