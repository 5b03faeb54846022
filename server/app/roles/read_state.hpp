#pragma once

#include "db/database.hpp"
#include "db/store_error.hpp"

namespace dialtone::app {

/// Reads from a state file that was opened for this; what was never written is empty.
/// @throws db::StoreError when it could not be opened.
template <class Read>
auto read_state(Outcome<db::Database> opened, Read read) -> decltype(read(*opened)) {
    if (!opened) {
        throw db::StoreError{db::StoreErrc::failed, opened.error().sentence};  // which says what to do
    }
    return read(*opened);
}

}  // namespace dialtone::app
