#pragma once

#include "common/error/problem.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::db {

/// Where everything lies: device.db, leases.db, node-NAME.db, journal-NODE-ROLES.db, files/, locks/.
///
/// Reading another process's database needs write permission in the directory, where SQLite makes its shared
/// memory file: hence 2770 for directories and 0660 for databases, with a group of their own.
class DataDirectory {
 public:
    static constexpr const char* kDefault = "/var/lib/dialtone";

    /// Names the directory; touches nothing.
    explicit DataDirectory(std::filesystem::path root) : root_{std::move(root)} {}

    /// Creates what is missing of the directory, files/ and locks/; leaves the modes of what exists.
    [[nodiscard]] Outcome<void> create() const;

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }

    [[nodiscard]] std::filesystem::path device() const { return root_ / "device.db"; }

    [[nodiscard]] std::filesystem::path leases() const { return root_ / "leases.db"; }

    [[nodiscard]] std::filesystem::path files() const { return root_ / "files"; }

    [[nodiscard]] std::filesystem::path node_state(std::string_view node) const;

    /// @param roles of the process, e.g. "dhcp-tftp" or "all".
    [[nodiscard]] std::filesystem::path journal(std::string_view node, std::string_view roles) const;

    /// The lock of one protocol of a node: "dhcp" has a single one per data directory, see dhcp_lock().
    [[nodiscard]] std::filesystem::path lock(std::string_view node, std::string_view protocol) const;

    [[nodiscard]] std::filesystem::path dhcp_lock() const { return root_ / "locks" / "dhcp"; }

    [[nodiscard]] std::filesystem::path migration_lock() const { return root_ / "locks" / "migration"; }

    /// Every node-*.db, and every journal-*.db, by name.
    [[nodiscard]] std::vector<std::filesystem::path> all_node_states() const;
    [[nodiscard]] std::vector<std::filesystem::path> all_journals() const;

 private:
    [[nodiscard]] std::vector<std::filesystem::path> databases_named(std::string_view prefix) const;

    std::filesystem::path root_;
};

/// A node's name as part of a file name: lower case, and every octet outside a-z 0-9 . _ - as %XX.
std::string to_file_name(std::string_view name);
/// The way back, for listings: "node-cm%201.db" without prefix and suffix → "cm 1".
std::string from_file_name(std::string_view file_name);

}  // namespace dialtone::db
