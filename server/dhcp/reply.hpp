#pragma once

#include "common/model/rows.hpp"
#include "server/dhcp/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dialtone::dhcp {

/// Seconds, as they go into options 51, 58 and 59; T1 < T2 < lease.
struct LeaseTimes {
    std::uint32_t lease = 0;
    std::uint32_t renewal = 0;
    std::uint32_t rebinding = 0;

    /// T1 = 1/2 and T2 = 7/8 of `seconds` (RFC 2131 §4.4.5).
    static LeaseTimes of(std::uint32_t seconds);

    /// T1 moved by at most 5 % either way, by `seed`: phones that were powered up together shall not all
    /// renew together for ever.
    [[nodiscard]] LeaseTimes spread(std::uint64_t seed) const;
};

/// What a reply to one request is made of.
struct ReplyContext {
    const Message& request;
    const Subnet& subnet;
    Ipv4 server_id;     ///< option 54
    Ipv4 node_address;  ///< option 150, 66 and siaddr where the subnet names no TFTP server
    bool is_phone = false;
    bool is_relayed = false;
};

/// OFFER or ACK. Without `times` it is the answer to an INFORM.
///
/// The mask stands before the routers (RFC 2132 §3.3), then come the options the client asked for in its
/// order (§9.8), then those that a Cisco phone gets unasked (some 7960 loads ask for neither 66 nor 150 and
/// need one), then the subnet's own options; the client identifier is echoed (RFC 6842), relay information
/// too.
Message compose_reply(
    MessageType type, const ReplyContext& context, Ipv4 yiaddr, std::optional<LeaseTimes> times
);

/// NAK: 53, 54, 56, 61 and 82 alone (RFC 2131 table 3).
Message compose_nak(const Message& request, Ipv4 server_id, std::string_view why, bool is_relayed);

/// Replaces the times of a reply composed with times.
void set_times(Message& reply, const LeaseTimes& times);

/// Octets of UDP payload that the client takes: option 57 without IP and UDP headers, 548 at least and what
/// Ethernet carries at most.
std::size_t max_reply_size(const Message& request);

/// The TFTP servers a client of this subnet is told.
std::vector<Ipv4> tftp_servers_of(const Subnet& subnet, Ipv4 node_address);

}  // namespace dialtone::dhcp
