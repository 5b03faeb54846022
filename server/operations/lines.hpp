#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// line list, show, add, set, remove: numbers on the line buttons of phones.
std::span<const Operation> line_operations();

}  // namespace dialtone::operations
