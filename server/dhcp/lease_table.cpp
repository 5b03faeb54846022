#include "server/dhcp/lease_table.hpp"

#include "server/dhcp/client_identity.hpp"

#include <algorithm>

namespace dialtone::dhcp {

bool is_in_force(const Lease& lease) {
    return lease.state == LeaseState::active || lease.state == LeaseState::declined;
}

void LeaseTable::put(Lease lease) {
    erase(lease.address);
    const auto [position, added] = by_address_.emplace(lease.address, std::move(lease));
    link(position->second);
}

void LeaseTable::erase(Ipv4 address) {
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) {
        return;
    }
    unlink(found->second);
    by_address_.erase(found);
}

const Lease* LeaseTable::find(Ipv4 address) const {
    const auto found = by_address_.find(address);
    return found == by_address_.end() ? nullptr : &found->second;
}

const Lease* LeaseTable::next_to_expire() const {
    return in_force_.empty() ? nullptr : find(in_force_.begin()->second);
}

const Lease* LeaseTable::longest_ended() const {
    return ended_.empty() ? nullptr : find(ended_.begin()->second);
}

void LeaseTable::link(const Lease& lease) {
    if (lease.state != LeaseState::declined) {
        by_client_[key_of(lease)].push_back(lease.address);
    }
    (is_in_force(lease) ? in_force_ : ended_).emplace(lease.expires, lease.address);
}

void LeaseTable::unlink(const Lease& lease) {
    (is_in_force(lease) ? in_force_ : ended_).erase({lease.expires, lease.address});
    const auto client = by_client_.find(key_of(lease));
    if (client == by_client_.end()) {
        return;
    }
    auto& addresses = client->second;
    addresses.erase(std::remove(addresses.begin(), addresses.end(), lease.address), addresses.end());
    if (addresses.empty()) {
        by_client_.erase(client);
    }
}

}  // namespace dialtone::dhcp
