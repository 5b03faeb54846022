#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <cstdint>

namespace dialtone::dhcp {

inline constexpr std::size_t kUdpPacketOverhead = 28;  ///< an IPv4 header without options, and UDP's

/// A UDP datagram that no UDP socket can send: to a host that has no address yet and so answers no ARP.
struct UdpPacket {
    Endpoint from;
    Endpoint to;
    std::uint16_t identification = 0;  ///< differs from packet to packet, since DF is clear (RFC 6864 §4.1)
    Bytes payload;                     ///< at most 65,507 octets
};

/// Appends the packet to `out`: IPv4 (RFC 791) with a TTL of 64 and DF clear, UDP (RFC 768), both checksums
/// computed. Some phones' stacks drop a UDP checksum of zero in a frame that was built by hand.
void render(const UdpPacket& packet, Buffer& out);

}  // namespace dialtone::dhcp
