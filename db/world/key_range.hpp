#pragma once

#include <cstdint>
#include <limits>

namespace dialtone::db {

/// The roots that a load reads: one, or all of a table. Every read binds both ends, so that one statement
/// serves the whole load and the change alike.
struct KeyRange {
    std::int64_t first = std::numeric_limits<std::int64_t>::min();
    std::int64_t last = std::numeric_limits<std::int64_t>::max();

    static KeyRange all() { return {}; }

    static KeyRange one(std::int64_t key) { return {key, key}; }

    [[nodiscard]] bool is_all() const { return first != last; }
};

}  // namespace dialtone::db
