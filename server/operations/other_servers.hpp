#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/rows.hpp"
#include "server/operations/findings.hpp"

#include <string>
#include <vector>

namespace dialtone::operations {

class Session;

/// A DHCP server beside ours that was seen on a wire of ours within the last hour, as the journal has it.
struct OtherServer {
    Ipv4 address;
    std::string wire;      ///< interface or relay agent
    std::string sighting;  ///< "seen 2 minutes ago on eth1; it offers 10.0.0.7 and no option 150"
};

/// By address.
std::vector<OtherServer> other_servers(Session& session);

/// For `dialtone check`.
Findings other_server_findings(Session& session);

/// Those that answer in this subnet, one sentence each.
std::vector<std::string> other_servers_in(Session& session, const Subnet& subnet);

}  // namespace dialtone::operations
