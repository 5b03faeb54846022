#pragma once

#include "common/error/problem.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "server/dhcp/lease.hpp"

#include <vector>

/// leases.db: written only by the process that holds the DHCP lock, before each ACK leaves.
namespace dialtone::db {

/// The row of the lease's address becomes `lease`.
void store_lease(Database& leases, const dhcp::Lease& lease);

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
