#include "db/transaction.hpp"

namespace dialtone::db {

namespace {

/// Runs a statement in a destructor: SQLite may have ended the transaction itself (disk full), which is what
/// was wanted.
void run_quietly(Database& database, std::string_view sql) noexcept {
    try {
        database.run(sql);
    } catch (const StoreError&) {
        return;
    }
}

}  // namespace

Transaction::Transaction(Database& database) : database_{database}, is_nested_{database.is_in_transaction()} {
    // Savepoints of one name nest: RELEASE and ROLLBACK TO mean the innermost.
    database_.run(is_nested_ ? "SAVEPOINT part" : "BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (!is_open_ || !database_.is_in_transaction()) {
        return;
    }
    if (is_nested_) {
        run_quietly(database_, "ROLLBACK TO part");
        run_quietly(database_, "RELEASE part");
    } else {
        run_quietly(database_, "ROLLBACK");
    }
}

void Transaction::commit() {
    database_.run(is_nested_ ? "RELEASE part" : "COMMIT");
    is_open_ = false;
}

Snapshot::Snapshot(Database& database) : database_{database}, is_nested_{database.is_in_transaction()} {
    if (!is_nested_) {
        database_.run("BEGIN");
    }
}

Snapshot::~Snapshot() {
    if (!is_nested_ && database_.is_in_transaction()) {
        run_quietly(database_, "COMMIT");
    }
}

}  // namespace dialtone::db
