#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Nodes with their auto-registration. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

NodeId insert_node(Database& database, const Node& node);
void update_node(Database& database, const Node& node);
void delete_node(Database& database, NodeId node);

}  // namespace dialtone::db
