#pragma once

#include "server/tftp/outbox.hpp"

namespace dialtone::test {

/// A packet as it is on the wire, in one piece.
inline Buffer octets_of(const tftp::Outbox::Packet& packet) {
    Buffer octets{packet.head.begin(), packet.head.end()};
    octets.insert(octets.end(), packet.body.begin(), packet.body.end());
    return octets;
}

}  // namespace dialtone::test
