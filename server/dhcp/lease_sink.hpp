#pragma once

#include "server/dhcp/lease.hpp"

#include <functional>

namespace dialtone::dhcp {

/// Where the DHCP service hands its leases to be made durable; the database's writer implements it.
class LeaseSink {
 public:
    /// Called exactly once, on the service's loop, during store() or later: true when the lease will survive
    /// a power cut.
    using OnStored = std::function<void(bool stored)>;

    virtual ~LeaseSink() = default;

    /// Inserts or replaces the row of `lease.address`. Never blocks: a full queue answers false.
    virtual void store(Lease lease, OnStored on_stored) = 0;
};

}  // namespace dialtone::dhcp
