#include "server/dhcp/udp_packet.hpp"

#include "common/bytes/writer.hpp"
#include "server/dhcp/internet_checksum.hpp"

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kIpHeader = 20;
constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kIpChecksum = 10;  ///< from the beginning of the packet
constexpr std::size_t kUdpChecksum = kIpHeader + 6;
constexpr std::size_t kAddresses = 12;
constexpr std::uint8_t kVersionAndLength = 0x45;
constexpr std::uint8_t kTimeToLive = 64;
constexpr std::uint8_t kUdp = 17;

void patch(Buffer& out, std::size_t at, std::uint16_t value) {
    out[at] = static_cast<std::uint8_t>(value >> 8U);
    out[at + 1] = static_cast<std::uint8_t>(value);
}

}  // namespace

void render(const UdpPacket& packet, Buffer& out) {
    const auto start = out.size();
    const auto datagram = static_cast<std::uint16_t>(kUdpHeader + packet.payload.size());
    Writer writer{out};
    writer.u8(kVersionAndLength);
    writer.u8(0);  // type of service
    writer.u16be(static_cast<std::uint16_t>(kIpHeader + datagram));
    writer.u16be(packet.identification);
    writer.u16be(0);  // flags, fragment offset
    writer.u8(kTimeToLive);
    writer.u8(kUdp);
    writer.u16be(0);  // header checksum
    writer.u32be(packet.from.address.value());
    writer.u32be(packet.to.address.value());
    writer.u16be(packet.from.port);
    writer.u16be(packet.to.port);
    writer.u16be(datagram);
    writer.u16be(0);  // UDP checksum
    writer.bytes(packet.payload);

    const auto written = Bytes{out}.subspan(start);
    patch(out, start + kIpChecksum, InternetChecksum{}.add(written.first(kIpHeader)).value());
    // The pseudo header is the two addresses, the protocol and the length (RFC 768).
    const auto udp = InternetChecksum{}
                         .add(written.subspan(kAddresses, 8))
                         .add(std::uint16_t{kUdp})
                         .add(datagram)
                         .add(written.subspan(kIpHeader))
                         .value();
    patch(out, start + kUdpChecksum, udp == 0 ? std::uint16_t{0xffff} : udp);
}

}  // namespace dialtone::dhcp
