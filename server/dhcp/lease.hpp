#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/model/ids.hpp"
#include "common/time/now.hpp"

#include <cstdint>
#include <string>

namespace dialtone::dhcp {

enum class LeaseState : std::uint8_t {
    active = 1,
    released = 2,  ///< kept, so that the same phone gets the same address again
    declined = 3,  ///< quarantined: somebody else answers on it
    expired = 4,
};

/// A binding as it is stored (leases.db) and kept in memory: the address is the key.
struct Lease {
    Ipv4 address;
    SubnetId subnet;
    MacAddress mac;
    std::string client_id;  ///< octets of option 61; empty when the client sent none
    LeaseState state = LeaseState::active;
    WallTime starts;
    WallTime expires;
    std::string hostname;      ///< option 12, made printable
    std::string vendor_class;  ///< option 60, made printable
    /// Octets of option 82 as a relay last sent it, at most 255: a unicast renewal does not pass the relay.
    std::string relay_information;

    friend bool operator==(const Lease&, const Lease&) = default;
};

}  // namespace dialtone::dhcp
