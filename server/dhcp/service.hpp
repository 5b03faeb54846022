#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "server/dhcp/clockwork.hpp"
#include "server/dhcp/engine.hpp"
#include "server/dhcp/lease_sink.hpp"
#include "server/journal/observation.hpp"
#include "server/net/datagram_port.hpp"

#include <array>
#include <cstdint>
#include <memory>
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

    void on_world(WorldPtr world);
    void on_interfaces(std::vector<Interface> interfaces);

    /// The live action `release-lease`: an address or a device name. Answers in the journal.
    void release(std::string_view target);

    [[nodiscard]] const Engine& engine() const { return engine_; }

 private:
    struct Port {
        int interface_index;
        std::unique_ptr<net::DatagramPort> port;
    };

    struct SubnetGauges {
        Gauge size;
        Gauge taken;
        Counter exhausted;
    };

    void on_datagram(const net::InboundDatagram& datagram);
    void carry_out(Actions actions);
    void carry_out_one(Send& send);
    void carry_out_one(Store& store);
    void carry_out_one(Observe& observe);
    void carry_out_one(Warn& warn);
    void end_turn();
    void arm();
    void count();
    void make_gauges();
    void show_gauges();
    [[nodiscard]] net::DatagramPort* port_for(const Route& route) const;

    Clockwork clockwork_;
    LeaseSink& sink_;
    journal::Recorder& recorder_;
    Metrics& metrics_;
    Engine engine_;
    std::vector<Port> ports_;
    std::unique_ptr<net::Timer> timer_;
    std::array<Counter, kEvents> counters_;
    Tally counted_;
    Counter send_failures_;
    Counter kernel_drops_;
    std::uint64_t drops_counted_ = 0;
    std::vector<SubnetGauges> gauges_;
    std::unordered_map<SubnetId, std::uint64_t> exhausted_counted_;
    Pace gauge_pace_{std::chrono::seconds{1}};
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace dialtone::dhcp
