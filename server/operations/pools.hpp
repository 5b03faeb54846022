#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// pool list, show, add, set, remove: device pools.
std::span<const Operation> pool_operations();

}  // namespace dialtone::operations
