#include "server/tftp/allowed_networks.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dialtone::tftp {

AllowedNetworks::AllowedNetworks(std::vector<Cidr> always) : always_{std::move(always)} {
    use_subnets({});
}

void AllowedNetworks::use_subnets(std::span<const Cidr> subnets) {
    auto networks = always_;
    networks.insert(networks.end(), subnets.begin(), subnets.end());
    std::sort(networks.begin(), networks.end());
    ranges_.clear();
    for (const auto& network : networks) {
        const auto first = network.network().value();
        const auto last = network.directed_broadcast().value();
        if (!ranges_.empty() && first <= ranges_.back().last) {
            ranges_.back().last = std::max(ranges_.back().last, last);
        } else {
            ranges_.push_back({first, last});
        }
    }
}

bool AllowedNetworks::contains(Ipv4 address) const {
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), address.value(), [](auto value, const Range& range) {
            return value < range.first;
        });
    return after != ranges_.begin() && address.value() <= std::prev(after)->last;
}

}  // namespace dialtone::tftp
