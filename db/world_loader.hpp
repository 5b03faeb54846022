#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"
#include "db/database.hpp"

namespace dialtone::db {

/// A new world, or why there is none; then the old one stays in use.
struct LoadResult {
    WorldPtr world;        ///< null exactly when there are problems
    Problems problems;     ///< every one that was found, not just the first
    bool is_whole = true;  ///< everything was read, not only what changed
};

/// Builds worlds from the device database, on the world thread and nowhere else.
///
/// A new world shares with the old one every row that is equal, even after a whole load, so that the
/// difference of two worlds costs what differs. Each load is one snapshot of the database.
class WorldLoader {
 public:
    /// @param database read-only, used by nobody else.
    explicit WorldLoader(Database database) : database_{std::move(database)} {}

    /// Everything. @param old to share rows with; may be null.
    LoadResult load_whole(const WorldPtr& old = nullptr);

    /// What changed after `old`, strictly by change sequence: the same world that load_whole() gives. Returns
    /// `old` itself when nothing changed; loads whole when the change rows after `old` are no longer kept.
    LoadResult load_changes(const WorldPtr& old);

 private:
    Database database_;
};

/// For commands: opens nothing else, keeps nothing.
LoadResult load_world(Database& database);

}  // namespace dialtone::db
