#pragma once

#include "common/model/rows.hpp"
#include "server/dhcp/message.hpp"
#include "server/dhcp/scoped_options.hpp"

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

/// What of a request its replies repeat.
struct Echoes {
    bool client_id = true;           ///< RFC 6842
    bool relay_information = false;  ///< RFC 3046 §2.2: where it is believed
    bool subnet_selection = false;   ///< RFC 3011: where it was followed
};

/// What a reply to one request is made of.
struct ReplyContext {
    const Message& request;
    const Subnet& subnet;
    ChosenOptions options;           ///< of the subnet's own ones those that this client gets
    Ipv4 server_id;                  ///< option 54
    std::vector<Ipv4> tftp_servers;  ///< what the client is told in all four places: 150, 66, siaddr, sname
    bool is_phone = false;
    Echoes echoes;
};

/// OFFER or ACK. Without `times` it is the answer to an INFORM.
///
/// The mask stands before the routers (RFC 2132 §3.3), then come the options the client asked for in its
/// order (§9.8), then those that a Cisco phone gets unasked (some 7960 loads ask for neither 66 nor 150 and
/// need one), then the subnet's own options, then what is echoed. Classless routes hold the default route,
/// since whoever takes them ignores option 3 (RFC 3442).
Message compose_reply(
    MessageType type, const ReplyContext& context, Ipv4 yiaddr, std::optional<LeaseTimes> times
);

/// NAK: 53, 54, 56, 61 and 82 alone (RFC 2131 table 3).
Message compose_nak(
    const Message& request, Ipv4 server_id, std::string_view why, bool is_relayed, const Echoes& echoes
);

/// Replaces the times of a reply composed with times.
void set_times(Message& reply, const LeaseTimes& times);

/// Octets of UDP payload that the client takes: option 57 without IP and UDP headers, 548 at least and what
/// Ethernet carries at most.
std::size_t max_reply_size(const Message& request);

/// The longest lease that the client gets, in seconds: an option 51 of its own, else the subnet's.
std::uint32_t longest_lease(const ReplyContext& context);

/// The TFTP servers that a client with these options is told: an option 150 of its own, else the subnet's,
/// else the node that answers (unspecified: none).
std::vector<Ipv4> tftp_servers_of(const ChosenOptions& options, const Subnet& subnet, Ipv4 node);

/// The octets of a reply, see render().
Buffer rendered(const Message& reply, std::size_t max_size);

}  // namespace dialtone::dhcp
