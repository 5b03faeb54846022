#pragma once

#include "common/address/ipv4.hpp"

#include <string>

namespace dialtone::app {

/// For `--no-dhcp`: the lines that make somebody else's DHCP server send phones to us, ready to paste:
/// dnsmasq, ISC dhcpd, Kea and Cisco IOS. Option 150 is what Cisco phones prefer; 66 helps the few that
/// ignore it.
std::string dhcp_option_lines(Ipv4 tftp_server);

}  // namespace dialtone::app
