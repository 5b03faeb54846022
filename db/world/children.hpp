#pragma once

#include "db/database.hpp"
#include "db/world/key_range.hpp"

#include <string_view>
#include <vector>

namespace dialtone::db {

/// Puts the rows of a child table into their roots: both come ordered by the root's key, which is the
/// child's column 0, and are merged in one pass. `read(root, row)` appends one child.
template <class Root, class Read>
void read_children(
    Database& database, KeyRange range, std::vector<Root>& roots, std::string_view sql, Read&& read
) {
    auto rows = database.query(sql, range.first, range.last);
    auto root = roots.begin();
    while (rows.next()) {
        const auto key = rows.integer(0);
        while (root != roots.end() && root->id.value() < key) {
            ++root;
        }
        if (root != roots.end() && root->id.value() == key) {
            read(*root, rows);
        }
    }
}

/// The roots of a table: `read(row)` makes one.
template <class Root, class Read>
std::vector<Root> read_roots(Database& database, KeyRange range, std::string_view sql, Read&& read) {
    auto rows = database.query(sql, range.first, range.last);
    std::vector<Root> roots;
    while (rows.next()) {
        roots.push_back(read(rows));
    }
    return roots;
}

}  // namespace dialtone::db
