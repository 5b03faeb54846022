#include "server/sccp/engine.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace dialtone::sccp {

namespace {

using std::chrono::minutes;

/// Zones change their offset at quarter hours.
constexpr auto kClockCheck = minutes{15};

std::uint32_t parameter(const World& world, const char* key, std::int64_t fallback) {
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(world.integer_parameter(key, fallback), 1, kMost)
    );
}

Instant next_quarter(Now now) {
    const auto into = now.wall.time_since_epoch() % kClockCheck;
    return now.mono + (kClockCheck - into);
}

}  // namespace

Engine::Engine(NodeId node, const TimeZones& time_zones, Limits limits, Counters counters)
    : node_{node},
      time_zones_{time_zones},
      limits_{limits},
      counters_{counters},
      world_{std::make_shared<const World>()},
      registrar_{node} {}

Turn Engine::turn(Now now, Outbox& out) {
    return {
        now,
        *world_,
        node_,
        parameters_,
        time_zones_,
        softkeys_,
        registrar_,
        calls_,
        noise_,
        strangers_,
        counters_,
        out,
        *this};
}

// Connections -------------------------------------------------------------------------------------

std::optional<SessionId> Engine::on_connect(const Endpoint& peer, Now now) {
    auto& of_source = per_source_[peer.address];
    if (sessions_.size() >= limits_.sessions || of_source >= limits_.sessions_per_source) {
        if (of_source == 0) {
            per_source_.erase(peer.address);
        }
        counters_.refused.add();
        return std::nullopt;
    }
    ++of_source;
    const SessionId id{++last_session_};
    const auto& session = sessions_.emplace(id, std::make_unique<Session>(id, peer, now)).first->second;
    if (!next_clock_check_) {
        next_clock_check_ = next_quarter(now);
    }
    schedule(*session);
    return id;
}

void Engine::on_octets(SessionId id, Bytes octets, Now now, Outbox& out) {
    auto* session = find_mutable(id);
    if (session == nullptr) {
        return;
    }
    auto event = turn(now, out);
    touched(*session);
    session->on_octets(octets, event);
    finish(event);
}

void Engine::on_closed(SessionId id, std::string_view reason, Now now, Outbox& out) {
    auto* session = find_mutable(id);
    if (session == nullptr) {
        return;
    }
    auto event = turn(now, out);
    session->on_closed(reason, event);
    touched(*session);
    finish(event);
}

// The rest of the program -------------------------------------------------------------------------

void Engine::on_world(WorldPtr world, Now now, Outbox& out) {
    world_ = std::move(world);
    softkeys_.clear();
    parameters_ = {
        parameter(*world_, "callmanager/station-keepalive-interval", 30),
        parameter(*world_, "callmanager/station-secondary-keepalive-interval", 60),
        parameter(*world_, "callmanager/max-events-allowed", 2000)};
    registrar_.on_world(world_);
    calls_.on_world(*world_);
    auto event = turn(now, out);
    finish(event);
}

void Engine::on_auto_registered(
    std::uint64_t ticket, const AutoRegisterResult& result, Now now, Outbox& out
) {
    registrar_.on_auto_registered(ticket, result, now);
    auto event = turn(now, out);
    finish(event);
}

void Engine::on_directives(std::span<const change::Directive> directives, Now now, Outbox& out) {
    registrar_.on_directives(directives, now);
    auto event = turn(now, out);
    finish(event);
}

void Engine::on_request(const DeviceName& name, change::Action action, Now now, Outbox& out) {
    registrar_.on_request(name, action, now);
    auto event = turn(now, out);
    finish(event);
}

void Engine::on_own_file_sent(const DeviceName& name) {
    registrar_.on_own_file_sent(name);
}

void Engine::stop(Now now, Outbox& out) {
    registrar_.stop();
    auto event = turn(now, out);
    for (auto& [id, session] : sessions_) {
        session->end("this server is stopping", registrar::StatusReason::call_manager_restart, false, event);
        touched(*session);
    }
    finish(event);
}

// Settling ----------------------------------------------------------------------------------------

/// Carries what one event has caused from one to the other until all is quiet.
void Engine::settle(Turn& turn) {
    do {
        settle_calls(turn);
        settle_registrar(turn);
    } while (!shows_.empty() || !decisions_.empty());
}

void Engine::finish(Turn& turn) {
    settle(turn);
    sweep();
}

