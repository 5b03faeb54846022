#include "server/net/packet_port.hpp"

#include "server/net/socket_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <linux/if_packet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMaxPacket = 2048;
constexpr int kPacketsPerTurn = 256;  ///< then other sockets of the loop have their turn

int open_socket(std::uint16_t protocol) {
    const int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(protocol));
    if (fd < 0) {
        throw_errno("open a packet socket");
    }
    return fd;
}

class LinuxPacketPort final : public PacketPort {
 public:
    LinuxPacketPort(EventLoop& loop, EtherType type, bool receives)
        : type_{static_cast<std::uint16_t>(type)},
          descriptor_{loop.context(), open_socket(receives ? type_ : 0)} {}

    ~LinuxPacketPort() override { *alive_ = false; }

    LinuxPacketPort(const LinuxPacketPort&) = delete;
    LinuxPacketPort& operator=(const LinuxPacketPort&) = delete;

    void start(OnPacket on_packet) override {
        on_packet_ = std::move(on_packet);
        wait();
    }

    bool send(const OutboundPacket& packet) override {
        sockaddr_ll peer{};
        peer.sll_family = AF_PACKET;
        peer.sll_protocol = htons(type_);
        peer.sll_ifindex = packet.interface_index;
        peer.sll_halen = static_cast<unsigned char>(packet.peer.octets().size());
        std::ranges::copy(packet.peer.octets(), std::begin(peer.sll_addr));
        const auto sent = sendto(
            descriptor_.native_handle(),
            packet.payload.data(),
            packet.payload.size(),
            MSG_DONTWAIT | MSG_NOSIGNAL,
            reinterpret_cast<const sockaddr*>(&peer),
            sizeof peer
        );
        return sent >= 0;
    }

 private:
    void wait() {
        descriptor_.async_wait(
            asio::posix::stream_descriptor::wait_read,
            [this, alive = alive_](const boost::system::error_code& error) {
                if (!error && *alive) {
                    receive_turn();
                }
            }
        );
    }

    void receive_turn() {
        const auto alive = alive_;  // a handler may destroy this port
        for (int i = 0; i < kPacketsPerTurn && *alive && receive_one(); ++i) {
        }
        if (*alive) {
            wait();
        }
    }

    bool receive_one() {
        sockaddr_ll peer{};
        socklen_t size = sizeof peer;
        const auto got = recvfrom(
            descriptor_.native_handle(),
            buffer_.data(),
            buffer_.size(),
            MSG_DONTWAIT | MSG_TRUNC,
            reinterpret_cast<sockaddr*>(&peer),
            &size
        );
        if (got < 0) {
            return false;
        }
        // A frame of a VLAN without an interface here, or one that a promiscuous interface picked up.
        const bool is_for_us = peer.sll_pkttype != PACKET_OTHERHOST && peer.sll_pkttype != PACKET_OUTGOING;
        const auto length = static_cast<std::size_t>(got);
        if (is_for_us && length <= buffer_.size()) {
            on_packet_(
                {peer.sll_ifindex,
                 MacAddress::from(Bytes{peer.sll_addr, sizeof peer.sll_addr}).value_or(MacAddress{}),
                 Bytes{buffer_.data(), length}}
            );
        }
        return true;
    }

    std::uint16_t type_;
    asio::posix::stream_descriptor descriptor_;
    std::array<std::uint8_t, kMaxPacket> buffer_{};
    OnPacket on_packet_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

std::unique_ptr<PacketPort> open_packet_port(EventLoop& loop, EtherType type) {
    return std::make_unique<LinuxPacketPort>(loop, type, true);
}

std::unique_ptr<PacketPort> open_packet_sender(EventLoop& loop, EtherType type) {
    return std::make_unique<LinuxPacketPort>(loop, type, false);
}

}  // namespace dialtone::net
