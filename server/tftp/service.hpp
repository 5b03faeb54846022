#pragma once

#include "common/address/ipv4.hpp"
#include "common/metrics/metrics.hpp"
#include "server/files/catalog.hpp"
#include "server/journal/observation.hpp"
#include "server/net/datagram_port.hpp"
#include "server/net/event_loop.hpp"
#include "server/tftp/engine.hpp"
#include "server/tftp/port_range.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace dialtone::tftp {

/// The port that requests come to, and the pool that transfers leave from. Transfers share the pool's ports
/// and are told apart by peer (design §7). Without a pool everything leaves from the port that was asked:
/// single-port mode.
struct Ports {
    std::unique_ptr<net::DatagramPort> requests;
    std::vector<std::unique_ptr<net::DatagramPort>> transfers;
};

struct PortOptions {
    Endpoint listen{{}, 69};  ///< the port with its offset already added
    /// In the pool, any that are free; 0: single-port mode. Few: what many peers say to one port is read, and
    /// answered, with one system call each.
    std::size_t transfer_ports = 8;
    std::optional<PortRange> transfer_range;  ///< these instead, for a firewall that wants to know
    std::size_t request_buffer = 32U << 20U;  ///< octets: the morning after a power cut (design §4)
    std::size_t transfer_buffer = 2U << 20U;  ///< of each: the ACKs of some thousand phones at once
};

/// Binds them all. @throws std::system_error when one cannot be bound; the message names it.
Ports open_ports(net::EventLoop& loop, const PortOptions& options);

/// TFTP's shell: carries datagrams to the engine and its answers back. Belongs to `loop`; everything given by
/// reference outlives it.
class Service {
 public:
    Service(
        net::EventLoop& loop,
        Ports ports,
        files::Catalog& catalog,
        journal::Recorder& recorder,
        Metrics& metrics,
        const Limits& limits = {},
        const Patience& patience = {}
    );
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// The subnets whose hosts may ask besides those of the limits.
    void allow_subnets(std::span<const Cidr> subnets) { engine_.allow_subnets(subnets); }

    /// Begins to answer.
    void start();

    /// Answers nothing new and ends every transfer with ERROR 0.
    void stop();

    [[nodiscard]] std::size_t active_transfers() const { return engine_.active(); }

    [[nodiscard]] Endpoint local() const { return ports_.requests->local(); }

 private:
    void carry_out();
    void send_packets();
    [[nodiscard]] net::DatagramPort& transfer_port(std::size_t index);

    net::EventLoop& loop_;
    Ports ports_;
    std::vector<std::vector<net::OutboundDatagram>> outgoing_;  ///< of one turn, by transfer port
    std::vector<std::size_t> speaking_;                         ///< the ports that have any
    journal::Recorder& recorder_;
    Engine engine_;
    std::unique_ptr<net::Timer> timer_;
    std::optional<Instant> armed_;
    Counter unsent_;
    Gauge active_;
    Gauge dropped_;
    bool is_stopped_ = false;
};

}  // namespace dialtone::tftp
