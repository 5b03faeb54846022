#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// autoreg show, on, ask, off, set: numbers for phones that nobody has heard of.
std::span<const Operation> autoreg_operations();

}  // namespace dialtone::operations
