// What DHCP sends and hears below UDP sockets: hand-built UDP packets, ARP.
#include "common/bytes/hex.hpp"
#include "common/bytes/reader.hpp"
#include "server/dhcp/arp_packet.hpp"
#include "server/dhcp/icmp_echo.hpp"
#include "server/dhcp/internet_checksum.hpp"
#include "server/dhcp/udp_packet.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;

namespace {

const Endpoint kFrom{Ipv4{10, 78, 0, 1}, 67};
const Endpoint kTo{Ipv4{10, 78, 0, 50}, 68};

Buffer rendered(std::uint16_t identification, Bytes payload) {
    Buffer out;
    render(UdpPacket{kFrom, kTo, identification, payload}, out);
    return out;
}

/// What a receiver makes of it; nothing when a length or a checksum is wrong.
std::optional<std::string> received(Bytes packet) {
    Reader reader{packet};
    const auto header = reader.bytes(20);
    const bool is_whole = reader.ok() && header[0] == 0x45 && header[9] == 17 &&
                          (header[2] << 8 | header[3]) == static_cast<int>(packet.size());
    // A sum that holds its own checksum is zero once complemented.
    if (!is_whole || InternetChecksum{}.add(header).value() != 0) {
        return std::nullopt;
    }
    const auto length = static_cast<std::uint16_t>(reader.remaining());
    const auto udp = packet.subspan(20);
    const auto sum =
        InternetChecksum{}.add(header.subspan(12)).add(std::uint16_t{17}).add(length).add(udp).value();
    reader.skip(4);
    const auto said_length = reader.u16be();
    const auto checksum = reader.u16be();
    if (sum != 0 || said_length != length || checksum == 0) {
        return std::nullopt;
    }
    return std::string{text_of(reader.rest())};
}

}  // namespace

TEST_CASE("D-97 a hand-built packet has the octets of RFC 791 and RFC 768", "[dhcp][message]") {
    REQUIRE(
        to_hex(rendered(7, bytes_of("hello"))) ==
        "4500002100070000401165f70a4e00010a4e003200430044000da6ac68656c6c6f"
    );
}

TEST_CASE("D-97 a UDP checksum that would be zero is sent as ffff", "[dhcp][message]") {
    REQUIRE(
        to_hex(rendered(1, from_hex("ea84").value())) ==
        "4500001e00010000401166000a4e00010a4e003200430044000affffea84"
    );
}

TEST_CASE(
    "D-97 every packet passes a receiver's checks, and is put behind what is there", "[dhcp][message]"
) {
    std::string payload;
    for (std::uint16_t i = 0; i < 1500; ++i) {
        REQUIRE(received(rendered(i, bytes_of(payload))) == payload);
        payload.push_back(static_cast<char>(i * 7));
    }
    auto damaged = rendered(1, bytes_of("hello"));
    damaged.back() ^= 1U;
    REQUIRE_FALSE(received(damaged));
    Buffer out{1, 2, 3};
    render(UdpPacket{kFrom, kTo, 1, bytes_of("hello")}, out);
    REQUIRE(received(Bytes{out}.subspan(3)) == "hello");
}

TEST_CASE("ARP: a probe claims nothing", "[dhcp][message]") {
    const MacAddress mac{{2, 0, 0, 0, 0, 9}};
    const auto probe = arp_probe(mac, Ipv4{10, 78, 0, 50});
    REQUIRE(to_hex(probe) == "0001080006040001020000000009000000000000000000000a4e0032");
    REQUIRE_FALSE(arp_claim(probe));
}

TEST_CASE("ARP: requests and replies tell who uses which address", "[dhcp][message]") {
    const ArpClaim claim{Ipv4{10, 78, 0, 50}, MacAddress{{2, 0, 0, 0, 0, 7}}};
    const auto packet = [](const char* operation) {
        return from_hex(std::string{"000108000604"} + operation + "0200000000070a4e00320200000000090a4e0001")
            .value();
    };
    REQUIRE(arp_claim(packet("0001")) == claim);
    REQUIRE(arp_claim(packet("0002")) == claim);
    REQUIRE_FALSE(arp_claim(packet("0003")));  // RARP
    const auto whole = packet("0002");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        REQUIRE_FALSE(arp_claim(Bytes{whole}.first(size)));
    }
    auto padded = whole;
    padded.resize(46);  // Ethernet's least payload
    REQUIRE(arp_claim(padded) == claim);
    for (const std::size_t at : {0U, 2U, 4U, 5U}) {
        auto other = whole;
        other[at] ^= 0x40U;
        REQUIRE_FALSE(arp_claim(other));
    }
}

TEST_CASE("ICMP: a request is one whose sum is right", "[dhcp][message]") {
    REQUIRE(InternetChecksum{}.add(Bytes{echo_request(0xffff, 0xfffe)}).value() == 0);
    REQUIRE(to_hex(echo_request(0x4454, 1)) == "0800b3aa44540001");
}
