#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "common/model/device_name.hpp"
#include "common/model/ids.hpp"
#include "common/time/now.hpp"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Statement;
}  // namespace SQLite

namespace dialtone::db {

/// The statements of one SQL text that a connection has prepared and nobody uses now.
struct IdleStatements {
    std::filesystem::path file;  ///< of the connection, for error messages
    std::vector<std::unique_ptr<SQLite::Statement>> statements;
};

/// One use of a prepared statement, from a Database that must outlive it. When it ends the statement is
/// reset, unbound and given back to its connection. Columns count from 0 and are read only after next()
/// returned true.
class Query {
 public:
    /// @param home where the statement goes when this use ends.
    Query(std::unique_ptr<SQLite::Statement> statement, IdleStatements& home);
    ~Query();
    Query(Query&&) noexcept;
    Query& operator=(Query&&) = delete;

    /// Binds ?1, ?2, … in order. Ids bind as integers and, unset, as NULL.
    template <class... Values>
    void bind(const Values&... values) {
        int index = 0;
        (put(++index, values), ...);
    }

    /// Runs the statement once more with other values: for many rows of one kind.
    template <class... Values>
    void run_with(const Values&... values) {
        restart();
        bind(values...);
        run();
    }

    /// Steps to the next row; false when there is none left. Throws StoreError.
    bool next();

    /// Steps to the end.
    void run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Buffer blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;

    [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }

    /// An integer that the schema bounds to what T holds.
    template <std::integral T>
    [[nodiscard]] T number(int column) const {
        return static_cast<T>(integer(column));
    }

    /// A key; NULL is the unset id.
    template <class IdType>
    [[nodiscard]] IdType id(int column) const {
        return is_null(column) ? IdType{} : IdType{integer(column)};
    }

    /// Microseconds since 1970.
    [[nodiscard]] WallTime time(int column) const { return WallTime{Duration{integer(column)}}; }

 private:
    template <std::integral T>
    void put(int index, T value) {
        put_integer(index, static_cast<std::int64_t>(value));
    }

    template <class Tag>
    void put(int index, Id<Tag> id) {
        id.is_set() ? put_integer(index, id.value()) : put_null(index);
    }

    void put(int index, std::string_view text) { put_text(index, text); }

    void put(int index, const std::string& text) { put_text(index, text); }

    void put(int index, const char* text) { put_text(index, text); }

    void put(int index, const DeviceName& name) { put_text(index, name.text()); }

    void put(int index, Bytes octets) { put_blob(index, octets); }

    void put(int index, const Buffer& octets) { put_blob(index, octets); }

    void put(int index, WallTime time) { put_integer(index, time.time_since_epoch().count()); }

    void put(int index, std::nullptr_t) { put_null(index); }

    void restart();
    void put_integer(int index, std::int64_t value);
    void put_text(int index, std::string_view text);
    void put_blob(int index, Bytes octets);
    void put_null(int index);

    std::unique_ptr<SQLite::Statement> statement_;
    IdleStatements* home_;
    bool is_done_ = false;
};

}  // namespace dialtone::db
