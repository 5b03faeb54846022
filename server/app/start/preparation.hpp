#pragma once

#include "common/error/problem.hpp"
#include "server/app/start/serve_plan.hpp"

#include <string>
#include <vector>

namespace dialtone::app {

/// Sentences that the person who starts Dialtone should read before phones are served.
struct Preparation {
    std::vector<std::string> remarks;
    std::uint16_t sccp_port = 2000;  ///< of the node's row
    NodeId node;
};

/// Everything between a plan and open sockets: data directory, migrations, the node's row, the wire's subnet,
/// taken ports, other DHCP servers. Nothing is served yet; every problem is named.
///
/// What nobody said is filled into the plan from the node's row: later starts are like the first one.
boost::system::result<Preparation, Problems> prepare(ServePlan& plan);

}  // namespace dialtone::app
