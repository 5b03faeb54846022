#pragma once

#include "common/metrics/metrics.hpp"
#include "server/http/connection.hpp"
#include "server/http/message.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/stream.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialtone::http {

struct Options {
    std::string name = "files";  ///< the label `server` of its metrics
    std::size_t connections = 4096;
    std::size_t connections_per_source = 2048;  ///< a NAT may hide a whole office
    ConnectionLimits limits;
};

/// The one HTTP server, for phones' files and for administration: GET and HEAD over HTTP/1.0 and 1.1,
/// keep-alive, pipelining, ranges, conditions.
///
/// Belongs to `loop`. Over its limits it answers 503 with Retry-After and closes.
class Server final : private Connection::Host {
 public:
    /// @param listener bound already, so that a port below 1024 or one that is taken is known before serving.
    Server(
        net::EventLoop& loop,
        std::unique_ptr<net::StreamListener> listener,
        Options options,
        Handler handler,
        Metrics& metrics
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
    void retire(Connection& connection) override;

    void accept(std::unique_ptr<net::Stream> stream);
    [[nodiscard]] bool is_full(Ipv4 source) const;

    net::EventLoop& loop_;
    std::unique_ptr<net::StreamListener> listener_;
    Endpoint local_;
    Options options_;
    Handler handler_;
    std::unordered_map<const Connection*, std::unique_ptr<Connection>> connections_;
    std::vector<std::unique_ptr<Connection>> retired_;  ///< over, destroyed when none of them can be running
    std::unordered_map<Ipv4, std::size_t> by_source_;
    std::unique_ptr<net::Timer> timer_;
    std::map<unsigned, Counter> answers_;  ///< by status
    Counter other_answers_;
    Counter refused_;
    Gauge open_;
};

}  // namespace dialtone::http
