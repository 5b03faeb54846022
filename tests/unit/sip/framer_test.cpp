#include "server/sip/message/framer.hpp"

#include "server/sip/message/limits.hpp"
#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;
using State = Framer::State;

namespace {

/// What a stream consists of when it arrives in pieces that end at `cuts`.
std::vector<std::string> frames(std::string_view stream, const std::vector<std::size_t>& cuts) {
    std::vector<std::string> found;
    Framer framer;
    std::string kept;
    std::size_t from = 0;
    for (const auto cut : cuts) {
        kept += stream.substr(from, cut - from);
        from = cut;
        for (auto state = framer.find(bytes_of(kept)); state != State::incomplete;
             state = framer.find(bytes_of(kept))) {
            if (state == State::bad) {
                found.emplace_back("bad");
                return found;
            }
            if (state == State::message) {
                found.push_back(kept.substr(0, framer.consumed()));
            } else {
                found.emplace_back(state == State::ping ? "ping" : "blank");
            }
            kept.erase(0, framer.consumed());
        }
    }
    return found;
}

State state_of(std::string_view text) {
    Framer framer;
    return framer.find(bytes_of(text));
}

}  // namespace

TEST_CASE("SIP framer: messages and pings, cut in three anywhere", "[sip]") {
    const auto first = sip_text({"INFO sip:a@b SIP/2.0", "Content-Length : 5"}, "h\r\n\r\n");
    const auto two = sip_text({"SIP/2.0 200 OK", "x: y", "  l: 9", "L:", " 0"});
    const auto stream = first + "\r\n\r\n" + two + "\r\n" + two;
    const std::vector<std::string> expected{first, "ping", two, "blank", two};
    for (std::size_t a = 0; a <= stream.size(); ++a) {
        for (std::size_t b = a; b <= stream.size(); b += 7) {
            CAPTURE(a, b);
            REQUIRE(frames(stream, {a, b, stream.size()}) == expected);
        }
    }
}

TEST_CASE("SIP framer: where the next message begins cannot be known", "[sip]") {
    REQUIRE(state_of(sip_text({"INFO sip:a@b SIP/2.0", "x: y"})) == State::bad);
    REQUIRE(state_of(sip_text({"INFO sip:a@b SIP/2.0"})) == State::bad);
    for (const char* length : {"-1", "x", "", "1 2", "99999999999999999999", "65537"}) {
        CAPTURE(length);
        REQUIRE(
            state_of(sip_text({"INFO sip:a@b SIP/2.0", std::string{"Content-Length: "} + length})) ==
            State::bad
        );
    }
    REQUIRE(state_of(sip_text({"INFO sip:a@b SIP/2.0", "l: 1", "Content-Length: 1"}, "xx")) == State::bad);
    REQUIRE(state_of("\rX") == State::bad);
    REQUIRE(state_of(std::string(kMaxHead, 'x')) == State::bad);
    REQUIRE(state_of(std::string(kMaxHead - 1, 'x')) == State::incomplete);
}

TEST_CASE("SIP framer: a bad head is there to be answered", "[sip]") {
    const auto head = sip_text({"INFO sip:a@b SIP/2.0", "x: y"});
    Framer framer;
    const auto stream = head + "what follows";
    REQUIRE(framer.find(bytes_of(stream)) == State::bad);
    REQUIRE(framer.consumed() == head.size());
}

TEST_CASE("SIP framer: half a line end waits for the other half", "[sip]") {
    for (const char* text : {"", "\r", "\r\n", "\r\n\r"}) {
        REQUIRE(state_of(text) == State::incomplete);
    }
    REQUIRE(state_of("\r\n\r\n") == State::ping);
    REQUIRE(state_of("\r\nI") == State::blank);
}
