#include "server/http/answer.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace dialtone;
using namespace dialtone::http;
using namespace std::chrono_literals;

namespace {

const WallTime kNow{784111777s};

RequestHead get() {
    return {.method = Method::get, .target = "/x", .keep_alive = true};
}

Response file() {
    Response response;
    response.content_type = "text/xml";
    response.body = body_of("0123456789");
    response.version = 0xff;
    response.modified = WallTime{784111000s} + 500ms;
    response.is_rangeable = true;
    response.cache_control = "no-cache";
    return response;
}

bool has(const Answer& answer, std::string_view line) {
    return text_of(answer.head).find(std::string{line} + "\r\n") != std::string_view::npos;
}

}  // namespace

TEST_CASE("H-01 few fields, the length always", "[http]") {
    const auto answer = make_answer(get(), file(), true, kNow);
    REQUIRE(
        text_of(answer.head) ==
        "HTTP/1.1 200 OK\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "ETag: \"00000000000000ff\"\r\n"
        "Last-Modified: Sun, 06 Nov 1994 08:36:40 GMT\r\n"
        "Cache-Control: no-cache\r\n"
        "Content-Type: text/xml\r\n"
        "Content-Length: 10\r\n\r\n"
    );
    REQUIRE(text_of(answer.body.octets) == "0123456789");
}

TEST_CASE("H-02 HEAD says what GET would, without a body", "[http]") {
    auto request = get();
    const auto whole = make_answer(request, file(), true, kNow);
    request.method = Method::head;
    const auto answer = make_answer(request, file(), true, kNow);
    REQUIRE(answer.head == whole.head);
    REQUIRE(answer.body.octets.empty());
}

TEST_CASE("H-11 what the connection does next is said where it must be", "[http]") {
    auto request = get();
    REQUIRE(has(make_answer(request, file(), false, kNow), "Connection: close"));
    request.version = 10;
    REQUIRE(has(make_answer(request, file(), true, kNow), "Connection: keep-alive"));
    REQUIRE(has(make_answer(request, file(), false, kNow), "Connection: close"));
}

TEST_CASE("H-14 an answer carries the asked part", "[http]") {
    auto request = get();
    request.range = "bytes=2-4";
    auto answer = make_answer(request, file(), true, kNow);
    REQUIRE(answer.status == 206);
    REQUIRE(text_of(answer.body.octets) == "234");
    REQUIRE(has(answer, "Content-Range: bytes 2-4/10"));
    REQUIRE(has(answer, "Content-Length: 3"));

    request.range = "bytes=10-";
    answer = make_answer(request, file(), true, kNow);
    REQUIRE(answer.status == 416);
    REQUIRE(has(answer, "Content-Range: bytes */10"));
    REQUIRE(answer.body.octets.empty());

    request.range = "bytes=2-4";
    request.if_range = "\"other\"";
    REQUIRE(make_answer(request, file(), true, kNow).status == 200);
    request.if_range = "\"00000000000000ff\"";
    REQUIRE(make_answer(request, file(), true, kNow).status == 206);
}

TEST_CASE("H-15 conditions", "[http]") {
    auto request = get();
    for (const auto* tags :
         {R"("00000000000000ff")", R"(W/"00000000000000ff")", R"("a", "00000000000000ff")", "*"}) {
        CAPTURE(tags);
        request.if_none_match = tags;
        const auto answer = make_answer(request, file(), true, kNow);
        REQUIRE(answer.status == 304);
        REQUIRE(answer.body.octets.empty());
        REQUIRE(has(answer, "ETag: \"00000000000000ff\""));
    }
    request.if_none_match = "\"00000000000000fe\"";
    request.if_modified_since = "Sun, 06 Nov 1994 08:49:37 GMT";
    REQUIRE(make_answer(request, file(), true, kNow).status == 200);  // the tag decides alone
    request.if_none_match = {};
    REQUIRE(make_answer(request, file(), true, kNow).status == 304);
    request.if_modified_since = "Sun, 06 Nov 1994 08:36:39 GMT";
    REQUIRE(make_answer(request, file(), true, kNow).status == 200);
}

TEST_CASE("HTTP answer: refusals", "[http]") {
    REQUIRE(has(make_answer(get(), {.status = 405}, true, kNow), "Allow: GET, HEAD"));
    const auto busy = make_refusal(503, kNow);
    REQUIRE(has(busy, "Retry-After: 2"));
    REQUIRE(has(busy, "Connection: close"));
    REQUIRE(has(busy, "Content-Length: 0"));
    REQUIRE_FALSE(has(make_refusal(400, kNow), "Retry-After: 2"));
}
