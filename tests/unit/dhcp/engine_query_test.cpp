// LEASEQUERY (RFC 4388).
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

const Ipv4 kAsker{10, 78, 0, 253};

Subnet open_subnet() {
    auto subnet = office_subnet();
    subnet.lease_query_from = {kAsker};
    return subnet;
}

/// A query that names nothing yet.
ClientMessage query() {
    return ClientMessage{MessageType::lease_query}.relayed_by(kAsker).with([](Message& m) {
        m.hardware_length = 0;
        m.hardware_type = 0;
        m.chaddr.fill(0);
        OptionList options;
        options.set_u8(option::kMessageType, static_cast<std::uint8_t>(MessageType::lease_query));
        m.options = options;
    });
}

ClientMessage by_address(Ipv4 address) {
    return query().ciaddr(address);
}

ClientMessage by_mac(std::uint32_t phone) {
    return query().phone(phone);
}

}  // namespace

TEST_CASE("D-98 a lease query gets silence unless its sender is allowed to ask", "[dhcp][engine]") {
    DhcpServer closed;
    const auto address = closed.leases(1);
    REQUIRE(closed.hears(by_address(address)).empty());
    REQUIRE(closed.count(Event::query_refused) == 1);

    DhcpServer server{open_subnet()};
    server.leases(1);
    const Ipv4 stranger{10, 78, 0, 7};
    REQUIRE(server.hears(by_address(address).relayed_by(stranger)).empty());
    // The answer would go to the relay that may ask; who sent it may not.
    REQUIRE(server.hears_octets(by_address(address).octets(), {{stranger, 67}, kServer, 2}).empty());
    REQUIRE(server.hears(by_address(address).relayed_by(Ipv4{})).empty());
    REQUIRE(server.count(Event::query_refused) == 3);
    REQUIRE(server.count(Event::lease_query) == 3);
    REQUIRE(server.hears(by_address(address)).size() == 1);
}

TEST_CASE("DHCP lease query: who has an address", "[dhcp][engine]") {
    DhcpServer server{open_subnet()};
    const auto address = server.leases(1);
    server.advance(600s);
    const auto heard = server.hears(by_address(address).xid(77)).front();
    REQUIRE(heard.route.to == Endpoint{kAsker, 67});
    const auto& reply = heard.message;
    REQUIRE(reply.type() == MessageType::lease_active);
    REQUIRE(reply.xid == 77);
    REQUIRE(reply.ciaddr == address);
    REQUIRE(reply.giaddr == kAsker);
    REQUIRE(reply.mac() == discover().phone(1).message().mac());
    REQUIRE(reply.options.address(option::kServerId) == kServer);
    REQUIRE(reply.options.u32(option::kLeaseTime) == 3000);
    REQUIRE(reply.options.u32(option::kRenewalTime) == 1200);
    REQUIRE(reply.options.u32(option::kRebindingTime) == 2550);
    REQUIRE(reply.options.u32(option::kLastTransaction) == 600);
    REQUIRE_FALSE(reply.options.contains(option::kClientId));
    server.advance(1500s);
    const auto later = server.hears(by_address(address)).front().message;
    REQUIRE_FALSE(later.options.contains(option::kRenewalTime));
    REQUIRE(later.options.contains(option::kRebindingTime));
}

TEST_CASE("DHCP lease query: an address that nobody has, and one that is not ours", "[dhcp][engine]") {
    DhcpServer server{open_subnet()};
    const auto type_of = [&](Ipv4 address) { return server.hears(by_address(address)).at(0).type(); };
    REQUIRE(type_of(kFirst) == MessageType::lease_unassigned);
    REQUIRE(type_of(Ipv4{192, 168, 1, 1}) == MessageType::lease_unknown);
    const auto address = server.leases(1);
    server.hears_unicast(release(address).phone(1));
    REQUIRE(type_of(address) == MessageType::lease_unassigned);
    const auto unknown = server.hears(by_address(Ipv4{192, 168, 1, 1})).front();
    REQUIRE(unknown.codes() == std::vector<std::uint8_t>{53, 54});
    REQUIRE(unknown.message.ciaddr == Ipv4{192, 168, 1, 1});
}

