// After the store: the ACK, or what is left when a lease could not be stored.
#include "server/dhcp/engine.hpp"

#include "server/dhcp/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

namespace {

constexpr int kStoredAgainAtOnce = 256;    ///< one job for the store; the others have their turn
constexpr std::size_t kSpareGrants = 512;  ///< whose room is kept: the leases of two turns

}  // namespace

void Engine::on_store_result(std::uint64_t ticket, bool stored, Now now, Actions& out) {
    if (!stored) {
        tally_.add(Event::store_failed);
    }
    const auto found = pending_.find(ticket);
    if (found == pending_.end()) {
        if (owed_.on_result(ticket, stored, now.mono) && !stored) {
            warn_of_failed_store(
                "what phones gave back is stored again as soon as that is possible", now, out
            );
        }
        return;
    }
    auto node = pending_.extract(found);
    finish_store(node.mapped(), ticket, stored, now, out);
    if (spare_.size() < kSpareGrants) {
        spare_.push_back(std::move(node));
    }
}

void Engine::finish_store(Pending& pending, std::uint64_t ticket, bool stored, Now now, Actions& out) {
    const auto address = pending.lease.address;
    const auto latest = ticket_of_address_.find(address);
    if (latest != ticket_of_address_.end() && latest->second == ticket) {
        ticket_of_address_.erase(latest);
    }
    const auto* lease = bindings_.leases().find(address);
    if (lease == nullptr || *lease != pending.lease) {
        return;  // released or declined meanwhile
    }
    pending.observation.at = now.wall;
    if (!stored) {
        store_failed(pending, now, out);
        return;
    }
    release_others(pending.lease, now, out);
    send(pending, out);
}

void Engine::await_store(std::uint64_t ticket, Pending pending) {
    if (spare_.empty()) {
        pending_.emplace_hint(pending_.end(), ticket, std::move(pending));
        return;
    }
    auto node = std::move(spare_.back());
    spare_.pop_back();
    node.key() = ticket;
    node.mapped() = std::move(pending);
    pending_.insert(pending_.end(), std::move(node));
}

void Engine::send(Pending& grant, Actions& out) {
    out.emplace_back(Send{grant.route, std::move(grant.reply)});
    out.emplace_back(Observe{std::move(grant.observation)});
    tally_.add(Event::ack);
}

/// A client has one lease on a wire: the one it took last.
void Engine::release_others(const Lease& kept, Now now, Actions& out) {
    const auto wire = subnets_.of_address(kept.address);
    std::vector<Lease> others;
    bindings_.leases().for_each_of(key_of(kept), [&](const Lease& lease) {
        if (lease.address != kept.address && member_containing(wire, lease.address) != nullptr) {
            others.push_back(lease);
        }
    });
    for (auto& other : others) {
        bindings_.erase(other.address);
        other.state = LeaseState::released;
        other.expires = std::min(other.expires, now.wall);
        store(std::move(other), now, out);
    }
}

/// Nothing is promised that a restart would forget: a new lease gets no answer, a renewal the time that is
/// left of the lease on disk.
void Engine::store_failed(Pending& pending, Now now, Actions& out) {
    const auto& previous = pending.previous;
    if (previous) {
        bindings_.put(*previous);
    } else {
        bindings_.erase(pending.lease.address);
    }
    if (pending.owed) {
        owed_.put_back(++last_ticket_, *pending.owed, now.mono);
    }
    warn_of_failed_store("new phones get no address", now, out);
    const bool still_holds = previous && previous->state == LeaseState::active &&
                             key_of(*previous) == key_of(pending.lease) && previous->expires > now.wall;
    if (!still_holds) {
        out.emplace_back(Observe{journal::Observation{
            now.wall,
            pending.observation.subject,
            journal::Step::dhcp_ignored,
            {{"reason", "the lease could not be stored"}}}});
        return;
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(previous->expires - now.wall);
    auto reply = parse(pending.reply).value();
    set_times(reply, LeaseTimes::of(static_cast<std::uint32_t>(left.count())));
    pending.reply = rendered(reply, pending.max_size);
    send(pending, out);
}

void Engine::warn_of_failed_store(const char* consequence, Now now, Actions& out) {
    if (store_warning_.admit(now.mono)) {
        out.emplace_back(Warn{
            "dhcp.store_failed",
            fmt::format("a lease could not be stored, so {}: look at the disk of leases.db", consequence)});
    }
}

/// A store that nobody waits for: tried again until the disk has it.
void Engine::store(Lease lease, Now now, Actions& out) {
    if (!owed_.begin(++last_ticket_, lease, now.mono)) {
        tally_.add(Event::limited);
    }
    out.emplace_back(Store{last_ticket_, std::move(lease)});
}

void Engine::tend_stores(Now now, Actions& out) {
    while (!pending_.empty() && pending_.begin()->second.since + settings_.limits.store_time <= now.mono) {
        on_store_result(pending_.begin()->first, false, now, out);
    }
    for (int i = 0; i < kStoredAgainAtOnce; ++i) {
        auto lease = owed_.take_due(now.mono);
        if (!lease) {
            break;
        }
        store(std::move(*lease), now, out);
    }
}

}  // namespace dialtone::dhcp
