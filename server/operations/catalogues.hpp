#pragma once

#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// partition list, add, remove.
std::span<const Operation> partition_operations();

/// search-space list, add, set, remove.
std::span<const Operation> search_space_operations();

/// The calling search space called `word`; unset for "".
Outcome<CallingSearchSpaceId> search_space_of(const World& world, const std::string& word);

}  // namespace dialtone::operations
