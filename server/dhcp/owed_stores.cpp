#include "server/dhcp/owed_stores.hpp"

namespace dialtone::dhcp {

bool OwedStores::begin(std::uint64_t ticket, const Lease& lease, Instant now) {
    return add(ticket, lease, now + patience_);
}

void OwedStores::put_back(std::uint64_t ticket, const Lease& lease, Instant now) {
    add(ticket, lease, now + pause_);
}

bool OwedStores::add(std::uint64_t ticket, const Lease& lease, Instant due) {
    const auto former = ticket_of_address_.find(lease.address);
    if (former != ticket_of_address_.end()) {
        remove(by_ticket_.find(former->second));
    }
    if (by_ticket_.size() >= most_) {
        return false;
    }
    by_ticket_.emplace(ticket, Owed{lease, due});
    ticket_of_address_[lease.address] = ticket;
    by_due_.emplace(due, ticket);
    return true;
}

bool OwedStores::on_result(std::uint64_t ticket, bool stored, Instant now) {
    const auto found = by_ticket_.find(ticket);
    if (found == by_ticket_.end()) {
        return false;
    }
    if (stored) {
        remove(found);
        return true;
    }
    by_due_.erase({found->second.due, ticket});
    found->second.due = now + pause_;
    by_due_.emplace(found->second.due, ticket);
    return true;
}

std::optional<Lease> OwedStores::take(Ipv4 address) {
    const auto found = ticket_of_address_.find(address);
    return found == ticket_of_address_.end() ? std::nullopt
                                             : std::optional{remove(by_ticket_.find(found->second))};
}

std::optional<Lease> OwedStores::take_due(Instant now) {
    if (by_due_.empty() || by_due_.begin()->first > now) {
        return std::nullopt;
    }
    return remove(by_ticket_.find(by_due_.begin()->second));
}

Lease OwedStores::remove(Position owed) {
    auto lease = std::move(owed->second.lease);
    by_due_.erase({owed->second.due, owed->first});
    ticket_of_address_.erase(lease.address);
    by_ticket_.erase(owed);
    return lease;
}

}  // namespace dialtone::dhcp
