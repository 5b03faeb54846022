#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// template list, show, add, set, remove: phone button templates; button show: the keys of one phone.
std::span<const Operation> button_operations();

}  // namespace dialtone::operations
