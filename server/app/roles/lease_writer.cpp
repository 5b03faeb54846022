#include "server/app/roles/lease_writer.hpp"

#include "common/log/log.hpp"

namespace dialtone::app {

void LeaseWriter::store(std::vector<dhcp::Lease> leases, OnStored on_stored) {
    const bool accepted = writer_.submit(
        db::Store::leases,
        [rows = rows_, leases = std::move(leases)](db::Database& database) { rows->store(database, leases); },
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
