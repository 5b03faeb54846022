#include "common/log/log.hpp"
#include "server/net/datagram_port.hpp"
#include "server/net/send_batch.hpp"
#include "server/net/socket_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <linux/icmp.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kMaxDatagram = 4096;  ///< no protocol here sends clients' requests larger than this
constexpr int kBatchesPerTurn = 8;          ///< then other sockets of the loop have their turn

template <class T>
void set_option(int fd, int level, int name, const T& value, const char* what) {
    if (setsockopt(fd, level, name, &value, sizeof value) != 0) {
        throw_errno(what);
    }
}

/// Asks for `octets`; the kernel doubles what it is asked for, and grants less without CAP_NET_ADMIN.
void ask_for_receive_buffer(int fd, std::size_t octets) {
    const int wanted = static_cast<int>(octets);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof wanted) == 0) {
        return;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
    int granted = 0;
    socklen_t size = sizeof granted;
    getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &granted, &size);
    if (granted < wanted) {
        log::warning(
            "net.receive_buffer",
            "the kernel grants a smaller receive buffer than a storm of phones needs: raise "
            "net.core.rmem_max",
            {{"wanted", std::to_string(wanted)}, {"granted", std::to_string(granted / 2)}}
        );
    }
}

constexpr int kSocketFlags = SOCK_NONBLOCK | SOCK_CLOEXEC;

int open_socket(const UdpOptions& options) {
    const int fd = socket(AF_INET, SOCK_DGRAM | kSocketFlags, 0);
    if (fd < 0) {
        throw_errno("open a UDP socket");
    }
    const int on = 1;
    try {
        set_option(fd, IPPROTO_IP, IP_PKTINFO, on, "IP_PKTINFO");
        set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, on, "SO_RXQ_OVFL");
        if (options.broadcast) {
            set_option(fd, SOL_SOCKET, SO_BROADCAST, on, "SO_BROADCAST");
        }
        if (options.reuse_address) {
            set_option(fd, SOL_SOCKET, SO_REUSEADDR, on, "SO_REUSEADDR");
        }
        if (!options.interface.empty()) {
            const auto length = static_cast<socklen_t>(options.interface.size());
            if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, options.interface.c_str(), length) != 0) {
                throw_errno("bind to interface " + options.interface);
            }
        }
        ask_for_receive_buffer(fd, options.receive_buffer);
        const auto address = to_sockaddr(options.bind);
        if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw_errno("bind UDP " + options.bind.to_string());
        }
    } catch (...) {
        ::close(fd);
        throw;
    }
    return fd;
}

int open_icmp_socket() {
    const int fd = socket(AF_INET, SOCK_RAW | kSocketFlags, IPPROTO_ICMP);
    if (fd < 0) {
        throw_errno("open a raw ICMP socket");
    }
    const icmp_filter filter{~(1U << ICMP_ECHOREPLY)};  // a set bit is a type not delivered
    setsockopt(fd, SOL_RAW, ICMP_FILTER, &filter, sizeof filter);
    return fd;
}

/// Room for one batch of recvmmsg; one per port, so that a port can be used from any loop.
struct Batch {
    std::array<std::array<std::uint8_t, kMaxDatagram>, kBatch> payloads;
    std::array<std::array<char, 128>, kBatch> controls;
    std::array<sockaddr_in, kBatch> peers;
    std::array<iovec, kBatch> vectors;
    std::array<mmsghdr, kBatch> messages;

    /// The first `count` places anew: receiving into one changes what its header says.
    void prepare(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            vectors[i] = {payloads[i].data(), kMaxDatagram};
            messages[i] = {};
            auto& header = messages[i].msg_hdr;
            header.msg_name = &peers[i];
            header.msg_namelen = sizeof(sockaddr_in);
            header.msg_iov = &vectors[i];
            header.msg_iovlen = 1;
            header.msg_control = controls[i].data();
            header.msg_controllen = controls[i].size();
        }
    }
};

class UdpPort final : public DatagramPort {
 public:
    UdpPort(EventLoop& loop, int fd)
        : descriptor_{loop.context(), fd},
          batch_{std::make_unique_for_overwrite<Batch>()},
          outgoing_{std::make_unique_for_overwrite<SendBatch>()} {
        sockaddr_in bound{};
        socklen_t size = sizeof bound;
        getsockname(descriptor_.native_handle(), reinterpret_cast<sockaddr*>(&bound), &size);
        local_ = from_sockaddr(bound);
    }

    ~UdpPort() override { *alive_ = false; }

    UdpPort(const UdpPort&) = delete;
    UdpPort& operator=(const UdpPort&) = delete;

