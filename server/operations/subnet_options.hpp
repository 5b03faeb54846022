#pragma once

#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// The options of one subnet beyond its fields, shown as --option takes them.
Listing option_table(const World& world, const Subnet& subnet);

/// `subnet options`: every option that has a name, and what its values look like.
Outcome<Report> list_options(Session& session, const Call& call);

}  // namespace dialtone::operations
