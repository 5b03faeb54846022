#include "server/lab/dhcp_client.hpp"
#include "tests/unit/lab/lab_support.hpp"

#include <catch2/catch.hpp>

#include <string_view>
#include <vector>

using namespace dialtone;
using namespace dialtone::lab;
using namespace std::chrono_literals;
using Event = DhcpClient::Event;

namespace {

constexpr Endpoint kServer{Ipv4{10, 0, 0, 1}, 67};

struct Client {
    explicit Client(std::string_view model = "7960") : client{*find_model(model), mac, Ports{}, dice} {}

    Dice dice{7};
    MacAddress mac{{0x00, 0x1b, 0x53, 0x00, 0x00, 0x01}};
    DhcpClient client;
    bool names_tftp_by_150 = true;
    Actions out;

    dhcp::Message said() {
        const auto datagrams = take<SendDatagram>(out);
        REQUIRE(datagrams.size() == 1);
        to = datagrams.front().to;
        return dhcp::parse(datagrams.front().payload).value();
    }

    /// The server's answer to `request`.
    Event hears(Now now, dhcp::MessageType type, const dhcp::Message& request, std::uint32_t lease = 3600) {
        dhcp::Message reply;
        reply.op = dhcp::Op::reply;
        reply.xid = request.xid;
        reply.chaddr = request.chaddr;
        reply.yiaddr = type == dhcp::MessageType::nak ? Ipv4{} : Ipv4{10, 0, 0, 50};
        reply.options.set_u8(dhcp::option::kMessageType, static_cast<std::uint8_t>(type));
        reply.options.set_address(dhcp::option::kServerId, kServer.address);
        reply.options.set_u32(dhcp::option::kLeaseTime, lease);
        reply.options.set_address(dhcp::option::kSubnetMask, Ipv4{255, 255, 0, 0});
        reply.options.set_text(dhcp::option::kTftpServerName, "10.0.0.9");
        if (names_tftp_by_150) {
            reply.options.set_addresses(
                dhcp::option::kTftpServers, {Ipv4{10, 0, 0, 2}, Ipv4{10, 0, 0, 3}, Ipv4{10, 0, 0, 4}}
            );
        }
        Buffer octets;
        dhcp::render(reply, 1500, octets);
        return client.on_datagram(now, octets, out);
    }

    void bind() {
        client.start(at(0ms), out);
        CHECK(hears(at(10ms), dhcp::MessageType::offer, said()) == Event::none);
        CHECK(hears(at(20ms), dhcp::MessageType::ack, said()) == Event::bound);
        out.clear();
    }

    Endpoint to;
};

}  // namespace

TEST_CASE("DHCP client: a 7960 says who it is and what it wants, in its order", "[lab]") {
    Client phone;
    phone.client.start(at(0ms), phone.out);
    const auto discover = phone.said();
    CHECK(phone.to == Endpoint{Ipv4::broadcast(), 67});
    CHECK(discover.type() == dhcp::MessageType::discover);
    CHECK(discover.wants_broadcast());
    CHECK(discover.vendor_class() == "Cisco Systems, Inc. IP Phone CP-7960G");
    CHECK(discover.options.bytes(dhcp::option::kVendorClass)->back() == 0);
    const auto wanted = *discover.options.bytes(dhcp::option::kParameterList);
    CHECK(Buffer{wanted.begin(), wanted.end()} == Buffer{1, 66, 6, 3, 15, 150, 35});
    CHECK(discover.mac() == phone.mac);
}

TEST_CASE("DHCP client: discover, offer, request, ack give a binding with two TFTP servers", "[lab]") {
    Client phone;
    phone.client.start(at(0ms), phone.out);
    phone.hears(at(10ms), dhcp::MessageType::offer, phone.said());
    const auto request = phone.said();
    CHECK(request.type() == dhcp::MessageType::request);
    CHECK(request.options.address(dhcp::option::kRequestedAddress) == Ipv4{10, 0, 0, 50});
    CHECK(request.options.address(dhcp::option::kServerId) == kServer.address);
    REQUIRE(phone.hears(at(20ms), dhcp::MessageType::ack, request) == Event::bound);
    const auto& binding = phone.client.binding();
    REQUIRE(binding);
    CHECK(binding->address == Ipv4{10, 0, 0, 50});
    CHECK(binding->network == Cidr{Ipv4{10, 0, 0, 0}, 16});
    CHECK(binding->tftp_servers == std::vector{Ipv4{10, 0, 0, 2}, Ipv4{10, 0, 0, 3}});
}

