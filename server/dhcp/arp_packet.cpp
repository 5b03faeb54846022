#include "server/dhcp/arp_packet.hpp"

#include "common/bytes/reader.hpp"

#include <algorithm>

namespace dialtone::dhcp {

namespace {

constexpr std::uint16_t kEthernet = 1;
constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kRequest = 1;
constexpr std::uint16_t kReply = 2;
constexpr std::size_t kSenderMac = 8;
constexpr std::size_t kTargetAddress = 24;

}  // namespace

std::array<std::uint8_t, kArpSize> arp_probe(const MacAddress& from, Ipv4 address) {
    std::array<std::uint8_t, kArpSize> packet{0, kEthernet, kIpv4 >> 8U, 0, 6, 4, 0, kRequest};
    std::ranges::copy(from.octets(), packet.begin() + kSenderMac);
    for (std::size_t i = 0; i < 4; ++i) {
        packet[kTargetAddress + i] = static_cast<std::uint8_t>(address.value() >> (24 - 8 * i));
    }
    return packet;
}

std::optional<ArpClaim> arp_claim(Bytes packet) {
    Reader reader{packet};
    const auto hardware = reader.u16be();
    const auto protocol = reader.u16be();
    const auto lengths = reader.u16be();
    const auto operation = reader.u16be();
    const auto mac = MacAddress::from(reader.bytes(6));
    const Ipv4 address{reader.u32be()};
    reader.skip(10);  // whom it asks or answers
    constexpr std::uint16_t kSixAndFour = 0x0604;
    const bool is_arp = reader.ok() && hardware == kEthernet && protocol == kIpv4 && lengths == kSixAndFour &&
                        (operation == kRequest || operation == kReply);
    if (!is_arp || address.is_unspecified()) {
        return std::nullopt;
    }
    return ArpClaim{address, mac.value_or(MacAddress{})};
}

}  // namespace dialtone::dhcp
