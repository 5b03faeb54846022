// The second half of a read: what comes to the transfer ports, time, limits, ends.
#include "server/tftp/engine.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>

namespace dialtone::tftp {

namespace {

/// How long an ended transfer swallows what is still on its way.
constexpr Duration kLinger = std::chrono::seconds{3};
/// Entries of the past that a queue may carry along, for each transfer there may be, and anyhow.
constexpr std::size_t kStalePerTransfer = 8;
constexpr std::size_t kStaleAnyhow = 1024;

}  // namespace

void Engine::on_transfer(std::size_t port, Bytes datagram, const Endpoint& peer, Ipv4 local, Now now) {
    on_packet(parse(datagram), {port, peer, local}, now);
}

void Engine::on_packet(const Parsed<MessageView>& message, const Route& route, Now now) {
    const auto found = sessions_.find(route.peer);
    const bool is_own = found != sessions_.end() &&
                        (found->second.port == route.port || found->second.former_port == route.port);
    if (!is_own) {
        on_foreign(message, route, now);
        return;
    }
    auto& session = found->second;
    const auto* ack = message ? std::get_if<Ack>(&*message) : nullptr;
    const auto* error = message ? std::get_if<ErrorView>(&*message) : nullptr;
    if (ack == nullptr && error == nullptr) {
        counters_.malformed.add();
        return;
    }
    if (session.port != route.port || !session.transfer) {
        return;  // late, of a transfer that has ended
    }
    if (ack != nullptr) {
        session.transfer->on_ack(ack->block, now, outbox_);
        const auto taken = session.transfer->acknowledged();
        if (auto step = session.progress.at(now, session.file, files::Transport::tftp, taken)) {
            observations_.push_back(std::move(*step));
        }
    } else {
        session.transfer->on_error(*error);
    }
    settle(found->first, session, now);
}

/// RFC 1350 §4: whoever sends to a port where it has no transfer is told so, and the transfers of others go
/// on, its own on another port included. Only what belongs to a transfer is answered, an error never.
void Engine::on_foreign(const Parsed<MessageView>& message, const Route& route, Now now) {
    counters_.foreign.add();
    const bool is_of_transfer =
        message && (std::holds_alternative<Ack>(*message) || std::holds_alternative<DataView>(*message) ||
                    std::holds_alternative<OptionAckView>(*message));
    const auto address = route.peer.address;
    if (is_of_transfer && route.peer.port != 0 && allowed_.contains(address) &&
        request_gate_.pass(address, now)) {
        send_error(route, ErrorCode::unknown_transfer_id, "Unknown transfer ID");
    }
}

/// After an event: goes on waiting, or records the end.
void Engine::settle(const Endpoint& peer, Session& session, Now now) {
    const auto& transfer = *session.transfer;
    if (transfer.state() == Transfer::State::sending) {
        queue_wake(peer, session);
        return;
    }
    const bool is_served = transfer.state() == Transfer::State::complete;
    const auto reason = transfer.peer_text().empty()
                            ? std::string{transfer.reason()}
                            : fmt::format("{}: {}", transfer.reason(), transfer.peer_text());
    record_end(session, is_served, reason, now);
    finish(peer, session, now);
}

void Engine::record_end(const Session& session, bool is_served, std::string_view reason, Now now) {
    const auto& transfer = *session.transfer;
    const files::Delivery delivery{
        is_served ? session.size : transfer.acknowledged(), now.mono - transfer.started().mono};
    counters_.octets.add(delivery.octets);
    counters_.repeated.add(transfer.repeated_packets());
    (is_served ? counters_.served : counters_.broken_off).add();
    observations_.push_back(
        is_served ? files::file_served(now.wall, session.file, files::Transport::tftp, delivery)
                  : files::file_broken_off(now.wall, session.file, files::Transport::tftp, delivery, reason)
    );
}

/// Lets the content go; the session lingers.
void Engine::finish(const Endpoint& peer, Session& session, Now now) {
    outbox_.keep(session.transfer->release());
    session.transfer.reset();
    session.file = {};
    session.linger_until = now.mono + kLinger;
    --active_;
    const auto of_source = active_by_source_.find(peer.address);
    if (--of_source->second == 0) {
        active_by_source_.erase(of_source);
    }
    if (sessions_.size() > 2 * limits_.transfers) {
        session.linger_until = now.mono;
    }
    queue_wake(peer, session);
}

// Limits --------------------------------------------------------------------------------------------------

bool Engine::has_room(const Endpoint& peer, Now now) {
    const auto of_source = active_by_source_.find(peer.address);
    const auto count = of_source == active_by_source_.end() ? 0 : of_source->second;
    return count < limits_.transfers_per_source && (active_ < limits_.transfers || end_oldest_unproven(now));
}

bool Engine::is_unproven(const Begun& begun) const {
    const auto found = sessions_.find(begun.peer);
    if (found == sessions_.end() || !found->second.transfer) {
        return false;
    }
    const auto& transfer = *found->second.transfer;
    return transfer.is_at_start() && transfer.started().mono == begun.at;
}

/// Makes room when all places are taken: by the transfer that has waited longest for its first ACK, if that
/// is long enough for a phone that exists. Forged requests thus cannot keep phones out until they time out.
bool Engine::end_oldest_unproven(Now now) {
    while (!begun_.empty()) {
        const auto oldest = begun_.front();
        const bool is_waiting = is_unproven(oldest);
        if (is_waiting && now.mono - oldest.at < patience_.first_timeout) {
            return false;
        }
        begun_.pop_front();
        if (is_waiting) {
            auto& session = sessions_.find(oldest.peer)->second;
            session.transfer->abandon("the phone never answered, and others wait");
            settle(oldest.peer, session, now);
            return true;
        }
    }
    return false;
}

void Engine::note_begun(const Endpoint& peer, Now now) {
    while (!begun_.empty() && !is_unproven(begun_.front())) {
        begun_.pop_front();
    }
    if (begun_.size() > kStalePerTransfer * limits_.transfers + kStaleAnyhow) {
        std::erase_if(begun_, [this](const auto& begun) { return !is_unproven(begun); });
    }
    begun_.push_back({peer, now.mono});
}

// Time ----------------------------------------------------------------------------------------------------

Instant Engine::wake_of(const Session& session) {
    return session.transfer ? session.transfer->deadline() : session.linger_until;
}

/// A session has an entry no later than its deadline; one that comes too early is put back (on_time). So an
/// ACK moves the deadline without touching the heap.
void Engine::queue_wake(const Endpoint& peer, Session& session) {
    const auto at = wake_of(session);
    if (session.queued == Instant{} || at < session.queued) {
        session.queued = at;
        wakes_.add(at, peer);
    }
    if (wakes_.size() > kStalePerTransfer * limits_.transfers + kStaleAnyhow) {
        rebuild_wakes();
    }
}

/// Entries of sessions that are gone wait for their time to come; a flood of them is thrown away here.
void Engine::rebuild_wakes() {
    wakes_ = {};
    for (auto& [peer, session] : sessions_) {
        session.queued = wake_of(session);
        wakes_.add(session.queued, peer);
    }
}

void Engine::on_time(Now now) {
    while (const auto due = wakes_.take_due(now.mono)) {
        const auto& [at, peer] = *due;
        const auto found = sessions_.find(peer);
        if (found == sessions_.end() || found->second.queued != at) {
            continue;  // replaced by an earlier entry, or of a session that is gone
        }
        auto& session = found->second;
        session.queued = Instant{};
        if (wake_of(session) > now.mono) {
            queue_wake(peer, session);
        } else if (session.transfer) {
            session.transfer->on_time(now, outbox_);
            settle(peer, session, now);
        } else {
            sessions_.erase(found);
        }
    }
}

void Engine::stop(Now now) {
    for (auto& [peer, session] : sessions_) {
        if (session.transfer) {
            session.transfer->stop("Server is stopping", outbox_);
            settle(peer, session, now);
        }
    }
}

std::optional<Instant> Engine::next_wake() const {
    return wakes_.next();
}

}  // namespace dialtone::tftp
