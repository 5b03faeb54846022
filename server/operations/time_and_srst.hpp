#pragma once

#include "server/operations/operation.hpp"

/// What device pools refer to.
namespace dialtone::operations {

/// date-time list, add, set, remove: the clock of phones.
std::span<const Operation> date_time_operations();

/// srst list, add, set, remove: where phones go when no server answers.
std::span<const Operation> srst_operations();

}  // namespace dialtone::operations
