#include "server/lab/http_getter.hpp"
#include "tests/unit/lab/lab_support.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::lab;
using namespace std::chrono_literals;

namespace {

struct Getting {
    Getting() {
        getter.fetch(at(0ms), {Ipv4{10, 0, 0, 1}, 6970}, "SEP001B53000001.cnf.xml", out);
        REQUIRE(take<OpenStream>(out).size() == 1);
        CHECK(getter.on_open(at(1ms), out) == Fetch::going_on);
        const auto sent = take<SendStream>(out);
        REQUIRE(sent.size() == 1);
        request = text_of(sent.front().payload);
    }

    Fetch hears(const std::string& text) { return getter.on_data(at(2ms), bytes_of(text), out); }

    StreamId next = 0;
    HttpGetter getter{next};
    Actions out;
    std::string request;
};

}  // namespace

TEST_CASE("HTTP getter: asks for the file at the root and reads an answer that comes in pieces", "[lab]") {
    Getting getting;
    CHECK(getting.request.rfind("GET /SEP001B53000001.cnf.xml HTTP/1.1\r\n", 0) == 0);
    CHECK(getting.request.find("\r\nHost: 10.0.0.1:6970\r\n") != std::string::npos);
    CHECK(getting.hears("HTTP/1.1 200 OK\r\nContent-Le") == Fetch::going_on);
    CHECK(getting.hears("ngth: 8\r\n\r\n<dev") == Fetch::going_on);
    CHECK(getting.hears("ice/") == Fetch::fetched);
    CHECK(getting.getter.body() == "<device/");
    CHECK(take<CloseStream>(getting.out).size() == 1);
}

TEST_CASE("HTTP getter: everything but a whole 200 is a failure", "[lab]") {
    const auto* const answer = GENERATE(
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        "SSH-2.0-x\r\n\r\n"
    );
    CAPTURE(answer);
    Getting getting;
    CHECK(getting.hears(answer) == Fetch::failed);
}

TEST_CASE("HTTP getter: a head without end, an early close and silence are failures", "[lab]") {
    Getting getting;
    SECTION("head") {
        CHECK(getting.hears(std::string(9000, 'x')) == Fetch::failed);
    }
    SECTION("close") {
        CHECK(getting.getter.on_closed() == Fetch::failed);
    }
    SECTION("silence") {
        CHECK(getting.getter.on_timer(at(4s), getting.out) == Fetch::going_on);
        CHECK(getting.getter.on_timer(at(6s), getting.out) == Fetch::failed);
    }
}
