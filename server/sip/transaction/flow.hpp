#pragma once

#include "common/address/ipv4.hpp"
#include "server/sip/message/via.hpp"

#include <cstdint>

namespace dialtone::sip {

/// The way between a phone and us: a connection, or two ports that exchange datagrams.
struct Flow {
    Transport transport = Transport::udp;
    Endpoint remote;
    Ipv4 local;                    ///< the address of ours that it spoke to
    std::uint64_t connection = 0;  ///< of a stream; 0: none

    /// Whatever is sent arrives or the connection ends: nothing is sent twice.
    [[nodiscard]] bool is_reliable() const { return transport != Transport::udp; }

    friend bool operator==(const Flow&, const Flow&) = default;
};

}  // namespace dialtone::sip
