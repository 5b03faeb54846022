#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone::dhcp {

/// What the engine counts; the service shows it as dialtone_dhcp_events_total{event="…"}.
enum class Event : std::uint8_t {
    discover,
    offer,
    request,
    ack,
    nak,
    decline,
    release,
    inform,
    lease_query,
    malformed,          ///< not a DHCP message, or without a legal option 53
    malformed_option,   ///< an option overran its field; the message was answered all the same
    contradictory,      ///< fields that no client state has, e.g. a selecting REQUEST with ciaddr; where
                        ///< one of them is plainly meant, the message is answered all the same
    not_for_servers,    ///< a reply, or a message type only servers send
    no_identity,        ///< neither option 61 nor a six-octet hardware address
    flooded,            ///< a client that sends more often than it may
    no_subnet,          ///< nothing configured for that wire or relay
    not_a_phone,        ///< clients = phones
    other_server,       ///< the client chose another server: our offer was lost
    unknown_client,     ///< RFC 2131 wants silence towards a client of which there is no record
    wrong_client,       ///< DECLINE or RELEASE of an address that the sender does not hold
    exhausted,          ///< no free address
    limited,            ///< a bound of memory was reached: offers, leases, stores under way
    store_failed,       ///< the lease could not be stored, hence no ACK
    unused_relay_info,  ///< option 82 from a client that is not behind a relay
    query_refused,      ///< a lease query by somebody who may not ask, or too often
    probed,             ///< the wire was asked whether an address is in use
    unprobed,           ///< it was not, because too many were being asked about
    conflict,           ///< somebody used it
    other_server_seen,  ///< another server offered an address to our search for servers
    count_
};

inline constexpr std::size_t kEvents = static_cast<std::size_t>(Event::count_);

/// The label of an event, "not_a_phone".
std::string_view to_string(Event event);

/// Plain numbers of one engine.
class Tally {
 public:
    void add(Event event) { ++counts_[static_cast<std::size_t>(event)]; }

    [[nodiscard]] std::uint64_t operator[](Event event) const {
        return counts_[static_cast<std::size_t>(event)];
    }

 private:
    std::array<std::uint64_t, kEvents> counts_{};
};

}  // namespace dialtone::dhcp
