#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// partition list, add, remove.
std::span<const Operation> partition_operations();

}  // namespace dialtone::operations
