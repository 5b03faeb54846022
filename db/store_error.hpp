#pragma once

#include "common/error/problem.hpp"

#include <stdexcept>
#include <string>

namespace dialtone::db {

/// What a failing database asks of whoever called it.
enum class StoreErrc {
    busy,        ///< another process writes: later it may succeed
    constraint,  ///< the row contradicts the schema: the caller's fault, nothing was changed
    full,        ///< no space left on the disk
    corrupt,     ///< not a database, or a damaged one: reopen, and tell the operator
    unreadable,  ///< cannot be opened or written: permission, missing directory, read-only
    failed,      ///< anything else
};

/// Thrown by every operation of a Database. Ends where the operation was asked for: the writer answers its
/// waiters with a Problem, a command prints one.
class StoreError : public std::runtime_error {
 public:
    StoreError(StoreErrc code, const std::string& sentence) : std::runtime_error{sentence}, code_{code} {}

    [[nodiscard]] StoreErrc code() const { return code_; }

 private:
    StoreErrc code_;
};

/// The same for a person, with what to do about it.
Problem to_problem(const StoreError& error);

}  // namespace dialtone::db
