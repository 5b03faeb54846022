#include "server/dhcp/bindings.hpp"

namespace dialtone::dhcp {

void Bindings::configure() {
    leases_.for_each([&](const Lease& lease) { mark(lease.address); });
    offers_.for_each([&](const OfferTable::Offer& offer) { mark(offer.address); });
}

void Bindings::mark(Ipv4 address) {
    auto* policy = policies_.containing(address);
    if (policy == nullptr) {
        return;
    }
    const auto* lease = leases_.find(address);
    const bool taken = offers_.of_address(address) != nullptr || (lease != nullptr && is_in_force(*lease));
    policy->pool().mark(
        address,
        taken              ? AddressPool::Use::taken
        : lease != nullptr ? AddressPool::Use::remembered
                           : AddressPool::Use::free
    );
}

void Bindings::put(Lease lease) {
    const auto address = lease.address;
    leases_.put(std::move(lease));
    mark(address);
}

void Bindings::erase(Ipv4 address) {
    leases_.erase(address);
    mark(address);
}

void Bindings::hold(const std::string& client, Ipv4 address, Instant now) {
    const auto before = offers_.drop(client);
    offers_.hold(client, address, now);
    mark(before);
    mark(address);
}

void Bindings::let_go(const std::string& client) {
    mark(offers_.drop(client));
}

void Bindings::expire(Now now, Duration offer_time) {
    for (auto end = leases_.next_end(); end && *end <= now.wall; end = leases_.next_end()) {
        const auto* lease = leases_.next_to_expire();
        // A quarantine leaves nothing behind, nor does a lease in a subnet that is no longer configured.
        if (lease->state == LeaseState::declined || policies_.containing(lease->address) == nullptr) {
            erase(lease->address);
        } else {
            auto expired = *lease;
            expired.state = LeaseState::expired;
            put(std::move(expired));
        }
    }
    const auto* offer = offers_.oldest();
    for (; offer != nullptr && offer->made + offer_time <= now.mono; offer = offers_.oldest()) {
        mark(offers_.drop(std::string{offer->client}));
    }
}

const Lease* Bindings::of(const std::string& client, const Wire& wire) const {
    const Lease* best = nullptr;
    const auto rank = [](const Lease& lease) { return std::pair{is_in_force(lease), lease.starts}; };
    leases_.for_each_of(client, [&](const Lease& lease) {
        const bool is_better = best == nullptr || rank(*best) < rank(lease);
        if (is_better && member_containing(wire, lease.address) != nullptr) {
            best = &lease;
        }
    });
    return best;
}

bool Bindings::is_available_to(Ipv4 address, const std::string& client) const {
    const auto* lease = leases_.find(address);
    if (lease != nullptr && is_in_force(*lease)) {
        const bool is_own = lease->state == LeaseState::active && key_of(*lease) == client;
        if (!is_own) {
            return false;
        }
    }
    const auto* offer = offers_.of_address(address);
    return offer == nullptr || offer->client == client;
}

}  // namespace dialtone::dhcp
