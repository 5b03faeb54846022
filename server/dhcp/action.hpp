#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/bytes/bytes.hpp"
#include "server/dhcp/lease.hpp"
#include "server/journal/observation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dialtone::dhcp {

/// Where a reply goes.
struct Route {
    Endpoint to;
    Ipv4 from;                ///< unspecified: the kernel chooses
    int heard_on = 0;         ///< interface of the request: a socket bound to it sends the reply
    int interface_index = 0;  ///< the interface it must leave by; 0: as the routing table says
    /// Given: the client has no address yet and answers no ARP, so `to` is reached by a frame to this one
    /// alone. A shell that cannot send such a frame broadcasts instead, which every client accepts.
    std::optional<MacAddress> hardware{};
};

/// A datagram to send.
struct Send {
    Route route;
    Buffer payload;
};

/// A lease to be made durable; the outcome comes back as Engine::on_store_result(ticket, …).
struct Store {
    std::uint64_t ticket = 0;
    Lease lease;
};

/// A question to the wire: does anybody use this address? Whoever does is reported as
/// Engine::on_address_in_use(); the engine takes silence for a no by itself.
struct Probe {
    Ipv4 address;
    int interface_index = 0;  ///< asked there by ARP; 0: behind a router, asked by ICMP echo
    MacAddress from;          ///< the interface's own
};

/// A step for the phone's journal.
struct Observe {
    journal::Observation observation;
};

/// A sentence for the operator's log; the engine limits how often.
struct Warn {
    std::string event;
    std::string sentence;
};

using Action = std::variant<Send, Store, Probe, Observe, Warn>;
/// In the order in which they are to be carried out.
using Actions = std::vector<Action>;

}  // namespace dialtone::dhcp
