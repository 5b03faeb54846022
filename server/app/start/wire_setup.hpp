#pragma once

#include "common/error/problem.hpp"
#include "server/app/start/serve_plan.hpp"
#include "server/dhcp/probe.hpp"

#include <string>
#include <vector>

/// `serve --interface IF --subnet CIDR`: what is done for a person who has configured nothing yet.
namespace dialtone::app {

/// Creates the DHCP subnet of the wire unless the database has one for it; then it is only changed by what
/// was said explicitly (--range, --router). Without --range: the upper half of the subnet, without addresses
/// that answer.
/// @return sentences about what was done and found, for the person who watches.
Outcome<std::vector<std::string>> set_up_subnet(const ServePlan& plan);

/// Other DHCP servers that answer on the wire, asked once; blocks for up to three seconds. DHCP must not be
/// served by us yet. Empty as well when the wire cannot be asked, which is said in `obstacle`.
std::vector<dhcp::ServerSeen> other_dhcp_servers(const ServePlan& plan, std::string& obstacle);

}  // namespace dialtone::app
