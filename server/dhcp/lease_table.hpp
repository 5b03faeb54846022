#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/lease.hpp"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace dialtone::dhcp {

/// Every binding that is known, by address, by client and by when it ends. A declined address belongs to no
/// client. Pointers and references from it live until the next change.
class LeaseTable {
 public:
    /// Adds, or replaces what stood at that address.
    void put(Lease lease);
    void erase(Ipv4 address);

    [[nodiscard]] const Lease* find(Ipv4 address) const;

    [[nodiscard]] std::size_t size() const { return by_address_.size(); }

    /// Calls visit(lease) for each binding of the client, in no particular order.
    template <class Visit>
    void for_each_of(const std::string& key, Visit&& visit) const {
        const auto found = by_client_.find(key);
        if (found == by_client_.end()) {
            return;
        }
        for (const auto address : found->second) {
            visit(*find(address));
        }
    }

    /// The same by hardware address, whatever client identifiers it used.
    template <class Visit>
    void for_each_of_mac(const MacAddress& mac, Visit&& visit) const {
        const auto visit_all = [&](const auto& index, const auto& key) {
            const auto found = index.find(key);
            if (found == index.end()) {
                return;
            }
            for (const auto address : found->second) {
                if (const auto* lease = find(address); lease->mac == mac) {
                    visit(*lease);
                }
            }
        };
        visit_all(by_client_, key_of_mac(mac));
        visit_all(by_mac_, mac);
    }

    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const auto& [address, lease] : by_address_) {
            visit(lease);
        }
    }

    /// The binding that ends first among those in force or in quarantine; null when there is none.
    [[nodiscard]] const Lease* next_to_expire() const;

    /// When that one ends, which is quicker to tell.
    [[nodiscard]] std::optional<WallTime> next_end() const {
        return in_force_.empty() ? std::nullopt : std::optional{in_force_.begin()->first};
    }

    /// Among those only remembered, the one that ended first; null when there is none.
    [[nodiscard]] const Lease* longest_ended() const;

 private:
    static std::string key_of_mac(const MacAddress& mac);
    void link(const Lease& lease);
    void unlink(const Lease& lease);

    std::unordered_map<Ipv4, Lease> by_address_;
    using Addresses = boost::container::small_vector<Ipv4, 2>;

    std::unordered_map<std::string, Addresses> by_client_;
    std::unordered_map<MacAddress, Addresses> by_mac_;  // of clients whose key is not their MAC
    std::set<std::pair<WallTime, Ipv4>> in_force_;      // by end
    std::set<std::pair<WallTime, Ipv4>> ended_;
};

/// True while nobody else may have the address: in force, or in quarantine.
bool is_in_force(const Lease& lease);

}  // namespace dialtone::dhcp
