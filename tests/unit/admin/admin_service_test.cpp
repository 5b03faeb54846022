#include "server/admin/admin_service.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace dialtone;

namespace {

/// One GET over a real connection, answered by the service on the same loop.
class Browser final : net::StreamHandler {
 public:
    Browser(net::EventLoop& loop, const Endpoint& server) : loop_{loop}, server_{server} {}

    std::string get(const std::string& target) {
        answer_.clear();
        net::connect_tcp(loop_, {}, server_, [&](std::unique_ptr<net::Stream> stream, std::string_view) {
            stream_ = std::move(stream);
            stream_->start(*this);
            stream_->send(bytes_of("GET " + target + " HTTP/1.0\r\n\r\n"));
        });
        loop_.run();
        loop_.poll();  // leaves the stopped state
        return answer_;
    }

 private:
    void on_data(Bytes data) override { answer_ += text_of(data); }

    void on_closed(std::string_view) override { loop_.stop(); }

    net::EventLoop& loop_;
    Endpoint server_;
    std::unique_ptr<net::Stream> stream_;
    std::string answer_;
};

struct Admin {
    net::EventLoop loop{"admin"};
    Metrics metrics;
    std::vector<admin::HealthCheck> checks{{"world", true, ""}};
    admin::AdminService service{
        loop, net::listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}}), metrics, [this] { return checks; }};
    Browser browser{loop, service.local()};

    Admin() { service.start(); }
};

}  // namespace

TEST_CASE("Admin: metrics are in Prometheus' text format", "[admin]") {
    Admin admin;
    admin.metrics.counter("dialtone_example_total", "An example", {{"kind", "x"}}).add(3);
    const auto answer = admin.browser.get("/metrics");
    REQUIRE_THAT(answer, Catch::StartsWith("HTTP/1.") && Catch::Contains(" 200 "));
    REQUIRE_THAT(answer, Catch::Contains("dialtone_example_total{kind=\"x\"} 3"));
}

TEST_CASE("Admin: health is 200 while all is well, else 503 with the reason", "[admin]") {
    Admin admin;
    REQUIRE_THAT(admin.browser.get("/healthz"), Catch::Contains(" 200 ") && Catch::Contains("world      ok"));
    admin.checks.push_back({"leases", false, "the disk is full"});
    REQUIRE_THAT(
        admin.browser.get("/healthz"),
        Catch::Contains(" 503 ") && Catch::Contains("FAILING: the disk is full")
    );
}

TEST_CASE("Admin: nothing else is there", "[admin]") {
    Admin admin;
    REQUIRE_THAT(admin.browser.get("/etc/passwd"), Catch::Contains(" 404 "));
}
