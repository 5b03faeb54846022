#include "common/log/log.hpp"
#include "server/net/poller.hpp"
#include "server/net/socket_address.hpp"
#include "server/net/tcp_stream.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kClientSendQueue = 256U << 10U;
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr int kAcceptsPerTurn = 64;  ///< then those who are here already have their turn

tcp::endpoint to_asio(const Endpoint& e) {
    return {asio::ip::address_v4{e.address.value()}, e.port};
}

/// Like every failure to open a service: what was attempted, then the system's words.
void check(int result, const std::string& attempt) {
    if (result != 0) {
        throw_errno(attempt);
    }
}

/// The listening socket; the listener in front of it may go at any time.
class Door final : public Poller::Watched, public std::enable_shared_from_this<Door> {
 public:
    Door(EventLoop& loop, const TcpOptions& options)
        : loop_{loop},
          pause_{loop.make_timer([this] { watch(); })},
          send_queue_{options.send_queue},
          socket_{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)} {
        const auto attempt = "listen on TCP " + options.bind.to_string();
        check(socket_ < 0 ? -1 : 0, attempt);
        try {
            listen(options, attempt);
        } catch (...) {
            ::close(socket_);
            throw;
        }
    }

    ~Door() override {
        if (socket_ >= 0) {
            ::close(socket_);
        }
    }

    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    void start(StreamListener::OnAccept on_accept) {
        on_accept_ = std::move(on_accept);
        watch();
    }

    void close() {
        unwatch();
        pause_->cancel();
        if (socket_ >= 0) {
            ::close(std::exchange(socket_, -1));
        }
    }

    [[nodiscard]] Endpoint local() const {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        return from_sockaddr(address);
    }

 private:
    void listen(const TcpOptions& options, const std::string& attempt) const {
        const int on = 1;
        check(::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), attempt);
        set_tcp_options(socket_);
        const auto address = to_sockaddr(options.bind);
        check(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), attempt);
        check(::listen(socket_, options.backlog), attempt);
    }

    void on_ready(std::uint32_t) override {
        for (int i = 0; i < kAcceptsPerTurn && socket_ >= 0 && accept_one(); ++i) {
        }
    }

    /// False when there is nobody more now.
    bool accept_one() {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        const int accepted =
            ::accept4(socket_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted >= 0) {
            on_accept_(make_tcp_stream(loop_, accepted, from_sockaddr(peer), send_queue_));
            return true;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return false;
        }
        if (errno == ECONNABORTED || errno == EPROTO || errno == EINTR) {
            return true;  // that one is gone again
        }
        // Out of file descriptors, most likely: the connection waits in the backlog until some other one
        // ends.
        const auto error = std::generic_category().message(errno);
        log::warning("net.accept", "cannot accept a connection", {{"error", error}});
        unwatch();
        pause();
        return false;
    }

    void watch() {
        place_ = loop_.poller().watch(socket_, EPOLLIN, shared_from_this());
        if (!place_) {
            pause();
        }
    }

    void unwatch() {
        if (const auto place = std::exchange(place_, std::nullopt)) {
            loop_.poller().unwatch(*place, socket_);
        }
    }

    void pause() { pause_->arm(loop_.now().mono + kAcceptPause); }

    EventLoop& loop_;
    std::unique_ptr<Timer> pause_;
    std::size_t send_queue_;
    int socket_;
    std::optional<Poller::Place> place_;
    StreamListener::OnAccept on_accept_;
};

class TcpListener final : public StreamListener {
 public:
    TcpListener(EventLoop& loop, const TcpOptions& options) : door_{std::make_shared<Door>(loop, options)} {}

    ~TcpListener() override { door_->close(); }

    TcpListener(const TcpListener&) = delete;
    TcpListener& operator=(const TcpListener&) = delete;

    void start(OnAccept on_accept) override { door_->start(std::move(on_accept)); }

    [[nodiscard]] Endpoint local() const override { return door_->local(); }

 private:
    std::shared_ptr<Door> door_;
};

}  // namespace

std::unique_ptr<StreamListener> listen_tcp(EventLoop& loop, const TcpOptions& options) {
    return std::make_unique<TcpListener>(loop, options);
}

void connect_tcp(EventLoop& loop, const Endpoint& local, const Endpoint& remote, OnConnect on_connect) {
    const auto socket = std::make_shared<tcp::socket>(loop.context());
    error_code error;
    socket->open(tcp::v4(), error);
    if (!error && (!local.address.is_unspecified() || local.port != 0)) {
        socket->set_option(tcp::socket::reuse_address{true}, error);
        socket->bind(to_asio(local), error);
    }
    if (error) {
        loop.post([on_connect = std::move(on_connect), reason = error.message()] {
            on_connect(nullptr, reason);
        });
        return;
    }
    socket->async_connect(
        to_asio(remote),
        [socket, &loop, remote, on_connect = std::move(on_connect)](const error_code& failed) {
            if (failed) {
                on_connect(nullptr, failed.message());
                return;
            }
            const int connected = socket->release();
            set_tcp_options(connected);
            on_connect(make_tcp_stream(loop, connected, remote, kClientSendQueue), {});
        }
    );
}

}  // namespace dialtone::net