    void start(OnDatagram on_datagram, OnTurnEnd on_turn_end) override {
        on_datagram_ = std::move(on_datagram);
        on_turn_end_ = std::move(on_turn_end);
        wait();
    }

    bool send(const OutboundDatagram& datagram) override { return send_many({&datagram, 1}) == 1; }

    std::size_t send_many(std::span<const OutboundDatagram> datagrams) override;

    [[nodiscard]] Endpoint local() const override { return local_; }

    [[nodiscard]] std::uint64_t kernel_drops() const override { return kernel_drops_; }

 private:
    std::size_t send_all(std::span<const OutboundDatagram> datagrams, bool may_merge);

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
        for (int i = 0; i < kBatchesPerTurn && *alive; ++i) {
            if (receive_batch(*alive) < kBatch) {
                break;
            }
        }
        if (*alive && on_turn_end_) {
            on_turn_end_();
        }
        if (*alive) {
            wait();
        }
    }

    std::size_t receive_batch(const bool& alive) {
        batch_->prepare(std::exchange(used_, 0));
        const int got =
            recvmmsg(descriptor_.native_handle(), batch_->messages.data(), kBatch, MSG_DONTWAIT, nullptr);
        used_ = static_cast<std::size_t>(std::max(got, 0));
        for (int i = 0; i < got && alive; ++i) {
            deliver(static_cast<std::size_t>(i));
        }
        return got < 0 ? 0 : static_cast<std::size_t>(got);
    }

    void deliver(std::size_t i) {
        auto& header = batch_->messages[i].msg_hdr;
        InboundDatagram in;
        in.peer = from_sockaddr(batch_->peers[i]);
        in.payload = Bytes{batch_->payloads[i].data(), batch_->messages[i].msg_len};
        for (auto* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
            if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
                in_pktinfo info{};
                std::memcpy(&info, CMSG_DATA(c), sizeof info);
                in.interface_index = info.ipi_ifindex;
                in.local = Ipv4{ntohl(info.ipi_addr.s_addr)};
            } else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL) {
                std::uint32_t drops = 0;
                std::memcpy(&drops, CMSG_DATA(c), sizeof drops);
                kernel_drops_ = drops;
            }
        }
        const bool was_cut = (header.msg_flags & MSG_TRUNC) != 0;
        if (!was_cut) {
            on_datagram_(in);
        }
    }

    asio::posix::stream_descriptor descriptor_;
    std::unique_ptr<Batch> batch_;
    std::size_t used_ = kBatch;  ///< places of the batch that must be prepared before the next
    std::unique_ptr<SendBatch> outgoing_;
    bool may_merge_ = true;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Endpoint local_;
    std::uint64_t kernel_drops_ = 0;
    OnDatagram on_datagram_;
    OnTurnEnd on_turn_end_;
};

std::size_t UdpPort::send_many(std::span<const OutboundDatagram> datagrams) {
    return send_all(datagrams, may_merge_);
}

std::size_t UdpPort::send_all(std::span<const OutboundDatagram> datagrams, bool may_merge) {
    std::size_t taken = 0;
    while (!datagrams.empty()) {
        outgoing_->fill(datagrams, may_merge);
        const auto messages = outgoing_->messages();
        const int sent = sendmmsg(
            descriptor_.native_handle(),
            messages.data(),
            static_cast<unsigned>(messages.size()),
            MSG_DONTWAIT | MSG_NOSIGNAL
        );
        std::size_t done = 0;
        for (int i = 0; i < sent; ++i) {
            done += outgoing_->datagrams_in(static_cast<std::size_t>(i));
        }
        taken += done;
        if (sent > 0) {
            datagrams = datagrams.subspan(done);
            continue;
        }
        // The error concerns the first of those offered: the others have other peers and get their chance.
        const auto refused = outgoing_->datagrams_in(0);
        if (refused > 1 && errno != EAGAIN) {
            may_merge_ =
                errno != EIO && errno != EOPNOTSUPP;  // else it is this peer's way that is too narrow
            taken += send_all(datagrams.first(refused), false);
        }
        datagrams = datagrams.subspan(refused);
    }
    return taken;
}

}  // namespace

std::unique_ptr<DatagramPort> open_udp(EventLoop& loop, const UdpOptions& options) {
    return std::make_unique<UdpPort>(loop, open_socket(options));
}

std::unique_ptr<DatagramPort> open_icmp_echo(EventLoop& loop) {
    return std::make_unique<UdpPort>(loop, open_icmp_socket());
}

}  // namespace dialtone::net
