#pragma once

#include "common/time/deadlines.hpp"
#include "server/calls/engine.hpp"
#include "server/registrar/registrar.hpp"
#include "server/sccp/session.hpp"
#include "server/sccp/turn.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::sccp {

/// How many connections a node holds.
struct Limits {
    std::size_t sessions = 20000;
    std::size_t sessions_per_source = 10000;  ///< whole sites may stand behind one address
};

/// All SCCP phones of a node: their sessions, and between them the registrar and call control, to which it is
/// the door.
///
/// Belongs to the calls thread; no I/O and no clock. Every call appends to an Outbox what the shell must do.
/// Invariant: after each call nothing is left inside registrar and call control that a session should have
/// been told.
class Engine final : private Settler {
 public:
    /// @param time_zones outlives the engine.
    Engine(NodeId node, const TimeZones& time_zones, Limits limits = {}, Counters counters = {});
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// A new connection; nullopt: too many, close it.
    std::optional<SessionId> on_connect(const Endpoint& peer, Now now);
    void on_octets(SessionId session, Bytes octets, Now now, Outbox& out);
    /// The other side ended it. Not called after a Close of ours.
    void on_closed(SessionId session, std::string_view reason, Now now, Outbox& out);

    void on_world(WorldPtr world, Now now, Outbox& out);
    /// After the world that contains the device.
    void on_auto_registered(std::uint64_t ticket, const AutoRegisterResult& result, Now now, Outbox& out);
    void on_directives(std::span<const change::Directive> directives, Now now, Outbox& out);
    void on_request(const DeviceName& name, change::Action action, Now now, Outbox& out);
    void on_own_file_sent(const DeviceName& name);

    [[nodiscard]] std::optional<Instant> next_wake() const;
    void on_wake(Now now, Outbox& out);

    /// Ends every session with FIN, so that phones turn to their next server at once; nobody is let in any
    /// more.
    void stop(Now now, Outbox& out);

    [[nodiscard]] const registrar::Registrar& registrations() const { return registrar_; }

    [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

    [[nodiscard]] std::size_t legs() const { return calls_.size(); }

    /// Null when it is gone.
    [[nodiscard]] const Session* find(SessionId session) const;

 private:
    [[nodiscard]] Turn turn(Now now, Outbox& out);
    void settle(Turn& turn) override;
    void finish(Turn& turn);
    void settle_calls(Turn& turn);
    void settle_registrar(Turn& turn);
    void deliver(const registrar::Action& action, Turn& turn);
    void schedule(Session& session);
    void touched(Session& session);
    void sweep();
    void check_clocks(Turn& turn);
    Session* find_mutable(SessionId session);

    NodeId node_;
    const TimeZones& time_zones_;
    Limits limits_;
    Counters counters_;
    WorldPtr world_;
    Parameters parameters_;
    SoftkeyAnswers softkeys_;
    registrar::Registrar registrar_;
    calls::Engine calls_;
    journal::NoteLimiter noise_;
    journal::NoteLimiter strangers_;
    std::unordered_map<SessionId, std::unique_ptr<Session>> sessions_;
    std::unordered_map<Ipv4, std::size_t> per_source_;
    Deadlines<SessionId> deadlines_;
    std::optional<Instant> next_clock_check_;
    std::int64_t last_session_ = 0;
    std::vector<Session*> touched_;  ///< each once; they stay until sweep()
    std::vector<registrar::Action> decisions_;
    std::vector<calls::Action> shows_;
};

}  // namespace dialtone::sccp
