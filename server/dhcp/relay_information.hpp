#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"

#include <optional>
#include <string>

namespace dialtone::dhcp {

/// What a relay agent says about a client (option 82, RFC 3046). The option itself is echoed octet for octet;
/// this is only what we act on. Suboptions of a wrong length are ignored.
struct RelayInformation {
    std::string circuit_id;                  ///< 1: the switch port, for reservations
    std::optional<Ipv4> link_selection;      ///< 5, RFC 3527: the subnet, where giaddr is not in it
    std::optional<Ipv4> server_id_override;  ///< 11, RFC 5107: the relay wants to see renewals too
    bool keeps_source_port = false;          ///< 19, RFC 8357: answer to the port it came from

    static RelayInformation parse(Bytes option);
};

}  // namespace dialtone::dhcp
