#include "db/sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace dialtone::db {

namespace {

StoreErrc code_of(int sqlite_code) {
    switch (sqlite_code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return StoreErrc::busy;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            return StoreErrc::constraint;
        case SQLITE_FULL:
            return StoreErrc::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return StoreErrc::corrupt;
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_IOERR:
            return StoreErrc::unreadable;
        default:
            return StoreErrc::failed;
    }
}

}  // namespace

StoreError store_error(const SQLite::Exception& error, const std::filesystem::path& file) {
    return {code_of(error.getErrorCode()), fmt::format("{}: {}.", file.filename().string(), error.what())};
}

}  // namespace dialtone::db
