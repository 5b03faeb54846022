#pragma once

#include "server/lab/netlink.hpp"

#include <unordered_map>

namespace dialtone::lab {

/// The leased addresses of a fleet, put on the loopback interface of its namespace, where the wire's ARP
/// finds them and no address is anybody's default source.
class GuestAddresses {
 public:
    void add(Ipv4 address) {
        if (users_[address]++ == 0) {
            netlink_.add_guest_address("lo", address);
        }
    }

    void remove(Ipv4 address) {
        const auto found = users_.find(address);
        if (found != users_.end() && --found->second == 0) {
            users_.erase(found);
            netlink_.remove_guest_address("lo", address);
        }
    }

 private:
    Netlink netlink_;
    std::unordered_map<Ipv4, unsigned> users_;
};

}  // namespace dialtone::lab
