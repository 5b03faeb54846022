#pragma once

#include "common/time/now.hpp"
#include "server/dhcp/lease.hpp"
#include "server/dhcp/message.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// DHCPLEASEQUERY (RFC 4388): a relay asks whom an address belongs to, or which address somebody has.
namespace dialtone::dhcp {

struct ByClientId {
    std::string client_id;
};

/// What is asked about.
using LeaseQuestion = std::variant<Ipv4, MacAddress, ByClientId>;

/// nullopt when the message asks about nothing, or about more than one thing (RFC 4388 §6.4.1).
std::optional<LeaseQuestion> question_of(const Message& query);

/// What is known.
struct QueryAnswer {
    MessageType type = MessageType::lease_unknown;
    const Lease* lease = nullptr;  ///< of lease_active
    std::vector<Ipv4> others;      ///< further addresses of the same client
};

/// At most this many addresses are listed in option 92: an answer is not much larger than its question.
inline constexpr std::size_t kMostAssociated = 16;

/// The reply, ready to be rendered. Of the times, what is left of them at `now`; those in the past are not
/// sent.
Message compose_query_reply(const Message& query, const QueryAnswer& answer, Ipv4 server_id, WallTime now);

}  // namespace dialtone::dhcp
