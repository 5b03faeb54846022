// After the store: the ACK, or what is left when a lease could not be stored.
#include "server/dhcp/engine.hpp"

#include "server/dhcp/reply.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

void Engine::on_store_result(std::uint64_t ticket, bool stored, Now now, Actions& out) {
    if (!stored) {
        tally_.add(Event::store_failed);
    }
    const auto found = pending_.find(ticket);
    if (found == pending_.end()) {
        return;
    }
    auto pending = std::move(found->second);
    pending_.erase(found);
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

void Engine::send(Pending& grant, Actions& out) {
    Send action{grant.route, {}};
    action.payload.reserve(kAssumedMaximum);
    render(grant.reply, grant.max_size, action.payload);
    out.emplace_back(std::move(action));
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
        store(std::move(other), out);
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
    if (store_warning_.admit(now.mono)) {
        out.emplace_back(Warn{
            "dhcp.store_failed",
            "a lease could not be stored, so new phones get no address: look at the disk of leases.db"});
    }
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
    set_times(pending.reply, LeaseTimes::of(static_cast<std::uint32_t>(left.count())));
    send(pending, out);
}

/// A store that nobody waits for.
void Engine::store(Lease lease, Actions& out) {
    out.emplace_back(Store{++last_ticket_, std::move(lease)});
}

}  // namespace dialtone::dhcp
