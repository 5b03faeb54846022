#include "server/net/tcp_stream.hpp"

#include "server/net/socket_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// One buffer per thread serves all its connections: a connection keeps only what it could not yet parse
/// (design §3).
constexpr std::size_t kReadBuffer = 64U << 10U;
constexpr int kReadsPerTurn = 4;
/// What the kernel holds of a connection without having sent it: enough for any pace, and little enough that
/// a slow reader shows as one, and that thousands of them cost no memory.
constexpr int kUnsent = 128 << 10;
/// How long, and how much, a peer may go on speaking to a connection that lingers; and how many may linger at
/// once.
constexpr std::chrono::seconds kLingering{2};
constexpr std::size_t kMostDropped = 1U << 20U;
constexpr std::size_t kMostLingering = 256;

std::array<std::uint8_t, kReadBuffer>& read_buffer() {
    thread_local std::array<std::uint8_t, kReadBuffer> buffer;
    return buffer;
}

/// What the last flushed connection of this thread wrote from: connections have answers to send one after the
/// other, and none of them keeps a buffer while it is idle.
Buffer& spare_buffer() {
    thread_local Buffer buffer;
    return buffer;
}

/// Connections of this thread that linger.
std::size_t& lingering() {
    thread_local std::size_t count = 0;
    return count;
}

Endpoint to_endpoint(const tcp::endpoint& e) {
    return {Ipv4{e.address().to_v4().to_uint()}, e.port()};
}

