#include "server/dhcp/offer_table.hpp"

#include <iterator>

namespace dialtone::dhcp {

const OfferTable::Offer* OfferTable::of_client(const std::string& key) const {
    const auto found = by_client_.find(key);
    return found == by_client_.end() ? nullptr : &*found->second;
}

const OfferTable::Offer* OfferTable::of_address(Ipv4 address) const {
    const auto found = by_address_.find(address);
    return found == by_address_.end() ? nullptr : &*found->second;
}

void OfferTable::hold(const std::string& client, Ipv4 address, Instant now) {
    drop(client);
    offers_.push_back({client, address, now});
    const auto position = std::prev(offers_.end());
    by_client_.emplace(client, position);
    by_address_.emplace(address, position);
}

Ipv4 OfferTable::drop(const std::string& client) {
    const auto found = by_client_.find(client);
    if (found == by_client_.end()) {
        return {};
    }
    const auto position = found->second;
    const auto address = position->address;
    by_address_.erase(address);
    by_client_.erase(found);
    offers_.erase(position);
    return address;
}

}  // namespace dialtone::dhcp
