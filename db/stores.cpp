#include "db/stores.hpp"

#include "common/error/try.hpp"
#include "db/migrator.hpp"

#include <fmt/format.h>

namespace dialtone::db {

namespace {

int known_version(const SchemaKind& kind) {
    return kind.migrations.empty() ? 0 : kind.migrations.back().number;
}

/// A database must be exactly as new as the program that uses it.
Outcome<void> check_schema(Database& database, const SchemaKind& kind) {
    const int version = schema_version(database);
    const int known = known_version(kind);
    if (version == known) {
        return {};
    }
    const auto* advice = version < known
                             ? "Run `dialtone migrate`, or start its server once with this program."
                             : "Run the newer program that made it.";
    return conflict(fmt::format(
        "{} has schema {}, this program needs {}. {}", database.file().string(), version, known, advice
    ));
}

Outcome<Database> open_existing(
    const std::filesystem::path& file, const SchemaKind& kind, const OpenSettings& settings
) {
    if (!std::filesystem::exists(file)) {
        return not_found(fmt::format("There is no {} at {}.", kind.what, file.string()));
    }
    try {
        Database database{file, settings};
        DIALTONE_CHECK(check_schema(database, kind));
        return database;
    } catch (const StoreError& error) {
        return to_problem(error);
    }
}

/// A state file: its one writer brings it up to date by opening it.
Outcome<Database> open_state(
    const DataDirectory& directory,
    const std::filesystem::path& file,
    const SchemaKind& kind,
    const OpenSettings& settings
) {
    if (settings.access == Access::read_write) {
        DIALTONE_CHECK(migrate(directory, file, kind));
    }
    return open_existing(file, kind, settings);
}

}  // namespace

Outcome<Database> open_device_database(
    const DataDirectory& directory, Access access, std::chrono::milliseconds lock_patience
) {
    const auto file = directory.device();
    if (access == Access::read_write && !std::filesystem::exists(file)) {
        DIALTONE_CHECK(migrate_device_database(directory));
    }
    return open_existing(file, device_schema(), {.access = access, .lock_patience = lock_patience});
}

Outcome<Database> open_leases(const DataDirectory& directory, Access access) {
    return open_state(directory, directory.leases(), lease_schema(), {.access = access});
}

Outcome<Database> open_node_state(const DataDirectory& directory, std::string_view node, Access access) {
    const OpenSettings settings{.access = access, .durability = Durability::normal};
    return open_state(directory, directory.node_state(node), node_schema(), settings);
}

Outcome<Database> open_journal(
    const DataDirectory& directory, std::string_view node, std::string_view roles, Access access
) {
    const OpenSettings settings{.access = access, .durability = Durability::normal};
    return open_state(directory, directory.journal(node, roles), journal_schema(), settings);
}

Outcome<Database> open_node_state_file(const std::filesystem::path& file) {
    return open_existing(file, node_schema(), {.access = Access::read_only});
}

Outcome<Database> open_journal_file(const std::filesystem::path& file) {
    return open_existing(file, journal_schema(), {.access = Access::read_only});
}

}  // namespace dialtone::db
