#pragma once

#include "db/database.hpp"

namespace dialtone::db {

/// All or nothing: rolls back unless committed. Begins immediate, so that it never has to give way halfway to
/// another process; within another transaction it is a savepoint of that one.
class Transaction {
 public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

 private:
    Database& database_;
    bool is_nested_;
    bool is_open_ = true;
};

/// One moment of the database for several reads. Keep it short: it blocks checkpoints. Within a transaction
/// or another snapshot it is that one's moment.
class Snapshot {
 public:
    explicit Snapshot(Database& database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

 private:
    Database& database_;
    bool is_nested_;
};

}  // namespace dialtone::db
