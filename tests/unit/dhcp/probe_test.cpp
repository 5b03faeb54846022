#include "server/dhcp/address_survey.hpp"
#include "server/dhcp/icmp_echo.hpp"
#include "server/dhcp/probe_service.hpp"
#include "tests/support/dhcp_dialogue.hpp"
#include "tests/support/memory_datagram_port.hpp"
#include "tests/support/virtual_clockwork.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

Buffer offer_to(const Message& request, Ipv4 server) {
    Message offer;
    offer.op = Op::reply;
    offer.xid = request.xid;
    offer.chaddr = request.chaddr;
    offer.yiaddr = Ipv4{192, 168, 1, 77};
    offer.siaddr = server;
    offer.options.set_u8(option::kMessageType, 2);
    offer.options.set_address(option::kServerId, server);
    offer.options.set_addresses(option::kTftpServers, {Ipv4{192, 168, 1, 9}});
    offer.options.set_text(option::kTftpServerName, "tftp.example.net");
    Buffer octets;
    render(offer, kAssumedMaximum, octets);
    return octets;
}

}  // namespace

TEST_CASE("DHCP probe: it asks like a phone that does not exist", "[dhcp][engine]") {
    const auto request = parse(ServerProbe{0x123456789abcULL}.discover()).value();
    REQUIRE(request.type() == MessageType::discover);
    REQUIRE(request.wants_broadcast());
    REQUIRE((request.chaddr[0] & 0x03U) == 0x02U);
    REQUIRE(ServerProbe{1}.discover() != ServerProbe{0x10001}.discover());
}

TEST_CASE("DHCP probe: each server that offers is seen once", "[dhcp][engine]") {
    ServerProbe probe{42};
    const auto request = parse(probe.discover()).value();
    const Ipv4 router{192, 168, 1, 1};
    probe.on_datagram(router, offer_to(request, router));
    probe.on_datagram(router, offer_to(request, router));
    auto other = request;
    other.xid += 1;
    probe.on_datagram(router, offer_to(other, Ipv4{192, 168, 1, 2}));
    probe.on_datagram(router, probe.discover());
    probe.on_datagram(router, from_hex("00").value());
    REQUIRE(probe.servers().size() == 1);
    const auto& seen = probe.servers().front();
    REQUIRE(seen.server_id == router);
    REQUIRE(seen.offered == Ipv4{192, 168, 1, 77});
    REQUIRE(seen.tftp_servers == std::vector{Ipv4{192, 168, 1, 9}});
    REQUIRE(seen.tftp_server_name == "tftp.example.net");
    for (std::uint8_t i = 2; i < 60; ++i) {
        probe.on_datagram(router, offer_to(request, Ipv4{192, 168, 1, i}));
    }
    REQUIRE(probe.servers().size() == ServerProbe::kMaxServers);
}

TEST_CASE("DHCP probe: it asks twice and tells who answered at its deadline", "[dhcp][service]") {
    VirtualClockwork clock;
    auto owned = std::make_unique<MemoryDatagramPort>(Endpoint{Ipv4{}, 1068});
    auto& port = *owned;
    std::optional<std::vector<ServerSeen>> result;
    ProbeOptions options;
    options.interface_index = 4;
    options.port_offset = 1000;
    const auto clockwork = clock.clockwork();
    const WireProbe probe{std::move(owned), options, clockwork, [&](std::vector<ServerSeen> seen) {
                              result = std::move(seen);
                          }};
    const auto asked = port.take_sent();
    REQUIRE(asked.size() == 1);
    REQUIRE(asked.front().peer == Endpoint{Ipv4::broadcast(), 1067});
    REQUIRE(asked.front().interface_index == 4);
    clock.advance(1500ms);
    REQUIRE(port.take_sent().size() == 1);
    const Ipv4 server{192, 168, 1, 1};
    const auto offer = offer_to(parse(asked.front().payload).value(), server);
    port.deliver({{server, 67}, Ipv4::broadcast(), 4, offer});
    REQUIRE_FALSE(result);
    clock.advance(1500ms);
    REQUIRE(result->size() == 1);
    REQUIRE(result->front().server_id == server);
}

TEST_CASE("ICMP echo: request and reply as on the wire", "[dhcp][message]") {
    REQUIRE(to_hex(echo_request(0x4454, 1)) == "0800b3aa44540001");
    REQUIRE(is_echo_reply(from_hex("00000000 4454 0001").value(), 0x4454));
    REQUIRE_FALSE(is_echo_reply(from_hex("00000000 4455 0001").value(), 0x4454));
    REQUIRE(is_echo_reply(from_hex("00000000 4455 0001").value(), std::nullopt));
    REQUIRE_FALSE(is_echo_reply(from_hex("08000000 4454 0001").value(), 0x4454));
    REQUIRE_FALSE(is_echo_reply(from_hex("0000").value(), std::nullopt));
    REQUIRE(without_ip_header(from_hex("45").value()).empty());
    REQUIRE(without_ip_header(Buffer(24, 0x45)).size() == 4);
}

TEST_CASE("Address survey: this host answers on loopback, or says what is not permitted", "[dhcp][service]") {
    const AddressRange range{Ipv4{127, 0, 0, 1}, Ipv4{127, 0, 0, 200}};
    const auto survey = survey_addresses(range, {});
    REQUIRE(survey.asked + survey.unasked == 200);
    if (survey.obstacle.empty()) {
        REQUIRE(survey.answering.size() == 200);
        REQUIRE(std::is_sorted(survey.answering.begin(), survey.answering.end()));
    } else {
        REQUIRE(survey.asked == 0);
    }
    REQUIRE(survey_addresses({range.last, range.first}, {}).asked == 0);
}

TEST_CASE("Address survey: an interface that does not exist is an obstacle", "[dhcp][service]") {
    const auto survey = survey_addresses({Ipv4{127, 0, 0, 1}, Ipv4{127, 0, 0, 2}}, {"nosuchif0", 1s});
    REQUIRE_FALSE(survey.obstacle.empty());
    REQUIRE(survey.unasked == 2);
}
