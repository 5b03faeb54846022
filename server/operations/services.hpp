#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// service list, add, set, remove, subscribe, unsubscribe.
std::span<const Operation> service_operations();

}  // namespace dialtone::operations
