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

TEST_CASE("D-41 a relayed request is answered to the relay", "[dhcp][engine]") {
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

TEST_CASE("D-42 D-44 an unknown relay and a circling message get silence", "[dhcp][engine]") {
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

TEST_CASE("D-43 a relayed NAK is to be broadcast", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto nak = server.hears(reboot(kFirst).relayed_by(kRelay)).front();
    REQUIRE(nak.type() == MessageType::nak);
    REQUIRE(nak.route.to == Endpoint{kRelay, 67});
    REQUIRE(nak.message.wants_broadcast());
}

TEST_CASE("D-45 D-46 relay information is echoed last, and only to relays", "[dhcp][engine]") {
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

TEST_CASE("D-46 relay information of a trusted switch is believed and echoed", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.trusts_relay_information = true;
    subnet.reservations = {{Reservation::Kind::circuit, "abc", Ipv4{10, 78, 0, 60}}};
    DhcpServer server{subnet};
    // What concerns the way of the reply is a relay's to say: link selection, server identifier, source port.
    const auto information = relay_option("0103616263 05040a510000 0b040a4e00fd 1300");
    const auto offer = server.hears(discover().option(82, information)).front();
    REQUIRE(offer.message.yiaddr == Ipv4{10, 78, 0, 60});
    REQUIRE(offer.message.options.address(option::kServerId) == kServer);
    REQUIRE(offer.route.to.port == 68);
    REQUIRE(text_of(*offer.message.options.bytes(option::kRelayInformation)) == information);
    REQUIRE(server.count(Event::unused_relay_info) == 0);
}

TEST_CASE("DHCP engine: what the relay said still counts when a phone renews directly", "[dhcp][engine]") {
    auto world = branch_world();
    auto branch = *world.subnets.find(SubnetId{10});
    const Ipv4 reserved{10, 80, 0, 200};
    branch.reservations = {{Reservation::Kind::circuit, "abc", reserved}};
    world.subnets.set(branch.id, branch);
    DhcpServer server{world};
    const auto information = relay_option("0103616263");
    const auto relayed = [&](ClientMessage message) {
        return server.hears(message.phone(1).option(82, information).relayed_by(kRelay)).front();
    };
    REQUIRE(relayed(discover()).message.yiaddr == reserved);
    REQUIRE(relayed(select(reserved)).type() == MessageType::ack);
    REQUIRE(server.on_disk(reserved)->relay_information == information);

    // The reserved address is in no range: without the port nobody may have it.
    server.advance(1800s);
    const auto ack = server.hears_unicast(renew(reserved).phone(1)).front();
    REQUIRE(ack.type() == MessageType::ack);
    REQUIRE_FALSE(ack.message.options.contains(option::kRelayInformation));
    REQUIRE(server.on_disk(reserved)->relay_information == information);

    // After a restart, too.
    DhcpServer restarted{world};
    restarted.engine().load(server.disk, restarted.now());
    REQUIRE(restarted.hears_unicast(renew(reserved).phone(1)).front().type() == MessageType::ack);

    // Another client that claims the address does not inherit the port, nor does the same one elsewhere.
    REQUIRE(server.hears_unicast(renew(reserved).phone(2)).front().type() == MessageType::nak);
    REQUIRE(server.hears(discover().phone(1).relayed_by(kRelay)).front().message.yiaddr != reserved);
}

TEST_CASE("DHCP engine: more relay information than a lease keeps is used once", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto information = relay_option("0103616263 06fd") + std::string(253, 's');
    const auto offer = server.hears(discover().option(82, information).relayed_by(kRelay)).front();
    REQUIRE(text_of(*offer.message.options.bytes(option::kRelayInformation)) == information);
    server.hears(select(offer.message.yiaddr).option(82, information).relayed_by(kRelay));
    REQUIRE(server.on_disk(offer.message.yiaddr)->relay_information.empty());
}

TEST_CASE("DHCP engine: suboptions that mean nothing here are echoed and change nothing", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    // Subscriber id, vendor, relay id, VSS and its control (RFC 6607); lengths that lie about the end.
    const auto* hex = GENERATE(
        "0603616263 09050000000901 0c0100 970100 9800 0103616263",
        "0504ffff",
        "0500 0b020a50 1305 01",
        "97ff",
        "05050a51000000"
    );
    const auto information = relay_option(hex);
    const auto offer = server.hears(discover().option(82, information).relayed_by(kRelay)).front();
    REQUIRE(Cidr{Ipv4{10, 80, 0, 0}, 24}.contains(offer.message.yiaddr));
    REQUIRE(offer.message.options.address(option::kServerId) == kServer);
    REQUIRE(offer.route.to == Endpoint{kRelay, 67});
    REQUIRE(text_of(*offer.message.options.bytes(option::kRelayInformation)) == information);
}

TEST_CASE("D-48 option 118 chooses a subnet that lets itself be chosen", "[dhcp][engine]") {
    auto world = branch_world();
    auto branch = *world.subnets.find(SubnetId{11});
    const auto selection = [](ClientMessage message) { return message.option_hex(118, "0a510000"); };
    SECTION("then it is echoed, and the way of the reply stays") {
        branch.is_selectable = true;
        world.subnets.set(branch.id, branch);
        DhcpServer server{world};
        const auto heard = server.hears(selection(discover().relayed_by(kRelay))).front();
        REQUIRE(branch.cidr.contains(heard.message.yiaddr));
        REQUIRE(heard.route.to.address == kRelay);
        REQUIRE(to_hex(*heard.message.options.bytes(option::kSubnetSelection)) == "0a510000");
        const auto request = selection(select(heard.message.yiaddr).relayed_by(kRelay));
        REQUIRE(server.hears(request).front().type() == MessageType::ack);

        const auto direct = server.hears(selection(discover().phone(2))).front();
        REQUIRE(branch.cidr.contains(direct.message.yiaddr));
        REQUIRE(direct.route.to.address == direct.message.yiaddr);
        REQUIRE(direct.route.hardware == direct.message.mac());
        // A relay that selects the link knows better.
        const auto linked =
            selection(discover().phone(3).option(82, relay_option("05040a500000")).relayed_by(kRelay));
        REQUIRE(Cidr{Ipv4{10, 80, 0, 0}, 24}.contains(server.hears(linked).front().message.yiaddr));
    }
    SECTION("otherwise it means nothing") {
        DhcpServer server{world};
        const auto heard = server.hears(selection(discover().relayed_by(kRelay))).front();
        REQUIRE(Cidr{Ipv4{10, 80, 0, 0}, 24}.contains(heard.message.yiaddr));
        REQUIRE_FALSE(heard.message.options.contains(option::kSubnetSelection));
    }
    SECTION("nor does a subnet that does not exist, or half an address") {
        branch.is_selectable = true;
        world.subnets.set(branch.id, branch);
        DhcpServer server{world};
        for (const auto* hex : {"c0a80100", "0a51", ""}) {
            const auto heard = server.hears(discover().option_hex(118, hex).relayed_by(kRelay)).front();
            REQUIRE(Cidr{Ipv4{10, 80, 0, 0}, 24}.contains(heard.message.yiaddr));
        }
    }
}

TEST_CASE("D-47 link selection chooses the subnet", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto information = relay_option("05040a510000");
    const auto heard = server.hears(discover().option(82, information).relayed_by(kRelay));
    REQUIRE(Cidr{Ipv4{10, 81, 0, 0}, 24}.contains(heard.front().message.yiaddr));
    REQUIRE(heard.front().route.to.address == kRelay);
}

TEST_CASE("D-49 a relay may stand in as the server", "[dhcp][engine]") {
    DhcpServer server{branch_world()};
    const auto information = relay_option("0b040a5000fe");
    const Ipv4 stand_in{10, 80, 0, 254};
    const auto offer = server.hears(discover().option(82, information).relayed_by(kRelay)).front();
    REQUIRE(offer.message.options.address(option::kServerId) == stand_in);
    const auto request = select(offer.message.yiaddr, stand_in).option(82, information).relayed_by(kRelay);
    REQUIRE(server.hears(request).front().type() == MessageType::ack);
}

TEST_CASE("D-50 a relay that says so is answered to its source port", "[dhcp][engine]") {
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
    const auto& exhausted = *server.last(journal::Step::dhcp_exhausted);
    REQUIRE(exhausted.field("subnet") == "10.78.0.0/24 and 10.82.0.0/24");
    REQUIRE(exhausted.field("reason") == "2 of 2 addresses are taken");
    REQUIRE(server.hears(reboot(kFirst).phone(1)).front().type() == MessageType::ack);
}

TEST_CASE("D-96 a reply leaves from our address in the subnet of the lease", "[dhcp][engine]") {
    auto world = office_world(office_subnet());
    auto second = office_subnet();
    second.id = SubnetId{2};
    second.cidr = Cidr{Ipv4{10, 79, 0, 0}, 24};
    second.ranges = {{Ipv4{10, 79, 0, 50}, Ipv4{10, 79, 0, 99}}};
    world.subnets.set(second.id, second);
    DhcpServer server{world};
    const Ipv4 other{10, 79, 0, 1};
    server.engine().on_interfaces({{2, "eth0", {kServer, other}}});
    const auto check = [&](const Heard& heard, Ipv4 ours) {
        REQUIRE(heard.message.options.address(option::kServerId) == ours);
        REQUIRE(heard.route.from == ours);
    };
    check(server.hears(discover().phone(1)).front(), kServer);
    const Ipv4 wish{10, 79, 0, 60};
    check(server.hears(discover().phone(2).asks_for(wish)).front(), other);
    check(server.hears(select(wish, other).phone(2)).front(), other);
    // Whoever writes to one of them is answered from that one.
    server.advance(1800s);
    const auto heard = server.hears_octets(renew(wish).phone(2).octets(), {{wish, 68}, other, 2});
    check(heard.front(), other);
}

TEST_CASE("D-94 a wire without a subnet gets silence", "[dhcp][engine]") {
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

TEST_CASE("D-59 D-99 what is not for a server gets silence", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears(discover().with([](auto& m) { m.op = Op::reply; })).empty());
    REQUIRE(server.hears(ClientMessage{MessageType::offer}).empty());
    REQUIRE(server.hears(discover().option_hex(53, "09")).empty());  // FORCERENEW
    REQUIRE(server.hears(discover().option_hex(53, "")).empty());
    REQUIRE(server.count(Event::not_for_servers) == 2);
    REQUIRE(server.count(Event::malformed) == 2);
}

TEST_CASE("D-93 changed options count from the next message, leases stay", "[dhcp][engine]") {
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
