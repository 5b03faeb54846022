#pragma once

#include "db/store_error.hpp"

#include <SQLiteCpp/Exception.h>

#include <filesystem>

namespace dialtone::db {

/// What SQLite said, in our terms: the one place that knows its result codes. Internal to db.
StoreError store_error(const SQLite::Exception& error, const std::filesystem::path& file);

/// Runs a function of SQLiteCpp; its exceptions become StoreError.
template <class Function>
auto translated(const std::filesystem::path& file, Function&& function) {
    try {
        return function();
    } catch (const SQLite::Exception& error) {
        throw store_error(error, file);
    }
}

}  // namespace dialtone::db
