#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/auto_register.hpp"
#include "common/model/world.hpp"
#include "server/change/directive.hpp"
#include "server/journal/observation.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/stream.hpp"
#include "server/registrar/registration.hpp"
#include "server/registrar/status_reason.hpp"
#include "server/sccp/engine.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::sccp {

/// Makes devices for unknown phones, in the device database.
class AutoRegistrar {
 public:
    virtual ~AutoRegistrar() = default;
    /// Answers every request exactly once, by Service::on_auto_registered() in a later turn of the service's
    /// loop and after Service::on_world() with the world that contains the device. Never blocks.
    virtual void auto_register(std::uint64_t ticket, const AutoRegisterRequest& request) = 0;
};

/// Where registrations are written down: the node's state file, and the planner of changes. Never blocks.
class RegistrationSink {
 public:
    virtual ~RegistrationSink() = default;
    /// The phone has registered and was sent its buttons and lines as `world` has them.
    virtual void store(const registrar::Registration& registration, const WorldPtr& world) = 0;
    virtual void remove(const DeviceName& name, registrar::StatusReason reason) = 0;
};

/// What the service works with; all outlive it.
struct Surroundings {
    AutoRegistrar& auto_registrar;
    RegistrationSink& registrations;
    journal::Recorder& journal;
    Metrics& metrics;
    const TimeZones& time_zones;
};

/// The I/O shell of the SCCP engine: connections of phones on port 2000, one timer, and the ways to the rest
/// of the program. Lives on the calls loop; every function is called there (or by the wiring before the loop
/// runs).
class Service {
 public:
    Service(
        net::EventLoop& loop,
        std::unique_ptr<net::StreamListener> listener,
        NodeId node,
        Surroundings surroundings,
        Limits limits = {}
    );
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Accepts phones; after the first world.
    void start();
    /// Ends every connection with FIN, so that phones turn to their next server at once, and accepts no more.
    void stop();

    void on_world(WorldPtr world);
    void on_auto_registered(std::uint64_t ticket, const AutoRegisterResult& result);
    void on_directives(const std::vector<change::Directive>& directives);
    /// A live action from the request table: done, deferred until the phone is idle, or refused in the
    /// journal.
    void on_request(const DeviceName& name, change::Action action);
    /// The file services sent a phone its own configuration file whole.
    void on_own_file_sent(const DeviceName& name);

    [[nodiscard]] bool is_registered(const DeviceName& name) const;
    [[nodiscard]] Endpoint local() const;

    [[nodiscard]] const Engine& engine() const { return engine_; }

 private:
    class Connection;

    void on_accept(std::unique_ptr<net::Stream> stream);
    void on_data(Connection& connection, Bytes data);
    void on_closed(SessionId session, std::string_view reason);
    void on_timer();

    void carry_out();
    [[nodiscard]] Connection* find(SessionId session) const;
    void close(const Close& close);
    void discard(std::unique_ptr<Connection> connection);
    void arm_timer();
    void show_gauges();

    net::EventLoop& loop_;
    std::unique_ptr<net::StreamListener> listener_;
    Surroundings surroundings_;
    WorldPtr world_;
    Engine engine_;
    Gauge sessions_gauge_;
    Gauge registrations_gauge_;
    std::size_t shown_sessions_ = 0;
    std::size_t shown_registrations_ = 0;
    std::unordered_map<SessionId, std::unique_ptr<Connection>> connections_;
    Connection* speaking_ = nullptr;  ///< whose octets are looked at now: most that is sent goes back to it
    std::vector<std::unique_ptr<Connection>> ended_;  ///< until nobody is inside one of their calls
    Outbox outbox_;
    Outbox spare_;
    std::unique_ptr<net::Timer> timer_;
    std::unique_ptr<net::Timer> broom_;
    std::optional<Instant> armed_;
};

}  // namespace dialtone::sccp
