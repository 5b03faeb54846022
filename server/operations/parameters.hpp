#pragma once

#include "db/aggregates/parameters.hpp"
#include "server/operations/operation.hpp"

#include <string>

namespace dialtone::operations {

/// parameter list, show, set: service and enterprise parameters.
std::span<const Operation> parameter_operations();

/// `text` as the parameter's kind spells it ("yes" of a boolean is "true"), or why it does not fit.
Outcome<std::string> fitting_value(const db::ParameterRow& parameter, std::string_view text);

}  // namespace dialtone::operations
