#pragma once

#include "common/error/problem.hpp"
#include "db/data_directory.hpp"
#include "schema/scripts.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dialtone::db {

class Database;

/// A kind of database: what it is called, and the scripts that make it.
struct SchemaKind {
    std::string_view what;  ///< "device database"
    std::span<const schema::Script> migrations;
    std::span<const schema::Script> seeds;  ///< of a fresh database, in the transaction of its migrations
    bool is_precious = false;               ///< copied before an upgrade
};

SchemaKind device_schema();
SchemaKind lease_schema();
SchemaKind node_schema();
SchemaKind journal_schema();

/// What a migration did. Equal versions: nothing.
struct MigrationReport {
    int from = 0;  ///< 0: the file did not exist
    int to = 0;
    std::optional<std::filesystem::path> backup;  ///< of a precious database, before its upgrade
};

/// Creates the database (mode 0660) or brings it up to date, forward only, all scripts in one transaction.
/// Refuses a database that is newer than this program. Several processes may do so at once: they take turns
/// by a lock file.
Outcome<MigrationReport> migrate(
    const DataDirectory& directory, const std::filesystem::path& file, const SchemaKind& kind
);

/// `dialtone migrate`, and the first thing at every start: the device database of `directory`.
Outcome<MigrationReport> migrate_device_database(const DataDirectory& directory);

/// The number of the last migration that a database had.
int schema_version(Database& database);

}  // namespace dialtone::db
