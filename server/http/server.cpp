#include "server/http/server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace dialtone::http {

namespace {

constexpr std::chrono::seconds kSweepInterval{1};
constexpr std::chrono::milliseconds kSearchInterval{200};
constexpr std::array<unsigned, 12> kStatuses{200, 404, 304, 206, 400, 405, 408, 414, 416, 431, 500, 503};

}  // namespace

Server::Server(
    net::EventLoop& loop,
    std::unique_ptr<net::StreamListener> listener,
    Options options,
    Handler handler,
    Metrics& metrics,
    OnRefusal on_refusal
)
    : loop_{loop},
      listener_{std::move(listener)},
      local_{listener_->local()},
      options_{std::move(options)},
      handler_{std::move(handler)},
      on_refusal_{std::move(on_refusal)},
      timer_{loop.make_timer([this] { sweep(loop_.now()); })} {
    const std::string name = "dialtone_http_requests_total";
    const std::string help = "Answers to HTTP requests by status";
    for (const auto status : kStatuses) {
        answers_.emplace_back(
            status, metrics.counter(name, help, {{"server", options_.name}, {"code", std::to_string(status)}})
        );
    }
    other_answers_ = metrics.counter(name, help, {{"server", options_.name}, {"code", "other"}});
    refused_ = metrics.counter(
        "dialtone_http_connections_refused_total", "Connections over a limit", {{"server", options_.name}}
    );
    yielded_ = metrics.counter(
        "dialtone_http_connections_yielded_total",
        "Silent connections closed to make room",
        {{"server", options_.name}}
    );
    broken_off_ = metrics.counter(
        "dialtone_http_broken_off_total", "Answers that did not reach their end", {{"server", options_.name}}
    );
    open_ = metrics.gauge("dialtone_http_connections", "Open HTTP connections", {{"server", options_.name}});
}

Server::~Server() = default;

void Server::start() {
    listener_->start([this](std::unique_ptr<net::Stream> stream) { accept(std::move(stream)); });
}

void Server::stop() {
    listener_.reset();
    timer_->cancel();
    std::vector<Connection*> open;
    for (const auto& [key, connection] : connections_) {
        open.push_back(connection.get());
    }
    for (auto* connection : open) {
        connection->shut("the server is stopping");
    }
}

void Server::accept(std::unique_ptr<net::Stream> stream) {
    retired_.clear();
    const auto source = stream->peer().address;
    const auto now = loop_.now();
    if (!has_room_for(source, now.mono)) {
        refused_.add();
        count(503);
        refused({stream->peer(), 503, "too many connections", now});
        stream->send(make_refusal(503, now.wall).head);
        stream->close(net::Closing::lingering);  // its request is on the way
        return;
    }
    Connection::Host& host = *this;
    auto connection = std::make_unique<Connection>(host, std::move(stream), options_.limits);
    auto& started = *connection;
    if (connections_.empty()) {
        timer_->arm(now.mono + kSweepInterval);
    }
    connections_.emplace(&started, std::move(connection));
    ++by_source_[source];
    open_.set(static_cast<double>(connections_.size()));
    started.start();
}

bool Server::has_room_for(Ipv4 source, Instant now) {
    const auto of_source = by_source_.find(source);
    if (of_source != by_source_.end() && of_source->second >= options_.connections_per_source) {
        return false;
    }
    return connections_.size() < options_.connections || make_room(now);
}

/// Clients that connect and say nothing, or say it very slowly, must not keep out those who have a question.
bool Server::make_room(Instant now) {
    if (now < next_search_) {
        return false;
    }
    Connection* longest = nullptr;
    auto since = now - options_.patience;
    for (const auto& [key, connection] : connections_) {
        if (const auto waiting = connection->waiting_since(); waiting && *waiting <= since) {
            longest = connection.get();
            since = *waiting;
        }
    }
    if (longest == nullptr) {
        next_search_ = now + kSearchInterval;
        return false;
    }
    yielded_.add();
    longest->shut({});
    return true;
}

void Server::sweep(Now now) {
    retired_.clear();
    std::vector<Connection*> open;
    open.reserve(connections_.size());
    for (const auto& [key, connection] : connections_) {
        open.push_back(connection.get());
    }
    for (auto* connection : open) {
        connection->expire(now);
    }
    if (listener_ && !connections_.empty()) {
        timer_->arm(now.mono + kSweepInterval);
    }
}

Response Server::handle(const Request& request) {
    return handler_(request);
}

void Server::count(unsigned status) {
    const auto found = std::ranges::find(answers_, status, &std::pair<unsigned, Counter>::first);
    (found == answers_.end() ? other_answers_ : found->second).add();
}

void Server::refused(const Refusal& refusal) {
    if (on_refusal_) {
        on_refusal_(refusal);
    }
}

void Server::retire(Connection& connection) {
    const auto found = connections_.find(&connection);
    if (found == connections_.end()) {
        return;
    }
    const auto of_source = by_source_.find(connection.peer().address);
    if (--of_source->second == 0) {
        by_source_.erase(of_source);
    }
    retired_.push_back(std::move(found->second));
    connections_.erase(found);
    open_.set(static_cast<double>(connections_.size()));
}

}  // namespace dialtone::http
