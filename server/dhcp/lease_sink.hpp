#pragma once

#include "server/dhcp/lease.hpp"

#include <functional>
#include <vector>

namespace dialtone::dhcp {

/// Where the DHCP service hands its leases to be made durable; the database's writer implements it.
class LeaseSink {
 public:
    /// Called exactly once, on the service's loop, during store() or later: true when the leases will survive
    /// a power cut.
    using OnStored = std::function<void(bool stored)>;

    virtual ~LeaseSink() = default;

    /// Inserts or replaces the rows of the leases' addresses, all of them or none. Of two leases of one
    /// address the later counts. Never blocks: a full queue answers false.
    virtual void store(std::vector<Lease> leases, OnStored on_stored) = 0;
};

}  // namespace dialtone::dhcp
