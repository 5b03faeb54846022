#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

/// Arguments of `phone add` and `phone set` that are more than one value.
namespace dialtone::operations {

/// --module, once for each, in order; "" for none. "7914=S00105000400" tells a module its load.
Outcome<void> edit_modules(const World& world, const Call& call, Device& device);

/// --xml: reads the file and brings it into normal form; refuses what does not fit the phone's own file, or
/// makes it larger than the phone takes.
Outcome<void> edit_further_xml(const World& world, const Call& call, Device& device);

}  // namespace dialtone::operations
