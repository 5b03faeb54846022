#include "db/change_watcher.hpp"

namespace dialtone::db {

ChangeWatcher::ChangeWatcher(Database database) : database_{std::move(database)}, seen_{data_version()} {}

bool ChangeWatcher::has_changed() {
    const auto now = data_version();
    const bool changed = now != seen_;
    seen_ = now;
    return changed;
}

std::int64_t ChangeWatcher::data_version() {
    return database_.integer("PRAGMA data_version").value_or(0);
}

}  // namespace dialtone::db
