#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// migrate, check, version.
std::span<const Operation> maintenance_operations();

}  // namespace dialtone::operations
