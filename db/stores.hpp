#pragma once

#include "db/data_directory.hpp"
#include "db/database.hpp"

#include <chrono>
#include <string_view>

/// Opens the databases of a data directory, each with the durability and the schema it is meant to have.
///
/// The device database is shared by all processes. A state file has exactly one writing process, which holds
/// the matching lock (db/locks.hpp) for its life: opening one read_write creates it and brings it up to date.
/// Everybody else opens read_only; not_found when the file does not exist yet.
namespace dialtone::db {

/// Read_write on a fresh directory creates and seeds the database. An existing one that is older than the
/// program is refused with the advice to run `dialtone migrate`: only that command and `serve` upgrade it.
Outcome<Database> open_device_database(
    const DataDirectory& directory,
    Access access,
    std::chrono::milliseconds lock_patience = std::chrono::milliseconds{5000}
);

Outcome<Database> open_leases(const DataDirectory& directory, Access access);
Outcome<Database> open_node_state(const DataDirectory& directory, std::string_view node, Access access);
Outcome<Database> open_journal(
    const DataDirectory& directory, std::string_view node, std::string_view roles, Access access
);

/// A state file by path, read-only: for listings over all nodes or all journals.
Outcome<Database> open_node_state_file(const std::filesystem::path& file);
Outcome<Database> open_journal_file(const std::filesystem::path& file);

}  // namespace dialtone::db
