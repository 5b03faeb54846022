#pragma once

#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "db/migrator.hpp"
#include "db/node_startup.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"
#include "tests/support/scratch_directory.hpp"

#include <string>

namespace dialtone::test {

/// A data directory with a fresh, seeded device database and the node cm1, as the first `serve` leaves it.
struct FreshSite {
    ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path() / "data"};
    db::Database database = db::open_device_database(directory, db::Access::read_write).value();
    NodeId node =
        db::start_node(database, {.name = "cm1", .address = Ipv4{10, 0, 0, 1}, .files_directory = "files"})
            .value()
            .id;

    void switch_on_autoreg(std::int64_t first, std::int64_t last) {
        database.run(
            "UPDATE node SET autoreg_enabled = 1, autoreg_first = ?2, autoreg_last = ?3 WHERE id = ?1",
            node,
            first,
            last
        );
    }

    db::Database open(db::Access access = db::Access::read_only) const {
        return db::open_device_database(directory, access).value();
    }
};

}  // namespace dialtone::test
