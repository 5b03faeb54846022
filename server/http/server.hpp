#pragma once

#include "common/metrics/metrics.hpp"
#include "server/http/connection.hpp"
#include "server/http/message.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/stream.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dialtone::http {

struct Options {
    std::string name = "files";  ///< the label `server` of its metrics
    std::size_t connections = 4096;
    std::size_t connections_per_source = 2048;  ///< a NAT may hide a whole office
    /// A connection that has owed us a request for longer gives way when there is no room left.
    Duration patience = std::chrono::seconds{5};
    ConnectionLimits limits;
};

/// The one HTTP server, for phones' files and for administration: GET and HEAD over HTTP/1.0 and 1.1,
/// keep-alive, pipelining, ranges, conditions.
///
/// Belongs to `loop`. When it is full, whoever has been silent for longest gives way; when nobody has been
/// for long, and to a source over its own limit, it answers 503 with Retry-After and closes.
class Server final : private Connection::Host {
 public:
    /// @param listener bound already, so that a port below 1024 or one that is taken is known before serving.
    Server(
        net::EventLoop& loop,
        std::unique_ptr<net::StreamListener> listener,
        Options options,
        Handler handler,
        Metrics& metrics,
        OnRefusal on_refusal = {}
    );
    ~Server() override;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void start();

    /// Accepts nothing more and closes every connection.
    void stop();

    /// Closes connections whose time is over. Called once a second by the server's own timer.
    void sweep(Now now);

    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

    [[nodiscard]] Endpoint local() const { return local_; }

 private:
    Response handle(const Request& request) override;

    Now now() override { return loop_.now(); }

    void count(unsigned status) override;
    void refused(const Refusal& refusal) override;

    void broke_off() override { broken_off_.add(); }

    void retire(Connection& connection) override;

    void accept(std::unique_ptr<net::Stream> stream);
    [[nodiscard]] bool has_room_for(Ipv4 source, Instant now);
    [[nodiscard]] bool make_room(Instant now);

    net::EventLoop& loop_;
    std::unique_ptr<net::StreamListener> listener_;
    Endpoint local_;
    Options options_;
    Handler handler_;
    OnRefusal on_refusal_;
    std::unordered_map<const Connection*, std::unique_ptr<Connection>> connections_;
    std::vector<std::unique_ptr<Connection>> retired_;  ///< over, destroyed when none of them can be running
    std::unordered_map<Ipv4, std::size_t> by_source_;
    std::unique_ptr<net::Timer> timer_;
    std::vector<std::pair<unsigned, Counter>> answers_;  ///< by status, the most frequent first
    Counter other_answers_;
    Instant next_search_;  ///< for somebody who gives way: not at every knock on a full house
    Counter refused_;
    Counter yielded_;
    Counter broken_off_;
    Gauge open_;
};

}  // namespace dialtone::http
