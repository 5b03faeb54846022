#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// serve, lab, sim and completion: rows of the same table whose functions belong to the program itself.
std::span<const Operation> program_operations();

}  // namespace dialtone::operations