/// The connection itself, kept alive by its pending handlers; the Stream in front of it may go at any time.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
    Connection(tcp::socket socket, std::size_t send_queue) : socket_{std::move(socket)}, limit_{send_queue} {
        error_code ignored;
        socket_.non_blocking(true, ignored);
        socket_.set_option(tcp::no_delay{true}, ignored);
        ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsent, sizeof kUnsent);
        if (const auto e = socket_.remote_endpoint(ignored); !ignored) {
            peer_ = to_endpoint(e);
        }
        if (const auto e = socket_.local_endpoint(ignored); !ignored) {
            local_ = to_endpoint(e);
        }
    }

    void start(StreamHandler& handler) {
        handler_ = &handler;
        wait_readable();
    }

    bool send(Bytes data) {
        if (is_closing_) {
            return false;
        }
        if (out_.size() - sent_ + data.size() > limit_) {
            fail_later("send queue full");
            return false;
        }
        if (out_.empty()) {
            out_.swap(spare_buffer());
        }
        out_.insert(out_.end(), data.begin(), data.end());
        if (!is_flush_pending_) {
            // One write per turn, with all answers together: what a turn of our own reading caused leaves at
            // its end.
            is_flush_pending_ = true;
            if (is_reading_) {
                flushes_after_reading_ = true;
                return true;
            }
            asio::post(socket_.get_executor(), [self = shared_from_this()] { self->flush(); });
        }
        return true;
    }

    void close(Closing how) {
        handler_ = nullptr;
        if (is_closing_) {
            return;
        }
        is_closing_ = true;
        is_lingering_ = how == Closing::lingering;
        if (how == Closing::reset) {
            error_code ignored;
            socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
            socket_.close(ignored);  // without a shutdown before it, which would send FIN first
        } else if (!is_flush_pending_) {
            shut();
        }
    }

    [[nodiscard]] Endpoint peer() const { return peer_; }

    [[nodiscard]] Endpoint local() const { return local_; }

 private:
    void wait_readable() {
        socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
            if (!error) {
                self->read_turn();
            }
        });
    }

    void read_turn() {
        is_reading_ = true;
        const bool goes_on = read_what_is_there();
        is_reading_ = false;
        if (std::exchange(flushes_after_reading_, false)) {
            flush();
        }
        if (goes_on && handler_ != nullptr && !is_closing_) {
            wait_readable();
        }
    }

    /// False when nothing more can come.
    bool read_what_is_there() {
        for (int i = 0; i < kReadsPerTurn && handler_ != nullptr && !is_closing_; ++i) {
            error_code error;
            const auto size = socket_.read_some(asio::buffer(read_buffer()), error);
            if (error == asio::error::would_block) {
                break;
            }
            if (error == asio::error::eof) {
                on_end();
                return false;
            }
            if (error) {
                fail(error.message());
                return false;
            }
            handler_->on_data(Bytes{read_buffer().data(), size});
            if (size < kReadBuffer) {
                break;  // there was no more; should some have come since, waiting ends at once
            }
        }
        return true;
    }

    /// The peer may only have finished speaking: it still gets what there is for it.
    void on_end() {
        if (handler_->on_end() || handler_ == nullptr) {
            return;  // writing goes on, and finds out when nobody listens
        }
        error_code ignored;
        socket_.write_some(asio::buffer(out_.data() + sent_, out_.size() - sent_), ignored);
        fail("closed by the peer");
    }

    void flush() {
        is_flush_pending_ = false;
        if (!socket_.is_open()) {
            return;
        }
        error_code error;
        while (sent_ < out_.size() && !error) {
            sent_ += socket_.write_some(asio::buffer(out_.data() + sent_, out_.size() - sent_), error);
        }
        if (error == asio::error::would_block) {
            is_flush_pending_ = true;
            socket_.async_wait(
                tcp::socket::wait_write,
                [self = shared_from_this()](const error_code& failed) {
                    if (!failed) {
                        self->flush();
                    }
                }
            );
            return;
        }
        give_buffer_back();
        sent_ = 0;
        if (error) {
            fail(error.message());
        } else if (is_closing_) {
            shut();
        } else if (handler_ != nullptr) {
            handler_->on_drained();
        }
    }

    void give_buffer_back() {
        if (spare_buffer().capacity() == 0 && out_.capacity() <= kReadBuffer) {
            out_.clear();
            out_.swap(spare_buffer());
        } else {
            out_ = Buffer{};
        }
    }

    void fail_later(const char* reason) {
        is_closing_ = true;
        asio::post(socket_.get_executor(), [self = shared_from_this(), reason] { self->fail(reason); });
    }

    void fail(const std::string& reason) {
        is_closing_ = true;
        is_lingering_ = false;
        shut();
        if (auto* handler = std::exchange(handler_, nullptr)) {
            handler->on_closed(reason);
        }
    }

    /// Ends our side, and the other once the peer has ended its own.
    void linger() {
        if (!patience_) {
            ++lingering();
            patience_ = std::make_unique<asio::steady_timer>(socket_.get_executor(), kLingering);
            patience_->async_wait([self = shared_from_this()](const error_code& error) {
                if (!error) {
                    self->end_lingering();
                }
            });
            error_code ignored;
            socket_.shutdown(tcp::socket::shutdown_send, ignored);
        }
        socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
            if (!error) {
                self->drop();
            }
        });
    }

    void drop() {
        error_code error;
        const auto size = socket_.read_some(asio::buffer(read_buffer()), error);
        dropped_ += size;
        const bool has_ended = error && error != asio::error::would_block;
        if (has_ended || dropped_ > kMostDropped) {
            end_lingering();
        } else {
            linger();
        }
    }

    void end_lingering() {
        if (patience_) {
            --lingering();
            patience_.reset();
            error_code ignored;
            socket_.close(ignored);
        }
    }

    void shut() {
        if (is_lingering_ && socket_.is_open() && lingering() < kMostLingering) {
            is_lingering_ = false;
            linger();
            return;
        }
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    tcp::socket socket_;
    StreamHandler* handler_ = nullptr;
    Buffer out_;
    std::size_t sent_ = 0;
    std::size_t limit_;
    Endpoint peer_;
    Endpoint local_;
    bool is_flush_pending_ = false;
    bool is_reading_ = false;
    bool flushes_after_reading_ = false;
    bool is_closing_ = false;
    bool is_lingering_ = false;  ///< asked for
    std::size_t dropped_ = 0;
    std::unique_ptr<asio::steady_timer> patience_;  ///< while it lingers
};

class TcpStream final : public Stream {
 public:
    explicit TcpStream(std::shared_ptr<Connection> connection) : connection_{std::move(connection)} {}

    ~TcpStream() override { connection_->close(Closing::graceful); }

    TcpStream(const TcpStream&) = delete;
    TcpStream& operator=(const TcpStream&) = delete;

    void start(StreamHandler& handler) override { connection_->start(handler); }

    bool send(Bytes data) override { return connection_->send(data); }

    void close(Closing how) override { connection_->close(how); }

    [[nodiscard]] Endpoint peer() const override { return connection_->peer(); }

    [[nodiscard]] Endpoint local() const override { return connection_->local(); }

 private:
    std::shared_ptr<Connection> connection_;
};

}  // namespace

std::unique_ptr<Stream> make_tcp_stream(tcp::socket socket, std::size_t send_queue) {
    return std::make_unique<TcpStream>(std::make_shared<Connection>(std::move(socket), send_queue));
}

}  // namespace dialtone::net
