#include "db/migrator.hpp"

#include "common/error/try.hpp"
#include "db/database.hpp"
#include "db/locks.hpp"
#include "db/transaction.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dialtone::db {

namespace {

constexpr mode_t kDatabaseMode = 0660;

constexpr std::string_view kRecord =
    "CREATE TABLE IF NOT EXISTS migration ("
    " kind TEXT NOT NULL CHECK (kind IN ('migration', 'seed')),"
    " number INTEGER NOT NULL,"
    " name TEXT NOT NULL,"
    " applied_at INTEGER NOT NULL DEFAULT (unixepoch()),"
    " PRIMARY KEY (kind, number)) STRICT";

/// SQLite would create the file under the umask; its companions then take the file's mode.
Outcome<void> create_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kDatabaseMode);
    if (descriptor < 0) {
        return failed(fmt::format("Cannot create {}: {}.", file.string(), std::strerror(errno)));
    }
    const bool is_set = ::fchmod(descriptor, kDatabaseMode) == 0;
    ::close(descriptor);
    return is_set ? Outcome<void>{} : failed(fmt::format("Cannot set the mode of {}.", file.string()));
}

int last_number(const SchemaKind& kind) {
    return kind.migrations.empty() ? 0 : kind.migrations.back().number;
}

/// What stands in the way of bringing a database from `version` to what the program knows.
Outcome<void> check_version(Database& database, const SchemaKind& kind, int version) {
    if (version > last_number(kind)) {
        return conflict(fmt::format(
            "{} was made by a newer Dialtone: its schema is {}, this program knows {}. Run that version, or "
            "restore the copy that was made before the upgrade.",
            database.file().string(),
            version,
            last_number(kind)
        ));
    }
    const auto foreign_tables = database.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
    if (version == 0 && foreign_tables.value_or(0) > 0) {
        return conflict(fmt::format("{} is not a {} of Dialtone.", database.file().string(), kind.what));
    }
    return {};
}

/// "device.db.schema-1.backup", or with a number behind it when an earlier attempt left one.
std::filesystem::path name_of_backup(const std::filesystem::path& file, int version) {
    for (int attempt = 1;; ++attempt) {
        auto name = file;
        name += attempt == 1 ? fmt::format(".schema-{}.backup", version)
                             : fmt::format(".schema-{}.{}.backup", version, attempt);
        if (!std::filesystem::exists(name)) {
            return name;
        }
    }
}

std::filesystem::path back_up(Database& database, int version) {
    auto copy = name_of_backup(database.file(), version);
    database.copy_to(copy);
    ::chmod(copy.c_str(), kDatabaseMode);
    return copy;
}

void apply(Database& database, std::string_view kind, const schema::Script& script) {
    try {
        database.script(script.sql);
    } catch (const StoreError& error) {
        throw StoreError{error.code(), fmt::format("{} {}: {}", kind, script.name, error.what())};
    }
    database.run(
        "INSERT INTO migration (kind, number, name) VALUES (?1, ?2, ?3)", kind, script.number, script.name
    );
}

void check_references(Database& database) {
    auto broken = database.query("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1");
    if (broken.next()) {
        throw StoreError{
            StoreErrc::constraint,
            fmt::format(
                "A row of {} refers to a row of {} that does not exist.", broken.text(0), broken.text(1)
            )};
    }
}

void apply_all(Database& database, const SchemaKind& kind) {
    Transaction transaction{database};
    // Tables and rows may refer to what comes later in the script.
    database.script("PRAGMA defer_foreign_keys = ON");
    database.script(kRecord);
    const int from = schema_version(database);
    for (const auto& script : kind.migrations) {
        if (script.number > from) {
            apply(database, "migration", script);
        }
    }
    if (from == 0) {
        for (const auto& script : kind.seeds) {
            apply(database, "seed", script);
        }
    }
    check_references(database);
    transaction.commit();
}

Outcome<MigrationReport> migrate_locked(const std::filesystem::path& file, const SchemaKind& kind) {
    if (!std::filesystem::exists(file)) {
        DIALTONE_CHECK(create_file(file));
    }
    Database database{file, {}};
    MigrationReport report{.from = schema_version(database), .to = last_number(kind)};
    DIALTONE_CHECK(check_version(database, kind, report.from));
    if (report.from == report.to) {
        return report;
    }
    if (kind.is_precious && report.from > 0) {
        report.backup = back_up(database, report.from);
    }
    apply_all(database, kind);
    return report;
}

}  // namespace

SchemaKind device_schema() {
    return {"device database", schema::device_migrations(), schema::seeds(), true};
}

SchemaKind lease_schema() {
    return {"lease database", schema::lease_migrations(), {}, true};
}

SchemaKind node_schema() {
    return {"node state", schema::node_migrations(), {}};
}

SchemaKind journal_schema() {
    return {"journal", schema::journal_migrations(), {}};
}

int schema_version(Database& database) {
    const auto table =
        database.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'");
    if (table.value_or(0) == 0) {
        return 0;
    }
    const auto version = database.integer("SELECT max(number) FROM migration WHERE kind = 'migration'");
    return static_cast<int>(version.value_or(0));
}

Outcome<MigrationReport> migrate(
    const DataDirectory& directory, const std::filesystem::path& file, const SchemaKind& kind
) {
    DIALTONE_CHECK(directory.create());
    DIALTONE_TRY(auto turn, FileLock::wait_for(directory.migration_lock(), kind.what));
    try {
        return migrate_locked(file, kind);
    } catch (const StoreError& error) {
        return to_problem(error);
    }
}

Outcome<MigrationReport> migrate_device_database(const DataDirectory& directory) {
    return migrate(directory, directory.device(), device_schema());
}

}  // namespace dialtone::db