void Engine::settle_calls(Turn& turn) {
    calls_.take_actions(shows_);
    for (const auto& action : shows_) {
        std::visit(
            [&](const auto& event) {
                if (auto* session = find_mutable(event.phone)) {
                    session->show(event, turn);
                    touched(*session);
                }
            },
            action
        );
    }
    // A phone in a call is not to be told to restart; one whose call is over may be.
    for (auto* session : touched_) {
        if (const bool is_busy = calls_.is_busy(session->id()); is_busy != session->is_busy) {
            session->is_busy = is_busy;
            registrar_.on_busy(session->id(), is_busy, turn.now);
        }
    }
}

void Engine::settle_registrar(Turn& turn) {
    registrar_.take_actions(decisions_);
    for (const auto& action : decisions_) {
        deliver(action, turn);
    }
}

void Engine::deliver(const registrar::Action& action, Turn& turn) {
    const auto to_session = [&](const auto& event, auto member) {
        if (auto* session = find_mutable(event.session)) {
            (session->*member)(event, turn);
            touched(*session);
        }
    };
    if (const auto* accept = std::get_if<registrar::Accept>(&action)) {
        to_session(*accept, &Session::on_accept);
    } else if (const auto* reject = std::get_if<registrar::Reject>(&action)) {
        to_session(*reject, &Session::on_reject);
    } else if (const auto* drop = std::get_if<registrar::Drop>(&action)) {
        to_session(*drop, &Session::on_drop);
    } else if (const auto* command = std::get_if<registrar::Command>(&action)) {
        to_session(*command, &Session::on_command);
    } else if (const auto* making = std::get_if<registrar::AutoRegister>(&action)) {
        turn.out.add(*making);
    } else if (const auto* stored = std::get_if<registrar::StoreRegistration>(&action)) {
        turn.out.add(*stored);
    } else if (const auto* removed = std::get_if<registrar::RemoveRegistration>(&action)) {
        turn.out.add(*removed);
    } else if (const auto* observation = std::get_if<journal::Observation>(&action)) {
        turn.out.add(*observation);
    }
}

void Engine::touched(Session& session) {
    if (!std::exchange(session.is_touched, true)) {
        touched_.push_back(&session);
    }
}

/// Forgets the sessions that ended, and sees to the deadlines of the others that something happened to.
void Engine::sweep() {
    for (auto* session : touched_) {
        session->is_touched = false;
        if (session->state() != Session::State::closed) {
            schedule(*session);
            continue;
        }
        const auto source = per_source_.find(session->peer().address);
        if (--source->second == 0) {
            per_source_.erase(source);
        }
        sessions_.erase(session->id());
    }
    touched_.clear();
    if (sessions_.empty()) {
        next_clock_check_.reset();
    }
}

// Time --------------------------------------------------------------------------------------------

void Engine::schedule(Session& session) {
    const auto when = session.due(parameters_);
    if (when && (session.wake == Instant{} || *when < session.wake)) {
        session.wake = *when;
        deadlines_.add(*when, session.id());
    }
}

std::optional<Instant> Engine::next_wake() const {
    std::optional<Instant> earliest;
    for (const auto& next :
         {deadlines_.next(), registrar_.next_wake(), calls_.next_wake(), next_clock_check_}) {
        if (next && (!earliest || *next < *earliest)) {
            earliest = next;
        }
    }
    return earliest;
}

void Engine::on_wake(Now now, Outbox& out) {
    auto event = turn(now, out);
    while (const auto due = deadlines_.take_due(now.mono)) {
        auto* session = find_mutable(due->second);
        if (session == nullptr || session->wake != due->first) {
            continue;  // it ended, or asked to be woken earlier since
        }
        session->wake = {};
        session->on_wake(event);
        touched(*session);
    }
    registrar_.on_wake(now);
    calls_.on_wake(now);
    check_clocks(event);
    finish(event);
}

void Engine::check_clocks(Turn& turn) {
    if (!next_clock_check_ || *next_clock_check_ > turn.now.mono) {
        return;
    }
    next_clock_check_ = next_quarter(turn.now);
    for (auto& [id, session] : sessions_) {
        session->check_clock(turn);
    }
}

Session* Engine::find_mutable(SessionId id) {
    const auto found = sessions_.find(id);
    return found != sessions_.end() ? found->second.get() : nullptr;
}

const Session* Engine::find(SessionId id) const {
    const auto found = sessions_.find(id);
    return found != sessions_.end() ? found->second.get() : nullptr;
}

}  // namespace dialtone::sccp
