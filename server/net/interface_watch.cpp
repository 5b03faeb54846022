#include "server/net/interface_watch.hpp"

#include "server/net/socket_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMessages = 8192;  ///< octets read at once; what they say is not read

int open_socket() {
    const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) {
        throw_errno("watch the interfaces");
    }
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR;
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const auto error = errno;
        ::close(fd);
        errno = error;
        throw_errno("watch the interfaces");
    }
    return fd;
}

}  // namespace

struct InterfaceWatch::Internals : std::enable_shared_from_this<Internals> {
    Internals(EventLoop& loop, std::function<void()> callback)
        : descriptor{loop.context(), open_socket()}, on_change{std::move(callback)} {}

    void wait() {
        descriptor.async_wait(
            asio::posix::stream_descriptor::wait_read,
            [weak = weak_from_this()](const boost::system::error_code& error) {
                const auto self = weak.lock();
                if (!error && self) {
                    self->drain();
                    self->on_change();
                    self->wait();
                }
            }
        );
    }

    /// Until nothing is left. ENOBUFS means that reports were lost: that, too, is a change.
    void drain() {
        std::array<char, kMessages> messages{};
        while (recv(descriptor.native_handle(), messages.data(), messages.size(), MSG_DONTWAIT) > 0 ||
               errno == ENOBUFS) {
        }
    }

    asio::posix::stream_descriptor descriptor;
    std::function<void()> on_change;
};

InterfaceWatch::InterfaceWatch(EventLoop& loop, std::function<void()> on_change)
    : internals_{std::make_shared<Internals>(loop, std::move(on_change))} {
    internals_->wait();
}

InterfaceWatch::~InterfaceWatch() = default;

}  // namespace dialtone::net
