#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// file NAME: the octets that a phone would get.
std::span<const Operation> file_operations();

}  // namespace dialtone::operations
