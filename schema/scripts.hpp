#pragma once

#include <span>
#include <string_view>

/// The SQL that the program carries: generated from the files of this folder at build time.
namespace dialtone::schema {

/// One numbered script. Numbers ascend within a table; a script is never changed once it was released.
struct Script {
    int number;
    std::string_view name;  ///< "0001_device_database"
    std::string_view sql;
};

std::span<const Script> device_migrations();
/// Rows of a fresh device database, applied once, after its migrations.
std::span<const Script> seeds();
std::span<const Script> lease_migrations();
std::span<const Script> node_migrations();
std::span<const Script> journal_migrations();

}  // namespace dialtone::schema
