#include "server/app/roles/lease_writer.hpp"

#include "common/log/log.hpp"
#include "db/lease_store.hpp"

namespace dialtone::app {

void LeaseWriter::store(dhcp::Lease lease, OnStored on_stored) {
    const bool accepted = writer_.submit(
        db::Store::leases,
        [lease = std::move(lease)](db::Database& leases) { db::store_lease(leases, lease); },
        [this, on_stored](const Problem* problem) {
            const bool stored = problem == nullptr;
            if (is_storing_.exchange(stored) && !stored) {
                log::error(
                    "dhcp.store",
                    "leases cannot be stored: new phones get no address",
                    {{"why", problem->sentence}}
                );
            }
            loop_.post([on_stored, stored] { on_stored(stored); });
        }
    );
    if (!accepted) {
        on_stored(false);
    }
}

}  // namespace dialtone::app
