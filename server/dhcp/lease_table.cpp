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

/// Nothing but its times differs, as far as the indexes know.
bool is_renewal(const Lease& before, const Lease& after) {
    return before.state == after.state && before.mac == after.mac && before.client_id == after.client_id;
}

}  // namespace

bool is_in_force(const Lease& lease) {
    return lease.state == LeaseState::active || lease.state == LeaseState::declined;
}

void LeaseTable::put(Lease lease) {
    const auto [position, is_new] = by_address_.try_emplace(lease.address);
    auto& kept = position->second;
    if (!is_new && is_renewal(kept, lease)) {
        auto& by_end = is_in_force(kept) ? in_force_ : ended_;
        auto node = by_end.extract({kept.expires, kept.address});
        node.value() = {lease.expires, lease.address};
        by_end.insert(by_end.end(), std::move(node));
        kept = std::move(lease);
        return;
    }
    if (!is_new) {
        unlink(kept);
    }
    kept = std::move(lease);
    link(kept);
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
