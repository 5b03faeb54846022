#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// model list, show, set: the phone models that there are, and what a phone of one starts with.
std::span<const Operation> model_operations();

}  // namespace dialtone::operations
