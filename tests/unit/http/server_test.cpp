#include "server/http/server.hpp"

#include "tests/support/memory_stream.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::http;
using namespace std::chrono_literals;

namespace {

const Endpoint kPhone{Ipv4{10, 0, 0, 50}, 40000};

/// A server whose files are its targets, except "/large".
struct Bench {
    net::EventLoop loop{"test"};
    Metrics metrics;
    test::MemoryListener::Dial dial;
    std::vector<std::string> asked;
    std::vector<Delivery> ended;
    std::vector<std::string> reasons;
    std::vector<Refusal> refused;
    Server server;

    explicit Bench(Options options = {})
        : server{
              loop,
              std::make_unique<test::MemoryListener>(dial),
              std::move(options),
              [this](const Request& request) { return answer(request); },
              metrics,
              [this](const Refusal& refusal) { refused.push_back(refusal); }} {
        server.start();
    }

    Response answer(const Request& request) {
        asked.emplace_back(request.head.target);
        Response response;
        response.body = body_of(request.head.target == "/large" ? std::string(1'000'000, 'x') : asked.back());
        response.on_end = [this](const Delivery& delivery) {
            ended.push_back(delivery);
            reasons.emplace_back(delivery.reason);
        };
        return response;
    }

    std::shared_ptr<test::StreamProbe> connect() { return dial.connect(kPhone); }

