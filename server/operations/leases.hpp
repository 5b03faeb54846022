#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// lease list, show, release: the addresses that DHCP gave.
std::span<const Operation> lease_operations();

}  // namespace dialtone::operations
