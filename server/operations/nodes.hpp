#pragma once

#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

#include <string>
#include <vector>

namespace dialtone::operations {

/// node list, show, add, set, remove: the servers of the cluster.
std::span<const Operation> node_operations();

/// The groups that a node is in, by name.
std::vector<std::string> groups_of(const World& world, NodeId node);

}  // namespace dialtone::operations
