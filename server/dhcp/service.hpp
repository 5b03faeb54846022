#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "server/dhcp/address_prober.hpp"
#include "server/dhcp/clockwork.hpp"
#include "server/dhcp/engine.hpp"
#include "server/dhcp/lease_sink.hpp"
#include "server/journal/observation.hpp"
#include "server/net/datagram_port.hpp"
#include "server/net/packet_port.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::dhcp {

/// The shell around the engine: receives, carries actions out, keeps one timer armed, shows the numbers.
///
/// One socket per served interface (a broadcast reaches every socket that shares the port), bound to
/// 0.0.0.0:67+offset with `interface` and `broadcast` set; or one wildcard socket, e.g. on loopback.
/// Everything is called on one loop. Destroying it while leases are being stored is safe.
class Service {
 public:
    /// @param sink, recorder, metrics  must outlive the service.
    Service(
        EngineSettings settings,
        WorldPtr world,
        std::vector<Interface> interfaces,
        Clockwork clockwork,
        LeaseSink& sink,
        journal::Recorder& recorder,
        Metrics& metrics
    );
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Before the first add_port(): the leases of leases.db.
    void load(std::vector<Lease> leases);

    /// Begins to receive. @param interface_index  the interface the socket is bound to; 0: a wildcard socket.
    void add_port(std::unique_ptr<net::DatagramPort> port, int interface_index);

    /// The interface is gone. Not from within what a port calls.
    void remove_port(int interface_index);

    /// Before the first add_port(), where the host permits it: how clients without an address are reached
    /// alone. Without it they are answered by broadcast.
    void unicast_with(std::unique_ptr<net::PacketPort> frames) { frames_ = std::move(frames); }

    /// The same for asking whether an address is in use before it is offered. Without it nothing is asked.
    void probe_with(std::unique_ptr<AddressProber> prober);

    /// Another DHCP server answered a search for servers on `interface`.
    void on_other_server(const ServerSeen& server, const Interface& interface);

    /// The interfaces with a subnet in which we answer.
    [[nodiscard]] std::vector<Interface> served_interfaces() const;

    void on_world(WorldPtr world);
    /// Which subnets are served on which wire follows from it; what changes of that is logged and journalled.
    void on_interfaces(std::vector<Interface> interfaces);

    /// The live action `release-lease`: an address or a device name. Answers in the journal.
    void release(std::string_view target);

    [[nodiscard]] const Engine& engine() const { return engine_; }

 private:
    struct Port {
        int interface_index;
        std::unique_ptr<net::DatagramPort> port;
    };

    /// "10.81.0.0/24 on eth1", and our address there.
    using ServedWires = std::map<std::string, Ipv4>;

    struct SubnetGauges {
        Gauge size;
        Gauge taken;
        Counter exhausted;
    };

    void on_datagram(const net::InboundDatagram& datagram);
    void carry_out(Actions& actions);
    void carry_out_one(Send& send);
    void carry_out_one(Store& store);
    void carry_out_one(Probe& probe);
    void carry_out_one(Observe& observe);
    void carry_out_one(Warn& warn);
    void store_together();
    void send_together();
    void end_turn();
    void arm();
    void count();
    void make_gauges();
    void show_gauges();
    [[nodiscard]] ServedWires served_wires() const;
    void report(const ServedWires& wires, const ServedWires& except, bool are_gone);
    [[nodiscard]] net::DatagramPort* port_for(const Route& route) const;
    bool send_frame(const Send& send, const MacAddress& to);

    Clockwork clockwork_;
    LeaseSink& sink_;
    journal::Recorder& recorder_;
    Metrics& metrics_;
    Engine engine_;
    std::vector<Port> ports_;
    std::unique_ptr<net::PacketPort> frames_;
    std::uint16_t last_identification_ = 0;
    Buffer frame_;
    std::unique_ptr<AddressProber> prober_;
    std::unique_ptr<net::Timer> timer_;
    std::optional<Instant> armed_;

    Actions actions_;  ///< of the datagram at hand: its room is kept

    // What a turn has to say and to store goes together at its end.
    std::vector<Send> to_send_;
    std::vector<net::OutboundDatagram> datagrams_;
    std::vector<Lease> to_store_;
    std::vector<std::uint64_t> tickets_;  ///< of to_store_

    std::array<Counter, kEvents> counters_;
    Tally counted_;
    Counter send_failures_;
    Counter broadcasts_instead_;
    Counter unasked_;
    Gauge other_servers_;
    Counter kernel_drops_;
    std::uint64_t drops_counted_ = 0;
    std::vector<SubnetGauges> gauges_;
    std::unordered_map<SubnetId, std::uint64_t> exhausted_counted_;
    Pace gauge_pace_{std::chrono::seconds{1}};
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace dialtone::dhcp
