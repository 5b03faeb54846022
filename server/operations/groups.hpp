#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// group list, show, add, set, remove: Call Manager groups.
std::span<const Operation> group_operations();

}  // namespace dialtone::operations
