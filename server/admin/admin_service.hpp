#pragma once

#include "common/metrics/metrics.hpp"
#include "server/http/server.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/stream.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dialtone::admin {

/// One thing that must be right for this process to serve.
struct HealthCheck {
    std::string name;  ///< "world", "sccp", "leases"
    bool is_healthy = true;
    std::string detail;    ///< when not: what is wrong, for a person
    std::string remark{};  ///< when it is: what is worth knowing all the same, "stands by"
};

/// Asked on the admin loop, at every request.
using Health = std::function<std::vector<HealthCheck>()>;

/// The admin port: `/metrics` for Prometheus, `/healthz` (200 or 503) for probes and people.
///
/// Listens on loopback unless the operator opens it: nothing here asks for a password.
class AdminService {
 public:
    AdminService(
        net::EventLoop& loop, std::unique_ptr<net::StreamListener> listener, Metrics& metrics, Health health
    );

    void start() { server_.start(); }

    void stop() { server_.stop(); }

    [[nodiscard]] Endpoint local() const { return server_.local(); }

 private:
    http::Response answer(const http::Request& request);
    [[nodiscard]] http::Response health() const;

    Metrics& metrics_;
    Health health_;
    http::Server server_;
};

}  // namespace dialtone::admin
