#include "common/log/log.hpp"
#include "server/net/socket_address.hpp"
#include "server/net/tcp_stream.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace dialtone::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kClientSendQueue = 256U << 10U;
constexpr std::chrono::milliseconds kAcceptPause{100};

tcp::endpoint to_asio(const Endpoint& e) {
    return {asio::ip::address_v4{e.address.value()}, e.port};
}

/// Like every failure to open a service: what was attempted, then the system's words.
void check(const error_code& error, const std::string& attempt) {
    if (error) {
        throw std::system_error{error.value(), std::generic_category(), attempt};
    }
}

class TcpListener final : public StreamListener {
 public:
    TcpListener(EventLoop& loop, const TcpOptions& options)
        : acceptor_{loop.context()}, pause_{loop.context()}, send_queue_{options.send_queue} {
        const auto attempt = "listen on TCP " + options.bind.to_string();
        error_code error;
        acceptor_.open(tcp::v4(), error);
        check(error, attempt);
        acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
        check(error, attempt);
        acceptor_.bind(to_asio(options.bind), error);
        check(error, attempt);
        acceptor_.listen(options.backlog, error);
        check(error, attempt);
    }

    ~TcpListener() override { *alive_ = false; }

    TcpListener(const TcpListener&) = delete;
    TcpListener& operator=(const TcpListener&) = delete;

    void start(OnAccept on_accept) override {
        on_accept_ = std::move(on_accept);
        accept();
    }

    [[nodiscard]] Endpoint local() const override {
        error_code ignored;
        const auto e = acceptor_.local_endpoint(ignored);
        return {Ipv4{e.address().to_v4().to_uint()}, e.port()};
    }

 private:
    void accept() {
        acceptor_.async_accept([this, alive = alive_](const error_code& error, tcp::socket socket) {
            if (!*alive || error == asio::error::operation_aborted) {
                return;
            }
            if (!error) {
                on_accept_(make_tcp_stream(std::move(socket), send_queue_));
                if (*alive) {
                    accept();
                }
                return;
            }
            // Out of file descriptors, most likely: the connection waits in the backlog until some other one
            // ends.
            log::warning("net.accept", "cannot accept a connection", {{"error", error.message()}});
            pause_.expires_after(kAcceptPause);
            pause_.async_wait([this, alive](const error_code& cancelled) {
                if (!cancelled && *alive) {
                    accept();
                }
            });
        });
    }

    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::size_t send_queue_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    OnAccept on_accept_;
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
        [socket, on_connect = std::move(on_connect)](const error_code& failed) {
            if (failed) {
                on_connect(nullptr, failed.message());
            } else {
                on_connect(make_tcp_stream(std::move(*socket), kClientSendQueue), {});
            }
        }
    );
}

}  // namespace dialtone::net
