#pragma once

#include "server/dhcp/clockwork.hpp"
#include "server/dhcp/probe.hpp"
#include "server/net/datagram_port.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace dialtone::dhcp {

struct ProbeOptions {
    int interface_index = 0;        ///< the wire to ask
    std::uint16_t port_offset = 0;  ///< added to the server's port 67
    std::uint64_t seed = 0;         ///< see ServerProbe; differs from start to start
    Duration deadline = std::chrono::seconds{3};
};

/// Asks one wire for DHCP servers: a DISCOVER now and another in the middle, answers until the deadline.
///
/// The port is to be bound to 0.0.0.0:68+offset and the interface, with `broadcast` and `reuse_address`.
/// Destroying the probe ends it without an answer.
class WireProbe {
 public:
    using OnDone = std::function<void(std::vector<ServerSeen>)>;

    /// @param on_done  called once, on the loop, in a later turn; may destroy the probe.
    WireProbe(
        std::unique_ptr<net::DatagramPort> port,
        ProbeOptions options,
        const Clockwork& clockwork,
        OnDone on_done
    );

 private:
    void ask();
    void on_timer();

    ProbeOptions options_;
    ServerProbe probe_;
    std::unique_ptr<net::DatagramPort> port_;
    OnDone on_done_;
    std::function<Now()> now_;
    Instant end_;
    std::unique_ptr<net::Timer> timer_;
};

}  // namespace dialtone::dhcp
