#include "server/dhcp/address_probes.hpp"

#include <utility>

namespace dialtone::dhcp {

void AddressProbes::begin(Ipv4 address, UnderWay probe) {
    deadlines_.add(probe.end, address);
    by_address_.emplace(address, std::move(probe));
}

AddressProbes::UnderWay* AddressProbes::find(Ipv4 address) {
    const auto found = by_address_.find(address);
    return found == by_address_.end() ? nullptr : &found->second;
}

std::optional<AddressProbes::UnderWay> AddressProbes::take(Ipv4 address) {
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) {
        return std::nullopt;
    }
    auto probe = std::move(found->second);
    by_address_.erase(found);
    return probe;
}

std::optional<Ipv4> AddressProbes::next_due(Instant now) {
    while (const auto entry = deadlines_.take_due(now)) {
        const auto* probe = find(entry->second);
        if (probe != nullptr && probe->end == entry->first) {
            return entry->second;
        }
    }
    return std::nullopt;
}

}  // namespace dialtone::dhcp
