#pragma once

#include "db/query.hpp"
#include "db/store_error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace dialtone::db {

enum class Access { read_only, read_write };

/// When a commit counts as done. `full`: it survives a power cut (configuration, leases). `normal`: it
/// survives the death of the process; the last commits before a power cut may be missing, the file stays
/// whole (journal).
enum class Durability { full, normal };

struct OpenSettings {
    Access access = Access::read_write;
    Durability durability = Durability::full;
    /// How long to wait for another process's transaction before StoreErrc::busy.
    std::chrono::milliseconds lock_patience{5000};
};

/// One connection to one SQLite file, with the pragmas of this project. Belongs to one thread.
///
/// Statements are prepared once per connection, on first use of their text, and given back reset when the
/// Query ends: an open one would freeze data_version and block checkpoints. Every operation may throw
/// StoreError. The SQL texts stand in this folder and nowhere else; none is put together at run time.
class Database {
 public:
    /// Opens an existing file. Throws StoreError.
    Database(const std::filesystem::path& file, OpenSettings settings);
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    /// A prepared statement with ?1, ?2, … bound to `values`, ready to step.
    template <class... Values>
    Query query(std::string_view sql, const Values&... values) {
        auto query = prepare(sql);
        query.bind(values...);
        return query;
    }

    /// Runs a statement that yields no row. @return the number of rows it changed itself, triggers excluded.
    template <class... Values>
    std::int64_t run(std::string_view sql, const Values&... values) {
        query(sql, values...).run();
        return changes();
    }

    /// The first column of the first row; nullopt when there is no row or the value is NULL.
    template <class... Values>
    std::optional<std::int64_t> integer(std::string_view sql, const Values&... values) {
        auto rows = query(sql, values...);
        return rows.next() && !rows.is_null(0) ? std::optional{rows.integer(0)} : std::nullopt;
    }

    /// The first column of the first row as text; nullopt when there is no row or the value is NULL.
    template <class... Values>
    std::optional<std::string> text(std::string_view sql, const Values&... values) {
        auto rows = query(sql, values...);
        return rows.next() && !rows.is_null(0) ? std::optional{rows.text(0)} : std::nullopt;
    }

    /// Several statements at once: migrations, BEGIN, pragmas. Nothing is cached.
    void script(std::string_view sql);

    /// From now on, instead of what it was opened with.
    void set_lock_patience(std::chrono::milliseconds patience);

    /// True between BEGIN and the end of the transaction, which SQLite itself may have rolled back.
    [[nodiscard]] bool is_in_transaction() const;

    /// Copies the whole database, consistently, into a new file. Throws when `copy` exists.
    void copy_to(const std::filesystem::path& copy);

    /// Moves the write-ahead log into the database file and empties it; false when a reader is in the way.
    bool checkpoint();

    [[nodiscard]] const std::filesystem::path& file() const;

 private:
    struct Impl;

    Query prepare(std::string_view sql);
    [[nodiscard]] std::int64_t changes() const;

    std::unique_ptr<Impl> impl_;
};

}  // namespace dialtone::db
