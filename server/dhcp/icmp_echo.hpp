#pragma once

#include "common/bytes/bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace dialtone::dhcp {

/// An ICMP echo request without payload (RFC 792), with its checksum.
std::array<std::uint8_t, 8> echo_request(std::uint16_t identifier, std::uint16_t sequence);

/// True for an echo reply; with `identifier`, only for one to that identifier.
bool is_echo_reply(Bytes message, std::optional<std::uint16_t> identifier);

/// What follows the IPv4 header; empty when the packet is no whole IPv4 header.
Bytes without_ip_header(Bytes packet);

}  // namespace dialtone::dhcp
