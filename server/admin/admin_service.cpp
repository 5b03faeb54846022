#include "server/admin/admin_service.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::admin {

namespace {

constexpr std::size_t kConnections = 64;

http::Response page(unsigned status, std::string_view type, std::string text) {
    http::Response response;
    response.status = status;
    response.content_type = type;
    response.body = http::body_of(std::move(text));
    response.cache_control = "no-store";
    return response;
}

}  // namespace

AdminService::AdminService(
    net::EventLoop& loop, std::unique_ptr<net::StreamListener> listener, Metrics& metrics, Health health
)
    : metrics_{metrics},
      health_{std::move(health)},
      server_{
          loop,
          std::move(listener),
          http::Options{.name = "admin", .connections = kConnections, .connections_per_source = kConnections},
          [this](const http::Request& request) { return answer(request); },
          metrics} {}

http::Response AdminService::answer(const http::Request& request) {
    const auto& target = request.head.target;
    if (target == "/metrics") {
        return page(200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text());
    }
    if (target == "/healthz") {
        return health();
    }
    return page(404, "text/plain; charset=utf-8", "There is /metrics and /healthz here.\n");
}

http::Response AdminService::health() const {
    const auto checks = health_();
    std::string text;
    for (const auto& check : checks) {
        const auto healthy = check.remark.empty() ? "ok" : "ok: " + check.remark;
        text +=
            fmt::format("{:<10} {}\n", check.name, check.is_healthy ? healthy : "FAILING: " + check.detail);
    }
    const bool healthy =
        std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.is_healthy; });
    return page(healthy ? 200 : 503, "text/plain; charset=utf-8", std::move(text));
}

}  // namespace dialtone::admin
