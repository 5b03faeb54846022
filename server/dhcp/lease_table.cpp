#include "server/dhcp/lease_table.hpp"

#include "server/dhcp/client_identity.hpp"

#include <algorithm>

namespace dialtone::dhcp {

namespace {

template <class Index, class Key>
void drop(Index& index, const Key& key, Ipv4 address) {
    const auto found = index.find(key);
    if (found == index.end()) {
        return;
    }
    auto& addresses = found->second;
    addresses.erase(std::remove(addresses.begin(), addresses.end(), address), addresses.end());
    if (addresses.empty()) {
        index.erase(found);
    }
}

}  // namespace

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

std::string LeaseTable::key_of_mac(const MacAddress& mac) {
    return key_of(mac);
}

void LeaseTable::link(const Lease& lease) {
    if (lease.state != LeaseState::declined) {
        const auto key = key_of(lease);
        by_client_[key].push_back(lease.address);
        if (lease.mac != MacAddress{} && key != key_of(lease.mac)) {
            by_mac_[lease.mac].push_back(lease.address);
        }
    }
    // What is granted now mostly ends last.
    auto& by_end = is_in_force(lease) ? in_force_ : ended_;
    by_end.emplace_hint(by_end.end(), lease.expires, lease.address);
}

void LeaseTable::unlink(const Lease& lease) {
    (is_in_force(lease) ? in_force_ : ended_).erase({lease.expires, lease.address});
    drop(by_client_, key_of(lease), lease.address);
    if (lease.mac != MacAddress{}) {
        drop(by_mac_, lease.mac, lease.address);
    }
}

}  // namespace dialtone::dhcp
