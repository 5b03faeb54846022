#include "server/net/tcp_stream.hpp"

#include "server/net/poller.hpp"
#include "server/net/socket_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace dialtone::net {

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

std::string words_of(int error) {
    return std::generic_category().message(error);
}

bool is_for_later(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/// The connection itself: the poller keeps it alive while it is watched; the Stream in front of it may go at
/// any time.
class Connection final : public Poller::Watched, public std::enable_shared_from_this<Connection> {
 public:
    Connection(EventLoop& loop, int socket, const Endpoint& peer, std::size_t send_queue)
        : loop_{loop}, socket_{socket}, limit_{send_queue}, peer_{peer} {}

    ~Connection() override {
        if (socket_ >= 0) {
            ::close(socket_);
        }
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start(StreamHandler& handler) {
        handler_ = &handler;
        want(EPOLLIN, true);
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
            boost::asio::post(loop_.context(), [self = shared_from_this()] { self->flush(); });
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
            const ::linger at_once{1, 0};
            ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            close_socket();  // without a shutdown before it, which would send FIN first
        } else if (!is_flush_pending_) {
            shut();
        } else {
            want(EPOLLIN, false);  // nobody listens any more
        }
    }

    [[nodiscard]] Endpoint peer() const { return peer_; }

    [[nodiscard]] Endpoint local() const {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        const bool is_there = ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        return is_there ? from_sockaddr(address) : Endpoint{};
    }

 private:
    // Readiness ------------------------------------------------------------------------------------

    void on_ready(std::uint32_t events) override {
        if ((events & wanted_ & EPOLLOUT) != 0) {
            flush();
        }
        const bool is_broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
        if ((wanted_ & EPOLLIN) == 0) {
            if (is_broken && socket_ >= 0) {
                fail(words_of(pending_error()));
            }
        } else if (is_broken || (events & EPOLLIN) != 0) {
            patience_ ? drop() : read_turn();
        }
    }

    void want(std::uint32_t event, bool is_wanted) {
        const auto before = std::exchange(wanted_, is_wanted ? wanted_ | event : wanted_ & ~event);
        if (socket_ < 0 || wanted_ == before) {
            return;
        }
        auto& poller = loop_.poller();
        if (is_watched_) {
            poller.change(place_, socket_, wanted_);
        } else if (const auto place = poller.watch(socket_, wanted_, shared_from_this())) {
            place_ = *place;
            is_watched_ = true;
        } else {
            fail_later(words_of(errno));
        }
    }

    [[nodiscard]] int pending_error() const {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
        return error != 0 ? error : ECONNRESET;
    }

    // Reading --------------------------------------------------------------------------------------

    void read_turn() {
        is_reading_ = true;
        const bool goes_on = read_what_is_there();
        is_reading_ = false;
        if (std::exchange(flushes_after_reading_, false)) {
            flush();
        }
        if (!goes_on) {
            want(EPOLLIN, patience_ != nullptr);
        }
    }

    /// False when nothing more can come.
    bool read_what_is_there() {
        for (int i = 0; i < kReadsPerTurn && handler_ != nullptr && !is_closing_; ++i) {
            const auto size = ::recv(socket_, read_buffer().data(), kReadBuffer, MSG_DONTWAIT);
            if (size == 0) {
                on_end();
                return false;
            }
            if (size < 0) {
                if (is_for_later(errno)) {
                    break;
                }
                fail(words_of(errno));
                return false;
            }
            handler_->on_data(Bytes{read_buffer().data(), static_cast<std::size_t>(size)});
            if (static_cast<std::size_t>(size) < kReadBuffer) {
                break;  // there was no more; should some have come since, we are told
            }
        }
        return true;
    }

    /// The peer may only have finished speaking: it still gets what there is for it.
    void on_end() {
        if (handler_->on_end() || handler_ == nullptr) {
            return;  // writing goes on, and finds out when nobody listens
        }
        write_on();
        fail("closed by the peer");
    }

    // Writing --------------------------------------------------------------------------------------

    /// @returns 0 when all has left, else why not.
    int write_on() {
        while (sent_ < out_.size()) {
            const auto size =
                ::send(socket_, out_.data() + sent_, out_.size() - sent_, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (size < 0) {
                return errno;
            }
            sent_ += static_cast<std::size_t>(size);
        }
        return 0;
    }

    void flush() {
        is_flush_pending_ = false;
        if (socket_ < 0) {
            return;
        }
        const int error = write_on();
        if (is_for_later(error)) {
            is_flush_pending_ = true;
            want(EPOLLOUT, true);
            return;
        }
        want(EPOLLOUT, false);
        give_buffer_back();
        sent_ = 0;
        if (error != 0) {
            fail(words_of(error));
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

    // Ending ---------------------------------------------------------------------------------------

    void fail_later(const std::string& reason) {
        is_closing_ = true;
        boost::asio::post(loop_.context(), [self = shared_from_this(), reason] { self->fail(reason); });
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
        ++lingering();
        patience_ = loop_.make_timer([this] { end_lingering(); });
        patience_->arm(loop_.now().mono + kLingering);
        ::shutdown(socket_, SHUT_WR);
        want(EPOLLIN, true);
    }

    void drop() {
        const auto size = ::recv(socket_, read_buffer().data(), kReadBuffer, MSG_DONTWAIT);
        dropped_ += size > 0 ? static_cast<std::size_t>(size) : 0;
        const bool has_ended = size == 0 || (size < 0 && !is_for_later(errno));
        if (has_ended || dropped_ > kMostDropped) {
            end_lingering();
        }
    }

    void end_lingering() {
        const auto self = shared_from_this();
        --lingering();
        patience_.reset();
        close_socket();
    }

    void shut() {
        if (patience_ || socket_ < 0) {
            return;
        }
        if (std::exchange(is_lingering_, false) && lingering() < kMostLingering) {
            linger();
            return;
        }
        ::shutdown(socket_, SHUT_RDWR);
        close_socket();
    }

    void close_socket() {
        const int socket = std::exchange(socket_, -1);
        const auto self = shared_from_this();  // the poller may have been the last who knew us
        if (std::exchange(is_watched_, false)) {
            loop_.poller().unwatch(place_, socket);
        }
        ::close(socket);
    }

    EventLoop& loop_;
    int socket_;                ///< negative once it is closed
    std::uint32_t wanted_ = 0;  ///< of EPOLLIN and EPOLLOUT
    Poller::Place place_ = 0;   ///< while watched
    StreamHandler* handler_ = nullptr;
    Buffer out_;
    std::size_t sent_ = 0;
    std::size_t limit_;
    Endpoint peer_;
    bool is_watched_ = false;
    bool is_flush_pending_ = false;
    bool is_reading_ = false;
    bool flushes_after_reading_ = false;
    bool is_closing_ = false;
    bool is_lingering_ = false;  ///< asked for
    std::size_t dropped_ = 0;
    std::unique_ptr<Timer> patience_;  ///< while it lingers
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

std::unique_ptr<Stream> make_tcp_stream(
    EventLoop& loop, int socket, const Endpoint& peer, std::size_t send_queue
) {
    return std::make_unique<TcpStream>(std::make_shared<Connection>(loop, socket, peer, send_queue));
}

void set_tcp_options(int socket) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsent, sizeof kUnsent);
}

}  // namespace dialtone::net
