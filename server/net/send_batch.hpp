#pragma once

#include "server/net/datagram_port.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dialtone::net {

/// What one sendmmsg takes.
///
/// Datagrams of equal size that go the same way one after another, as the blocks of a TFTP window do, become
/// one message: the kernel takes it through its layers once and cuts it afterwards (UDP_SEGMENT).
class SendBatch {
 public:
    /// Takes as many of `datagrams` as there is room for, the first at least; returns their number. They and
    /// their octets live until the batch is sent.
    std::size_t fill(std::span<const OutboundDatagram> datagrams, bool may_merge);

    [[nodiscard]] std::span<mmsghdr> messages() { return {messages_.data(), count_}; }

    /// How many datagrams message `i` stands for.
    [[nodiscard]] std::size_t datagrams_in(std::size_t i) const { return merged_[i]; }

 private:
    static constexpr std::size_t kRoom = 64;

    struct alignas(cmsghdr) Control {
        std::array<char, CMSG_SPACE(sizeof(in_pktinfo)) + CMSG_SPACE(sizeof(std::uint16_t))> octets;
    };

    void add_message(std::span<const OutboundDatagram> equals);

    std::array<Control, kRoom> controls_;
    std::array<sockaddr_in, kRoom> peers_;
    std::array<iovec, 2 * kRoom> vectors_;
    std::array<mmsghdr, kRoom> messages_;
    std::array<std::size_t, kRoom> merged_;
    std::size_t count_ = 0;
    std::size_t vectors_used_ = 0;
};

}  // namespace dialtone::net
