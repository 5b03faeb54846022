#include "server/dhcp/subnet_policy.hpp"

#include <algorithm>

namespace dialtone::dhcp {

namespace {

void withhold(std::vector<AddressRange>& withheld, const std::vector<Ipv4>& addresses) {
    for (const auto address : addresses) {
        withheld.push_back({address, address});
    }
}

/// What lies in a range and must not be given away: everything outside the subnet, its two special addresses,
/// machines that the subnet's own options name, exclusions and the reservations of others.
std::vector<AddressRange> withheld_of(const Subnet& subnet, const std::vector<Ipv4>& own_addresses) {
    auto withheld = subnet.exclusions;
    const auto network = subnet.cidr.network();
    const auto last = subnet.cidr.directed_broadcast();
    if (network.value() != 0) {
        withheld.push_back({Ipv4{}, Ipv4{network.value() - 1}});
    }
    if (last != Ipv4::broadcast()) {
        withheld.push_back({Ipv4{last.value() + 1}, Ipv4::broadcast()});
    }
    if (subnet.cidr.prefix() <= 30) {
        withhold(withheld, {network, last});
    }
    withhold(withheld, own_addresses);
    withhold(withheld, subnet.routers);
    withhold(withheld, subnet.dns_servers);
    withhold(withheld, subnet.tftp_servers);
    withhold(withheld, subnet.ntp_servers);
    withhold(withheld, {subnet.relay});
    for (const auto& reservation : subnet.reservations) {
        withheld.push_back({reservation.address, reservation.address});
    }
    return withheld;
}

std::optional<Ipv4> find_in(const std::unordered_map<std::string, Ipv4>& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional{found->second};
}

bool is_on(const Subnet& subnet, const Interface& interface) {
    if (!subnet.interface.empty()) {
        return subnet.interface == interface.name;
    }
    return std::ranges::any_of(interface.addresses, [&](Ipv4 a) { return subnet.cidr.contains(a); });
}

}  // namespace

SubnetPolicy::SubnetPolicy(std::shared_ptr<const Subnet> row, const std::vector<Ipv4>& own_addresses)
    : row_{std::move(row)}, pool_{row_->ranges, withheld_of(*row_, own_addresses)}, options_{row_->options} {
    for (const auto& reservation : row_->reservations) {
        auto& map = reservation.kind == Reservation::Kind::mac         ? by_mac_
                    : reservation.kind == Reservation::Kind::client_id ? by_client_id_
                                                                       : by_circuit_;
        map.emplace(reservation.identifier, reservation.address);
    }
}

std::optional<Ipv4> SubnetPolicy::reservation_of(const ClientIdentity& client, const RelayInformation& relay)
    const {
    std::optional<Ipv4> found;
    if (client.mac && !by_mac_.empty()) {
        found = find_in(by_mac_, std::string{text_of(client.mac->octets())});
    }
    if (!found && !client.client_id.empty()) {
        found = find_in(by_client_id_, client.client_id);
    }
    if (!found && !relay.circuit_id.empty()) {
        found = find_in(by_circuit_, relay.circuit_id);
    }
    return found;
}

void SubnetPolicies::rebuild(const Table<SubnetId, Subnet>& rows, const std::vector<Ipv4>& own_addresses) {
    std::unordered_map<SubnetId, SubnetPolicy::Exhaustion> exhaustion;
    for (const auto& policy : policies_) {
        exhaustion.emplace(policy->row().id, policy->exhaustion);
    }
    policies_.clear();
    rows.for_each([&](SubnetId id, const Subnet& subnet) {
        if (subnet.enabled) {
            policies_.push_back(std::make_unique<SubnetPolicy>(rows.share(id), own_addresses));
            policies_.back()->exhaustion = exhaustion[id];
        }
    });
    std::ranges::sort(policies_, {}, [](const auto& policy) { return policy->row().cidr; });
}

SubnetPolicy* SubnetPolicies::containing(Ipv4 address) const {
    auto candidate = std::ranges::upper_bound(policies_, address, {}, [](const auto& policy) {
        return policy->row().cidr.network();
    });
    // Backwards, so that the narrowest of nested subnets is met first.
    while (candidate != policies_.begin()) {
        --candidate;
        if ((*candidate)->row().cidr.contains(address)) {
            return candidate->get();
        }
    }
    return nullptr;
}

Wire SubnetPolicies::shared_with(SubnetPolicy* policy) const {
    Wire wire;
    if (policy == nullptr) {
        return wire;
    }
    wire.push_back(policy);
    const auto& name = policy->row().shared_network;
    for (const auto& other : policies_) {
        if (!name.empty() && other.get() != policy && other->row().shared_network == name) {
            wire.push_back(other.get());
        }
    }
    return wire;
}

Wire SubnetPolicies::of_relay(Ipv4 giaddr) const {
    for (const auto& policy : policies_) {
        if (policy->row().relay == giaddr) {
            return shared_with(policy.get());
        }
    }
    return shared_with(containing(giaddr));
}

Wire SubnetPolicies::of_address(Ipv4 address) const {
    return shared_with(containing(address));
}

Wire SubnetPolicies::of_interface(const Interface& interface) const {
    Wire wire;
    const auto add = [&](SubnetPolicy* policy) {
        if (std::find(wire.begin(), wire.end(), policy) == wire.end()) {
            wire.push_back(policy);
        }
    };
    for (const auto& policy : policies_) {
        if (!is_on(policy->row(), interface)) {
            continue;
        }
        for (auto* member : shared_with(policy.get())) {
            add(member);
        }
    }
    return wire;
}

SubnetPolicy* member_containing(const Wire& wire, Ipv4 address) {
    const auto found = std::find_if(wire.begin(), wire.end(), [&](const SubnetPolicy* policy) {
        return policy->row().cidr.contains(address);
    });
    return found == wire.end() ? nullptr : *found;
}

}  // namespace dialtone::dhcp
