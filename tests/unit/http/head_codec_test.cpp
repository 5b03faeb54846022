#include "server/http/head_codec.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::http;
using State = HeadParser::State;

namespace {

State parse(HeadParser& parser, std::string_view text) {
    return parser.parse(bytes_of(text));
}

}  // namespace

TEST_CASE("HTTP head: a request in any pieces", "[http]") {
    const std::string text =
        "GET /x HTTP/1.1\r\nHost: a\r\nUser-Agent: Allegro\r\nRange: bytes=0-9\r\n"
        "If-Range: \"1\"\r\nIf-None-Match: \"2\"\r\nIf-Modified-Since: never\r\n\r\n";
    HeadParser parser;
    for (std::size_t size = 0; size < text.size(); ++size) {
        REQUIRE(parse(parser, text.substr(0, size)) == State::incomplete);
    }
    REQUIRE(parse(parser, text + "GET /next") == State::complete);
    REQUIRE(parser.consumed() == text.size());
    const auto& head = parser.head();
    REQUIRE(head.method == Method::get);
    REQUIRE(head.target == "/x");
    REQUIRE(head.version == 11);
    REQUIRE(head.keep_alive);
    REQUIRE_FALSE(head.has_body);
    REQUIRE(head.user_agent == "Allegro");
    REQUIRE(head.range == "bytes=0-9");
    REQUIRE(head.if_range == "\"1\"");
    REQUIRE(head.if_none_match == "\"2\"");
    REQUIRE(head.if_modified_since == "never");
    parser.reset();
    REQUIRE(parse(parser, "\r\nHEAD / HTTP/1.0\r\n\r\n") == State::complete);
    REQUIRE(parser.head().method == Method::head);
    REQUIRE(parser.head().version == 10);
    REQUIRE_FALSE(parser.head().keep_alive);
}

TEST_CASE("HTTP head: cut in two or three anywhere, the same request", "[http]") {
    const std::string text = "GET /x HTTP/1.1\r\nHost: a\r\nUser-Agent: Allegro\r\n\r\n";
    for (std::size_t first = 0; first < text.size(); ++first) {
        for (std::size_t second = first; second < text.size(); ++second) {
            CAPTURE(first, second);
            HeadParser parser;
            parse(parser, text.substr(0, first));
            parse(parser, text.substr(0, second));
            REQUIRE(parse(parser, text) == State::complete);
            REQUIRE(parser.consumed() == text.size());
            REQUIRE(parser.head().user_agent == "Allegro");
        }
    }
}

TEST_CASE("HTTP head: no Host on HTTP/1.1 is tolerated (H-10)", "[http]") {
    HeadParser parser;
    REQUIRE(parse(parser, "GET /XMLDefault.cnf.xml HTTP/1.1\r\n\r\n") == State::complete);
}

TEST_CASE("HTTP head: who sends a body is not kept", "[http]") {
    for (const auto* field : {"Content-Length: 5", "Transfer-Encoding: chunked"}) {
        HeadParser parser;
        REQUIRE(
            parse(parser, "POST / HTTP/1.1\r\n" + std::string{field} + "\r\n\r\nhello") == State::complete
        );
        REQUIRE(parser.head().method == Method::other);
        REQUIRE(parser.head().has_body);
        REQUIRE_FALSE(parser.head().keep_alive);
    }
}

TEST_CASE("HTTP head: nonsense is 400, too much is 414 or 431 (H-18)", "[http]") {
    struct Row {
        std::string text;
        unsigned status;
    };

    for (const auto& row : std::vector<Row>{
             {"hello\r\n\r\n", 400},
             {"GET /x\r\n\r\n", 400},
             {"GET /x HTTP/2.0\r\n\r\n", 400},
             {std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10), 400},
             {"GET /" + std::string(10'000, 'a'), 414},
             {"GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n\r\n", 414},
             {"GET / HTTP/1.1\r\nA: " + std::string(65'536, 'a'), 431},
             {"GET / HTTP/1.1\r\nA: " + std::string(65'536, 'a') + "\r\n\r\n", 431},
         }) {
        CAPTURE(row.text.substr(0, 20));
        HeadParser parser;
        REQUIRE(parse(parser, row.text) == State::bad);
        REQUIRE(parser.status() == row.status);
    }
}

TEST_CASE("HTTP head: an answer's octets", "[http]") {
    Buffer out;
    const std::vector<HeaderField> fields{{"Date", "now"}, {"Content-Length", "0"}};
    render_head(out, 404, 11, fields);
    REQUIRE(text_of(out) == "HTTP/1.1 404 Not Found\r\nDate: now\r\nContent-Length: 0\r\n\r\n");
}
