#include "db/database.hpp"

#include "db/sqlite_error.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <string>
#include <unordered_map>

namespace dialtone::db {

namespace {

struct TextHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

/// Every pragma of the project. A read-only connection may set those that write nothing.
void configure(SQLite::Database& database, const OpenSettings& settings) {
    database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;");
    if (settings.access == Access::read_only) {
        database.exec("PRAGMA query_only = ON;");
        return;
    }
    database.exec(
        "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000;"
    );
    database.exec(
        settings.durability == Durability::full ? "PRAGMA synchronous = FULL;"
                                                : "PRAGMA synchronous = NORMAL;"
    );
}

int flags_of(Access access) {
    return (access == Access::read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE) |
           SQLite::OPEN_NOMUTEX;
}

}  // namespace

struct Database::Impl {
    Impl(const std::filesystem::path& path, const OpenSettings& settings)
        : file{path},
          connection{
              path.string(), flags_of(settings.access), static_cast<int>(settings.lock_patience.count())} {
        configure(connection, settings);
    }

    std::filesystem::path file;
    SQLite::Database connection;
    // Nodes of this map do not move: a Query keeps a pointer to its own.
    std::unordered_map<std::string, IdleStatements, TextHash, std::equal_to<>> idle;
};

Database::Database(const std::filesystem::path& file, OpenSettings settings)
    : impl_{translated(file, [&] { return std::make_unique<Impl>(file, settings); })} {}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Query Database::prepare(std::string_view sql) {
    auto found = impl_->idle.find(sql);
    if (found == impl_->idle.end()) {
        found = impl_->idle.emplace(std::string{sql}, IdleStatements{impl_->file, {}}).first;
    }
    auto& home = found->second;
    if (home.statements.empty()) {
        auto statement = translated(impl_->file, [&] {
            return std::make_unique<SQLite::Statement>(impl_->connection, found->first);
        });
        return Query{std::move(statement), home};
    }
    auto statement = std::move(home.statements.back());
    home.statements.pop_back();
    return Query{std::move(statement), home};
}

void Database::script(std::string_view sql) {
    translated(impl_->file, [&] { impl_->connection.exec(std::string{sql}); });
}

void Database::set_lock_patience(std::chrono::milliseconds patience) {
    translated(impl_->file, [&] { impl_->connection.setBusyTimeout(static_cast<int>(patience.count())); });
}

bool Database::is_in_transaction() const {
    return sqlite3_get_autocommit(impl_->connection.getHandle()) == 0;
}

void Database::copy_to(const std::filesystem::path& copy) {
    query("VACUUM INTO ?1", copy.string()).run();
}

bool Database::checkpoint() {
    auto result = query("PRAGMA wal_checkpoint(TRUNCATE)");
    return result.next() && result.integer(0) == 0;
}

const std::filesystem::path& Database::file() const {
    return impl_->file;
}

std::int64_t Database::changes() const {
    return impl_->connection.getChanges();
}

}  // namespace dialtone::db
