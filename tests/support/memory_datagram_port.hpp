#pragma once

#include "server/net/datagram_port.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace dialtone::test {

/// A datagram port without a kernel: a test delivers what "arrives" and reads what was sent.
class MemoryDatagramPort final : public net::DatagramPort {
 public:
    struct Sent {
        Endpoint peer;
        Ipv4 local;
        int interface_index;
        Buffer payload;
    };

    explicit MemoryDatagramPort(Endpoint local) : local_{local} {}

    void start(OnDatagram on_datagram, OnTurnEnd on_turn_end) override {
        on_datagram_ = std::move(on_datagram);
        on_turn_end_ = std::move(on_turn_end);
    }

    bool send(const net::OutboundDatagram& datagram) override {
        if (refuses_) {
            return false;
        }
        Buffer octets{datagram.payload.begin(), datagram.payload.end()};
        octets.insert(octets.end(), datagram.body.begin(), datagram.body.end());
        sent_.push_back({datagram.peer, datagram.local, datagram.interface_index, std::move(octets)});
        return true;
    }

    [[nodiscard]] Endpoint local() const override { return local_; }

    [[nodiscard]] std::uint64_t kernel_drops() const override { return kernel_drops_; }

    /// One readable turn with one datagram.
    void deliver(const net::InboundDatagram& datagram) {
        on_datagram_(datagram);
        on_turn_end_();
    }

    /// One readable turn with several.
    void deliver_together(const std::vector<net::InboundDatagram>& datagrams) {
        for (const auto& datagram : datagrams) {
            on_datagram_(datagram);
        }
        on_turn_end_();
    }

    /// What was sent since the last call.
    std::vector<Sent> take_sent() { return std::exchange(sent_, {}); }

    void refuse_sends(bool refuses) { refuses_ = refuses; }

    void set_kernel_drops(std::uint64_t drops) { kernel_drops_ = drops; }

 private:
    Endpoint local_;
    OnDatagram on_datagram_;
    OnTurnEnd on_turn_end_;
    std::vector<Sent> sent_;
    bool refuses_ = false;
    std::uint64_t kernel_drops_ = 0;
};

}  // namespace dialtone::test
