#pragma once

#include "common/error/problem.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "server/dhcp/lease.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

/// leases.db: written only by the process that holds the DHCP lock, before each ACK leaves.
namespace dialtone::db {

/// The writing side of leases.db. Used on the writer's thread only, by the one process that writes it: where
/// an address has its row is known here, so that no index of addresses need be kept on disk.
class LeaseStore {
 public:
    /// The rows of the leases' addresses become these, in their order.
    void store(Database& leases, const std::vector<dhcp::Lease>& granted);

 private:
    void begin(Database& leases);

    bool has_begun_ = false;
    std::int64_t last_place_ = 0;
    std::unordered_map<Ipv4, std::int64_t> places_;  ///< bounded by the engine's greatest number of leases
};

/// Every lease, by address: at the start of the DHCP engine.
std::vector<dhcp::Lease> load_leases(Database& leases);

/// For commands when no DHCP process is alive, holding its lock: the address becomes free, and stays the
/// client's favourite. False when there is no active lease of it.
bool release_lease(Database& leases, Ipv4 address, WallTime now);

/// Removes what ended before `before` and nobody asked for since. @return how many.
std::int64_t forget_leases(Database& leases, WallTime before);

/// Every lease, read-only, beside a running server. Empty when there was never a DHCP process.
Outcome<std::vector<dhcp::Lease>> list_leases(const DataDirectory& directory);

}  // namespace dialtone::db
