#pragma once

#include "server/http/answer.hpp"
#include "server/http/head_codec.hpp"
#include "server/http/message.hpp"
#include "server/net/stream.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace dialtone::http {

/// How long a client may take, and how much it may ask on one connection. Settings.
struct ConnectionLimits {
    Duration idle = std::chrono::seconds{15};     ///< between two requests
    Duration head = std::chrono::seconds{30};     ///< from a request's first octet to its last
    Duration stalled = std::chrono::seconds{60};  ///< without taking any of an answer
    unsigned requests = 100;                      ///< then the connection closes
};

/// One client's connection: requests are answered in the order in which they come, one at a time.
///
/// Owned by the Server and told apart by address; not movable. Of a long body only one chunk at a time is
/// handed to the stream, so that memory stays flat however slow the client reads.
class Connection final : public net::StreamHandler {
 public:
    /// What a connection needs of its server.
    class Host {
     public:
        virtual ~Host() = default;
        virtual Response handle(const Request& request) = 0;
        virtual Now now() = 0;
        /// An answer with this status was begun.
        virtual void count(unsigned status) = 0;
        /// It is over: to be destroyed, but not during this call.
        virtual void retire(Connection& connection) = 0;
    };

    Connection(Host& host, std::unique_ptr<net::Stream> stream, const ConnectionLimits& limits);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();

    void on_data(Bytes data) override;
    void on_drained() override;
    void on_closed(std::string_view reason) override;

    /// Closes it when its deadline is past.
    void expire(Now now);

    /// Ends it at once, whatever it does.
    void shut(std::string_view reason);

    [[nodiscard]] Endpoint peer() const { return peer_; }

 private:
    enum class State { reading, answering, over };

    void read_requests();
    void answer(const RequestHead& head);
    void refuse(unsigned status);
    void begin(Answer answer, bool keep_alive);
    void send_chunk();
    void end_answer();
    void report(bool is_complete, std::string_view reason);
    void close(net::Closing how, std::string_view reason);

    Host& host_;
    std::unique_ptr<net::Stream> stream_;
    ConnectionLimits limits_;
    Endpoint peer_;
    State state_ = State::reading;
    Instant deadline_;

    HeadParser parser_;
    Buffer unread_;  ///< received, not yet parsed
    unsigned requests_ = 0;
    bool is_reading_requests_ = false;

    // The answer under way.
    Body body_;
    std::size_t sent_ = 0;
    unsigned status_ = 0;
    bool keeps_alive_ = false;
    Now began_;
    std::function<void(std::size_t, Now)> on_progress_;
    std::function<void(const Delivery&)> on_end_;
};

}  // namespace dialtone::http
