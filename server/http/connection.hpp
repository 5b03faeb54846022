#pragma once

#include "server/http/answer.hpp"
#include "server/http/head_parser.hpp"
#include "server/http/message.hpp"
#include "server/net/stream.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
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
        /// What came was turned away without asking the handler.
        virtual void refused(const Refusal& refusal) = 0;
        /// An answer did not reach its end.
        virtual void broke_off() = 0;
        /// It is over: to be destroyed, but not during this call.
        virtual void retire(Connection& connection) = 0;
    };

    Connection(Host& host, std::unique_ptr<net::Stream> stream, const ConnectionLimits& limits);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();

    void on_data(Bytes data) override;
    void on_drained() override;
    bool on_end() override;
    void on_closed(std::string_view reason) override;

    /// Closes it when its deadline is past.
    void expire(Now now);

    /// Ends it at once, whatever it does.
    void shut(std::string_view reason);

    [[nodiscard]] Endpoint peer() const { return peer_; }

    /// Since when it owes us a request, or the rest of one; nullopt while it is answered.
    [[nodiscard]] std::optional<Instant> waiting_since() const;

    /// Octets received that wait to be read as requests; bounded.
    [[nodiscard]] std::size_t unread() const { return unread_.size(); }

 private:
    enum class State { reading, answering, over };

    void read_unread();
    [[nodiscard]] std::size_t read_request(Bytes octets);
    void answer(const RequestHead& head);
    void refuse(unsigned status, std::string_view reason);
    void begin(Answer answer, bool keep_alive, Now now);
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
    Buffer unread_;  ///< received, not yet read as requests
    unsigned requests_ = 0;
    bool has_peer_ended_ = false;  ///< it only listens now

    // The answer under way.
    Body body_;
    std::size_t sent_ = 0;
    unsigned status_ = 0;
    bool keeps_alive_ = false;
    bool is_last_word_ = false;  ///< the client said itself that it asks nothing more
    Now began_;
    std::function<void(std::size_t, Now)> on_progress_;
    std::function<void(const Delivery&)> on_end_;
};

}  // namespace dialtone::http