TEST_CASE("DHCP client: silence is answered with longer and longer pauses, then reported", "[lab]") {
    Client phone;
    phone.client.start(at(0ms), phone.out);
    phone.said();
    Duration before{};
    auto now = at(0ms);
    for (int i = 0; i < 4; ++i) {
        const auto wait = *phone.client.wake_at() - now.mono;
        CHECK(wait > before);
        before = wait;
        now = now + wait;
        CHECK(phone.client.on_timer(now, phone.out) == Event::none);
        CHECK(phone.said().type() == dhcp::MessageType::discover);
    }
    now = now + (*phone.client.wake_at() - now.mono);
    CHECK(phone.client.on_timer(now, phone.out) == Event::silence);
}

TEST_CASE("DHCP client: answers to others are ignored", "[lab]") {
    Client phone;
    phone.client.start(at(0ms), phone.out);
    auto discover = phone.said();
    discover.xid += 1;
    CHECK(phone.hears(at(10ms), dhcp::MessageType::offer, discover) == Event::none);
    CHECK(phone.out.empty());
    discover.xid -= 1;
    discover.chaddr[5] ^= 1U;
    CHECK(phone.hears(at(10ms), dhcp::MessageType::offer, discover) == Event::none);
    CHECK(phone.out.empty());
}

TEST_CASE(
    "DHCP client: renews at half the lease from the server, rebinds by broadcast, loses it at its end",
    "[lab]"
) {
    Client phone;
    phone.bind();
    auto now = at(20ms) + Duration{30min};
    REQUIRE(phone.client.wake_at() == now.mono);
    phone.client.on_timer(now, phone.out);
    const auto renewal = phone.said();
    CHECK(phone.to == kServer);
    CHECK(renewal.ciaddr == Ipv4{10, 0, 0, 50});
    CHECK_FALSE(renewal.options.contains(dhcp::option::kRequestedAddress));

    SECTION("answered: the same address for longer") {
        CHECK(phone.hears(now, dhcp::MessageType::ack, renewal) == Event::renewed);
        CHECK(phone.client.wake_at() == now.mono + Duration{30min});
    }
    SECTION("refused: the address is gone and the phone asks anew") {
        CHECK(phone.hears(now, dhcp::MessageType::nak, renewal) == Event::lost);
        CHECK(phone.said().type() == dhcp::MessageType::discover);
    }
    SECTION("never answered") {
        bool has_broadcast = false;
        auto event = Event::none;
        while (event == Event::none && phone.client.wake_at()) {
            now = now + (*phone.client.wake_at() - now.mono);
            event = phone.client.on_timer(now, phone.out);
            for (const auto& datagram : take<SendDatagram>(phone.out)) {
                has_broadcast = has_broadcast || datagram.to.address == Ipv4::broadcast();
            }
        }
        CHECK(event == Event::lost);
        CHECK(has_broadcast);
        CHECK(now.mono - Instant{} >= Duration{60min});
    }
}

TEST_CASE("DHCP client: without option 150 a 7960 takes option 66, and a 7920 has no file server", "[lab]") {
    const auto servers_of = [](std::string_view model) {
        Client phone{model};
        phone.names_tftp_by_150 = false;
        phone.bind();
        return phone.client.binding()->tftp_servers;
    };
    CHECK(servers_of("7960") == std::vector{Ipv4{10, 0, 0, 9}});
    CHECK(servers_of("7920").empty());
}

TEST_CASE("DHCP client: an ATA is called ATA, and not SEP", "[lab]") {
    Client adapter{"ATA186"};
    adapter.client.start(at(0ms), adapter.out);
    CHECK(adapter.said().options.text(dhcp::option::kHostName) == "ATA001B53000001");
}
