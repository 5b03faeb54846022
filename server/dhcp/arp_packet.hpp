#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/bytes/bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace dialtone::dhcp {

inline constexpr std::size_t kArpSize = 28;

/// "Does anybody use this address?" without claiming it: sender's address zero (RFC 5227 §2.1.1).
std::array<std::uint8_t, kArpSize> arp_probe(const MacAddress& from, Ipv4 address);

/// Who says to use which address.
struct ArpClaim {
    Ipv4 address;
    MacAddress mac;

    friend bool operator==(const ArpClaim&, const ArpClaim&) = default;
};

/// The sender of an ARP packet, request or reply (RFC 826). nullopt for what is not ARP for IPv4 on Ethernet,
/// and for a probe, which claims nothing.
std::optional<ArpClaim> arp_claim(Bytes packet);

}  // namespace dialtone::dhcp