    bool says(std::string_view metric) { return metrics.text().find(metric) != std::string::npos; }
};

std::string get(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("H-12 one connection serves request after request", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    for (const auto* target : {"/a", "/b", "/c"}) {
        phone->arrive(get(target));
        const auto answer = phone->read_all();
        REQUIRE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
        REQUIRE(answer.ends_with(target));
    }
    REQUIRE(b.ended.size() == 3);
    REQUIRE(b.ended[0].is_complete);
    REQUIRE(b.ended[0].octets == 2);
    REQUIRE_FALSE(phone->closing);
}

TEST_CASE("H-13 pipelined requests are answered in order", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    std::string requests;
    std::vector<std::string> targets;
    for (int i = 0; i < 10; ++i) {
        targets.push_back("/" + std::to_string(i));
        requests += get(targets.back());
    }
    phone->arrive(requests);
    const auto answers = phone->read_all();
    REQUIRE(b.asked == targets);
    REQUIRE(count(answers, "HTTP/1.1 200 OK") == 10);
    std::size_t at = 0;
    for (const auto& target : targets) {
        at = answers.find("\r\n\r\n" + target, at);
        REQUIRE(at != std::string::npos);
    }
}

TEST_CASE("H-11 HTTP/1.0 closes after the body", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive("GET /a HTTP/1.0\r\n\r\n");
    REQUIRE(phone->read_all().ends_with("/a"));
    REQUIRE(phone->closing == net::Closing::graceful);
    REQUIRE(b.server.connections() == 0);
}

TEST_CASE("H-17 other methods are told which there are", "[http][service]") {
    for (const auto* method : {"DELETE", "PUT", "POST", "OPTIONS", "PATCH"}) {
        CAPTURE(method);
        Bench b;
        const auto phone = b.connect();
        phone->arrive(std::string{method} + " /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        const auto answer = phone->read_all();
        REQUIRE(answer.starts_with("HTTP/1.1 405 "));
        REQUIRE(count(answer, "Allow: GET, HEAD\r\n") == 1);
        REQUIRE(b.asked.empty());
    }
}

TEST_CASE(
    "H-18 what cannot be read is refused, told to the owner, and the connection ends", "[http][service]"
) {
    Bench b;
    const auto phone = b.connect();
    phone->arrive("GET /" + std::string(10'000, 'a'));
    REQUIRE(phone->read_all().starts_with("HTTP/1.1 414 "));
    REQUIRE(phone->closing == net::Closing::lingering);
    REQUIRE(b.refused.size() == 1);
    REQUIRE(b.refused[0].peer == kPhone);
    REQUIRE(b.refused[0].status == 414);
    REQUIRE(b.refused[0].reason == "the name is too long");
    REQUIRE(b.asked.empty());
}

TEST_CASE("HTTP server: a body is not read as the next request", "[http][service]") {
    Bench b;
    for (const auto* length :
         {"Content-Length: 100", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip"}) {
        CAPTURE(length);
        const auto phone = b.connect();
        phone->arrive("GET /a HTTP/1.1\r\n" + std::string{length} + "\r\n\r\n" + get("/smuggled"));
        REQUIRE(phone->read_all().ends_with("/a"));
        REQUIRE(phone->closing == net::Closing::lingering);
    }
    REQUIRE(b.asked == std::vector<std::string>(3, "/a"));
}

TEST_CASE("HTTP server: a client that only listens from now on gets all it asked for", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/large") + get("/b"));
    phone->finish();
    const auto answers = phone->read_all();
    REQUIRE(answers.ends_with("\r\n\r\n/b"));
    REQUIRE(phone->closing == net::Closing::graceful);
    REQUIRE(b.ended.size() == 2);
    REQUIRE(b.ended[0].is_complete);
    REQUIRE(b.ended[1].is_complete);
    const auto idle = b.connect();
    idle->finish();
    REQUIRE(b.server.connections() == 0);
}

TEST_CASE("H-21 a long body goes out as fast as it is read, never all at once", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/large"));
    std::string received;
    std::size_t most = phone->sent.size();
    while (phone->drain(received)) {
        most = std::max(most, phone->sent.size());
    }
    REQUIRE(most < 200'000);
    REQUIRE(count(received, "Content-Length: 1000000\r\n") == 1);
    REQUIRE(received.ends_with(std::string(1'000'000, 'x')));
    REQUIRE(b.ended.at(0).octets == 1'000'000);
}

TEST_CASE("H-24 a client that goes away in the middle is reported", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/large"));
    std::string received;
    phone->drain(received);
    phone->break_off("Connection reset by peer");
    REQUIRE(b.ended.size() == 1);
    REQUIRE_FALSE(b.ended[0].is_complete);
    REQUIRE(b.reasons[0] == "Connection reset by peer");
    REQUIRE(b.ended[0].octets < 1'000'000);
    REQUIRE(b.server.connections() == 0);
    REQUIRE(b.says("dialtone_http_broken_off_total{server=\"files\"} 1"));
}

TEST_CASE("H-19 a slow head is closed after 30 s, however often an octet comes", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    const auto start = b.loop.now();
    phone->arrive("G");
    b.server.sweep(start + 29s);
    REQUIRE(b.server.connections() == 1);
    phone->arrive("E");
    b.server.sweep(start + 31s);
    REQUIRE(phone->read_all().starts_with("HTTP/1.1 408 "));
    REQUIRE(b.server.connections() == 0);
    REQUIRE(b.refused.at(0).status == 408);
    REQUIRE(b.says("dialtone_http_broken_off_total{server=\"files\"} 0"));
}

TEST_CASE("HTTP server: an idle connection is closed after 15 s without a word", "[http][service]") {
    Bench b;
    const auto fresh = b.connect();
    const auto used = b.connect();
    used->arrive(get("/a"));
    used->read_all();
    b.server.sweep(b.loop.now() + 14s);
    REQUIRE(b.server.connections() == 2);
    b.server.sweep(b.loop.now() + 16s);
    REQUIRE(b.server.connections() == 0);
    REQUIRE(fresh->read_all().empty());
    REQUIRE(used->closing == net::Closing::graceful);
}

TEST_CASE("HTTP server: a client that stops reading is cut off", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/large"));
    b.server.sweep(b.loop.now() + 61s);
    REQUIRE(phone->closing == net::Closing::reset);
    REQUIRE(b.reasons.at(0) == "the phone stopped reading");
}

TEST_CASE("HTTP server: a hundred requests, then a new connection", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    std::string answers;
    for (int i = 0; i < 120; ++i) {
        phone->arrive(get("/a"));
        answers += phone->read_all();
    }
    REQUIRE(b.asked.size() == 100);
    REQUIRE(count(answers, "Connection: close\r\n") == 1);
}

TEST_CASE("H-20 over its limits it says so and recovers", "[http][service]") {
    Options options;
    options.connections = 3;
    options.connections_per_source = 2;
    Bench b{options};
    const auto first = b.connect();
    const auto second = b.connect();
    const auto third = b.connect();
    REQUIRE(third->sent.starts_with("HTTP/1.1 503 "));
    REQUIRE(count(third->sent, "Retry-After: 2\r\n") == 1);
    REQUIRE(b.refused.at(0).status == 503);
    REQUIRE(third->closing == net::Closing::lingering);
    const auto other = b.dial.connect({Ipv4{10, 0, 0, 51}, 1});
    REQUIRE(other->sent.empty());
    REQUIRE(b.dial.connect({Ipv4{10, 0, 0, 52}, 1})->sent.starts_with("HTTP/1.1 503 "));
    first->break_off("gone");
    const auto fourth = b.connect();
    fourth->arrive(get("/a"));
    REQUIRE(fourth->read_all().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("H-20 who has been silent for longest gives way to who has a question", "[http][service]") {
    Options options;
    options.connections = 3;
    options.patience = 0s;
    Bench b{options};
    const auto busy = b.connect();
    busy->arrive(get("/large"));
    const auto silent = b.connect();
    const auto slow = b.connect();
    slow->arrive("GET /");
    const auto third = b.connect();
    REQUIRE(silent->closing == net::Closing::graceful);
    const auto fourth = b.connect();
    REQUIRE(slow->closing == net::Closing::graceful);
    for (const auto& phone : {third, fourth}) {
        phone->arrive(get("/large"));
        REQUIRE(phone->sent.starts_with("HTTP/1.1 200 "));
    }
    REQUIRE(b.connect()->sent.starts_with("HTTP/1.1 503 "));
    REQUIRE(busy->read_all().ends_with("xxx"));
    REQUIRE(b.says("dialtone_http_connections_yielded_total{server=\"files\"} 2"));
    REQUIRE(b.ended.size() == 1);
}

TEST_CASE("HTTP server: a flood of requests behind a long answer is cut off", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/large"));
    for (int i = 0; i < 100 && !phone->closing; ++i) {
        phone->arrive(std::string(4096, 'x'));
    }
    REQUIRE(phone->closing == net::Closing::reset);
}

TEST_CASE("HTTP server: a large body behind a refused request is read away", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive("PUT /a HTTP/1.1\r\nContent-Length: 900000\r\n\r\n");
    for (int i = 0; i < 100; ++i) {
        phone->arrive(std::string(9000, 'x'));
    }
    REQUIRE(phone->read_all().starts_with("HTTP/1.1 405 "));
    REQUIRE(phone->closing == net::Closing::lingering);
}

TEST_CASE("HTTP server: stopping ends what is under way", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/large"));
    b.server.stop();
    REQUIRE(phone->closing);
    REQUIRE(b.reasons.at(0) == "the server is stopping");
    REQUIRE(b.server.connections() == 0);
}

TEST_CASE("HTTP server: answers are counted by status", "[http][service]") {
    Bench b;
    const auto phone = b.connect();
    phone->arrive(get("/a") + get("/b"));
    phone->read_all();
    REQUIRE(b.says("dialtone_http_requests_total{code=\"200\",server=\"files\"} 2"));
}
