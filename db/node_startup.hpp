#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"
#include "common/model/ids.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dialtone::db {

/// What files need to know of a process.
struct NodeFacts {
    std::string name;
    Ipv4 address;  ///< always a literal: processNodeName, option 150, 66 and siaddr
    std::uint16_t port_offset = 0;
    std::string files_directory;
};

struct NodeStartup {
    NodeId id;
    bool was_created = false;
    /// Sentences, each with the command that puts it right: the database keeps what it says until told.
    std::vector<std::string> differences;
};

/// The first thing `serve` does with its node. On a database without nodes it creates the row, as priority 1
/// of the group Default. Facts are written to a row that has none yet; later differences are only reported,
/// since files of all processes must name the same address. not_found: there are nodes, but none of this
/// name.
Outcome<NodeStartup> start_node(Database& device_database, const NodeFacts& facts);

}  // namespace dialtone::db
