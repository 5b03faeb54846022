#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// profile list, show, add, set, remove: what phones share besides their pool. enterprise show, set: what all
/// of them share.
std::span<const Operation> profile_operations();

}  // namespace dialtone::operations
