#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// speed-dial list, add, set, remove.
std::span<const Operation> speed_dial_operations();

}  // namespace dialtone::operations
