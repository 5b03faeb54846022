#pragma once

#include "server/operations/operation.hpp"

/// What phones that register themselves, and their lines, are made like.
namespace dialtone::operations {

/// device-template list, show, add, set, remove.
std::span<const Operation> device_template_operations();

/// line-template list, show, add, set, remove.
std::span<const Operation> line_template_operations();

}  // namespace dialtone::operations