TEST_CASE("DHCP lease query: what somebody has, by MAC or client identifier", "[dhcp][engine]") {
    DhcpServer server{open_subnet()};
    const auto of_id = [&](std::string_view id) {
        const auto address = server.hears(discover().phone(1).option(61, id)).front().message.yiaddr;
        server.hears(select(address).phone(1).option(61, id));
        server.advance(1s);
        return address;
    };
    const auto plain = server.leases(1);
    server.advance(1s);
    const auto first = of_id("first");
    const auto second = of_id("second");

    const auto by_hardware = server.hears(by_mac(1)).front().message;
    REQUIRE(by_hardware.type() == MessageType::lease_active);
    REQUIRE(by_hardware.ciaddr == second);
    REQUIRE(by_hardware.options.text(option::kClientId) == "second");
    REQUIRE(by_hardware.options.addresses(option::kAssociatedAddresses) == std::vector{first, plain});

    const auto by_id = server.hears(query().option(option::kClientId, "first")).front().message;
    REQUIRE(by_id.ciaddr == first);
    REQUIRE(by_id.mac() == discover().phone(1).message().mac());
    REQUIRE_FALSE(by_id.options.contains(option::kAssociatedAddresses));

    REQUIRE(server.hears(by_mac(2)).front().type() == MessageType::lease_unknown);
    REQUIRE(
        server.hears(query().option(option::kClientId, "nobody")).front().type() == MessageType::lease_unknown
    );
}

TEST_CASE("DHCP lease query: only what is wanted is told, and the relay's words", "[dhcp][engine]") {
    auto subnet = open_subnet();
    subnet.relay = kAsker;
    DhcpServer server{subnet};
    const auto relayed = [&](ClientMessage message) {
        return server.hears(message.phone(1).option_hex(82, "0103616263").relayed_by(kAsker));
    };
    const auto address = relayed(discover()).front().message.yiaddr;
    relayed(select(address).option(option::kHostName, "SEP1"));
    const auto heard = server.hears(by_address(address).wants({82, 12, 60, 51, 51, 1, 6})).front();
    REQUIRE(heard.codes() == std::vector<std::uint8_t>{53, 54, 12, 60, 51, 82});
    REQUIRE(to_hex(*heard.message.options.bytes(82)) == "0103616263");
    REQUIRE(heard.message.options.text(12) == "SEP1");
}

TEST_CASE("DHCP lease query: a relay learns about the subnets that are open to it", "[dhcp][engine]") {
    auto world = office_world(open_subnet());
    auto other = office_subnet();
    other.id = SubnetId{2};
    other.cidr = Cidr{Ipv4{10, 79, 0, 0}, 24};
    other.ranges = {{Ipv4{10, 79, 0, 50}, Ipv4{10, 79, 0, 99}}};
    world.subnets.set(other.id, other);
    DhcpServer server{world};
    const auto hidden = server.hears(discover().phone(1), 3).front().message.yiaddr;
    server.hears(select(hidden, Ipv4{10, 79, 0, 1}).phone(1), 3);
    REQUIRE(server.hears(by_address(hidden)).front().type() == MessageType::lease_unknown);
    REQUIRE(server.hears(by_mac(1)).front().type() == MessageType::lease_unknown);
}

TEST_CASE("DHCP lease query: one that asks nothing, or two things, gets silence", "[dhcp][engine]") {
    DhcpServer server{open_subnet()};
    REQUIRE(server.hears(query()).empty());
    REQUIRE(server.hears(by_mac(1).ciaddr(kFirst)).empty());
    REQUIRE(server.hears(by_mac(1).option(option::kClientId, "an id")).empty());
    REQUIRE(server.count(Event::contradictory) == 3);
}

TEST_CASE(
    "DHCP lease query: a flood of them is answered to its limit, and no answer is large", "[dhcp][engine]"
) {
    Limits limits;
    limits.queries_per_second = 5;
    auto subnet = open_subnet();
    subnet.relay = kAsker;
    DhcpServer server{subnet, limits};
    const std::string long_id(255, 'i');
    const auto long_information = "01fd" + to_hex(bytes_of(std::string(253, 'c')));
    for (int i = 0; i < 40; ++i) {
        const auto id = long_id.substr(0, 200) + std::to_string(i);
        const auto relayed = [&](ClientMessage message) {
            return server.hears(
                message.phone(1).option(61, id).option_hex(82, long_information).relayed_by(kAsker)
            );
        };
        const auto offer = relayed(discover().option_hex(57, "05dc"));
        if (!offer.empty()) {
            relayed(select(offer.front().message.yiaddr).option_hex(57, "05dc"));
        }
    }
    std::size_t answers = 0;
    for (int i = 0; i < 20; ++i) {
        const auto heard = server.hears(by_mac(1).option_hex(57, "05dc"));
        answers += heard.size();
        for (const auto& reply : heard) {
            REQUIRE(reply.size <= 900);
            REQUIRE(reply.message.options.addresses(option::kAssociatedAddresses).size() == kMostAssociated);
        }
    }
    REQUIRE(answers == 5);
    server.advance(1s);
    REQUIRE(server.hears(by_mac(1)).size() == 1);
}

TEST_CASE("DHCP lease query: its answers are nothing that a server obeys", "[dhcp][engine]") {
    DhcpServer server{open_subnet()};
    for (const auto type :
         {MessageType::lease_active, MessageType::lease_unknown, MessageType::lease_unassigned}) {
        REQUIRE(server.hears(ClientMessage{type}).empty());
    }
    REQUIRE(server.count(Event::not_for_servers) == 3);
}
