#pragma once

#include "common/bytes/bytes.hpp"
#include "server/net/datagram_port.hpp"

#include <cstddef>
#include <vector>

namespace dialtone::load {

/// What a turn has to say, sent at its end.
class Burst {
 public:
    /// An empty buffer for one datagram; valid until the next call. @param local where it comes from;
    /// unspecified: the port's own address.
    Buffer& add(const Endpoint& peer, Ipv4 local = {}) {
        if (used_ == datagrams_.size()) {
            datagrams_.emplace_back();
        }
        auto& datagram = datagrams_[used_++];
        datagram.peer = peer;
        datagram.local = local;
        datagram.octets.clear();
        return datagram.octets;
    }

    /// @return how many the kernel refused: datagrams that we have lost ourselves.
    std::size_t flush(net::DatagramPort& port) {
        outgoing_.clear();
        for (std::size_t i = 0; i < used_; ++i) {
            const auto& datagram = datagrams_[i];
            outgoing_.push_back({datagram.peer, datagram.local, 0, datagram.octets});
        }
        used_ = 0;
        return outgoing_.size() - port.send_many(outgoing_);
    }

 private:
    struct Datagram {
        Endpoint peer;
        Ipv4 local;
        Buffer octets;
    };

    std::vector<Datagram> datagrams_;  ///< the first `used_` are waiting; the others keep their room
    std::size_t used_ = 0;
    std::vector<net::OutboundDatagram> outgoing_;
};

}  // namespace dialtone::load
