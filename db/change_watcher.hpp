#pragma once

#include "db/database.hpp"

#include <cstdint>

namespace dialtone::db {

/// Says that somebody, in whichever process, committed to a database. What changed, the change table says.
///
/// Has a read-only connection of its own without an open transaction, since PRAGMA data_version does not move
/// for commits of the same connection. Asking costs a microsecond: every 100 ms, and at a nudge of the own
/// writer.
class ChangeWatcher {
 public:
    /// @param database read-only, used by nobody else.
    explicit ChangeWatcher(Database database);

    /// True when there was a commit since the last call (the first time: since construction).
    bool has_changed();

 private:
    std::int64_t data_version();

    Database database_;
    std::int64_t seen_;
};

}  // namespace dialtone::db
