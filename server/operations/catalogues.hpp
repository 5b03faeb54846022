#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// partition list, add, remove.
std::span<const Operation> partition_operations();

/// model list: the phone models that there are.
std::span<const Operation> model_operations();

}  // namespace dialtone::operations
