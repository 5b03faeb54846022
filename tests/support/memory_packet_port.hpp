#pragma once

#include "server/net/packet_port.hpp"

#include <utility>
#include <vector>

namespace dialtone::test {

/// A packet port without a kernel: a test delivers what "arrives" and reads what was sent.
class MemoryPacketPort final : public net::PacketPort {
 public:
    struct Sent {
        int interface_index;
        MacAddress peer;
        Buffer payload;
    };

    void start(OnPacket on_packet) override { on_packet_ = std::move(on_packet); }

    bool send(const net::OutboundPacket& packet) override {
        if (refuses_) {
            return false;
        }
        sent_.push_back(
            {packet.interface_index, packet.peer, Buffer{packet.payload.begin(), packet.payload.end()}}
        );
        return true;
    }

    void deliver(const net::InboundPacket& packet) { on_packet_(packet); }

    /// What was sent since the last call.
    std::vector<Sent> take_sent() { return std::exchange(sent_, {}); }

    void refuse_sends(bool refuses) { refuses_ = refuses; }

 private:
    OnPacket on_packet_;
    std::vector<Sent> sent_;
    bool refuses_ = false;
};

}  // namespace dialtone::test
