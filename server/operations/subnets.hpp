#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// subnet list, show, add, set, remove: where DHCP gives addresses.
std::span<const Operation> subnet_operations();

}  // namespace dialtone::operations
