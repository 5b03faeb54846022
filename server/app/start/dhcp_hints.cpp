#include "server/app/start/dhcp_hints.hpp"

#include <fmt/format.h>

namespace dialtone::app {

std::string dhcp_option_lines(Ipv4 tftp_server) {
    constexpr std::string_view lines = R"(Your own DHCP server must send phones to {0}:

  dnsmasq          dhcp-option=150,{0}
                   dhcp-option=66,"{0}"

  ISC dhcpd        option cisco-tftp code 150 = array of ip-address;
                   option cisco-tftp {0};
                   option tftp-server-name "{0}";

  Kea (Dhcp4)      "option-def": [ {{ "name": "cisco-tftp", "code": 150,
                     "type": "ipv4-address", "array": true }} ],
                   "option-data": [ {{ "name": "cisco-tftp", "data": "{0}" }},
                     {{ "name": "tftp-server-name", "data": "{0}" }} ]

  Cisco IOS        ip dhcp pool PHONES
                    option 150 ip {0}
                    option 66 ascii "{0}"
)";
    return fmt::format(lines, tftp_server.to_string());
}

}  // namespace dialtone::app
