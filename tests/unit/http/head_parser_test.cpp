#include "server/http/head_parser.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
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
    const auto pipelined = text + "GET /next";
    REQUIRE(parse(parser, pipelined) == State::complete);
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

TEST_CASE("HTTP head: of a field that comes twice the first counts", "[http]") {
    HeadParser parser;
    REQUIRE(
        parse(parser, "GET / HTTP/1.1\r\nRange: bytes=0-1\r\nrange: bytes=5-\r\n\r\n") == State::complete
    );
    REQUIRE(parser.head().range == "bytes=0-1");
}

TEST_CASE("H-10 no Host on HTTP/1.1 is tolerated", "[http]") {
    HeadParser parser;
    REQUIRE(parse(parser, "GET /XMLDefault.cnf.xml HTTP/1.1\r\n\r\n") == State::complete);
}

TEST_CASE("H-11 HTTP/1.0 keeps the connection only if asked to", "[http]") {
    HeadParser parser;
    REQUIRE(parse(parser, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") == State::complete);
    REQUIRE(parser.head().keep_alive);
    parser.reset();
    REQUIRE(parse(parser, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n") == State::complete);
    REQUIRE_FALSE(parser.head().keep_alive);
}

TEST_CASE("HTTP head: who sends a body is not kept, whatever its length is said by", "[http]") {
    for (const auto* method : {"GET", "POST"}) {
        for (const auto* field :
             {"Content-Length: 5",
              "Transfer-Encoding: chunked",
              "Transfer-Encoding: gzip",
              "Transfer-Encoding: chunked, gzip",
              "Transfer-Encoding: \tchunked"}) {
            CAPTURE(method, field);
            HeadParser parser;
            const auto text = std::string{method} + " / HTTP/1.1\r\n" + field + "\r\n\r\nhello";
            REQUIRE(parse(parser, text) == State::complete);
            REQUIRE(parser.head().has_body);
            REQUIRE_FALSE(parser.head().keep_alive);
        }
    }
    HeadParser parser;
    REQUIRE(parse(parser, "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n") == State::complete);
    REQUIRE(parser.head().keep_alive);
}

TEST_CASE("HTTP head: what two readers would take differently is refused", "[http]") {
    for (const auto* fields :
         {"Content-Length: 5\r\nTransfer-Encoding: chunked",
          "Transfer-Encoding: chunked\r\nContent-Length: 5",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
          "Content-Length: 5\r\nContent-Length: 6",
          "Content-Length: 5, 6",
          "Content-Length: +5",
          "Content-Length: -1",
          "Content-Length: 0x5",
          "Content-Length: 99999999999999999999",
          "Content-Length:",
          "Content-Length : 5",
          "Range: bytes=\r\n 0-1",
          "Range : bytes=0-1",
          " Range: bytes=0-1",
          "Range",
          ": x"}) {
        CAPTURE(fields);
        HeadParser parser;
        REQUIRE(parse(parser, "GET / HTTP/1.1\r\n" + std::string{fields} + "\r\n\r\n") == State::bad);
        REQUIRE(status_of(parser.fault()) == 400);
    }
}

TEST_CASE("H-18 nonsense is 400, too much is 414 or 431", "[http]") {
    struct Row {
        std::string text;
        HeadFault fault;
        unsigned status;
    };

    for (const auto& row : std::vector<Row>{
             {"hello\r\n\r\n", HeadFault::not_http, 400},
             {"GET /x\r\n\r\n", HeadFault::not_http, 400},
             {"GET /x HTTP/2.0\r\n\r\n", HeadFault::not_http, 400},
             {"GET /x HTTP/1.1\n\n", HeadFault::not_http, 400},
             {"GET /x HTTP/1.1\n", HeadFault::not_http, 400},
             {std::string(3, '\0'), HeadFault::not_http, 400},
             {"\x16\x03\x01", HeadFault::tls, 400},
             {"GET /" + std::string(10'000, 'a'), HeadFault::line_too_long, 414},
             {"GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n\r\n", HeadFault::line_too_long, 414},
             {"GET / HTTP/1.1\r\nA: " + std::string(65'536, 'a'), HeadFault::head_too_long, 431},
             {"GET / HTTP/1.1\r\nA: " + std::string(65'536, 'a') + "\r\n\r\n", HeadFault::head_too_long, 431},
             {std::string(kMaxHead + 1, '\n'), HeadFault::not_http, 400},
         }) {
        CAPTURE(row.text.substr(0, 20));
        HeadParser parser;
        REQUIRE(parse(parser, row.text) == State::bad);
        REQUIRE(parser.fault() == row.fault);
        REQUIRE(status_of(parser.fault()) == row.status);
        REQUIRE_FALSE(to_string(parser.fault()).empty());
    }
}

TEST_CASE("H-18 the longest line and the longest head are still read", "[http]") {
    const std::string frame = "GET / HTTP/1.1\r\n";
    HeadParser line;
    const auto longest = "GET /" + std::string(kMaxRequestLine - frame.size() + 1, 'a') + " HTTP/1.1\r\n\r\n";
    REQUIRE(parse(line, longest) == State::complete);
    HeadParser head;
    const auto full = frame + "A: " + std::string(kMaxHead - frame.size() - 7, 'a') + "\r\n\r\n";
    REQUIRE(full.size() == kMaxHead);
    REQUIRE(parse(head, full) == State::complete);
    HeadParser beyond;
    REQUIRE(
        parse(beyond, frame + "A: " + std::string(kMaxHead - frame.size() - 6, 'a') + "\r\n\r\n") ==
        State::bad
    );
}
