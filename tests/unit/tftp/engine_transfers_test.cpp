#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;
using journal::Step;

TEST_CASE("TFTP engine: a repeated request is answered by the same transfer (T-29)", "[tftp][engine]") {
    Bench b;
    const auto first = b.asks(kPhone, "x5000");
    b.now = b.now + 900ms;
    const auto again = b.asks(kPhone, "x5000");
    REQUIRE(again.size() == 1);
    REQUIRE(again[0].route == first[0].route);
    REQUIRE(again[0].octets == first[0].octets);
    REQUIRE(b.engine.active() == 1);
    REQUIRE(b.journal.empty());
}

TEST_CASE("TFTP engine: a request repeated after progress is a new transfer", "[tftp][engine]") {
    Bench b;
    const auto first = b.asks(kPhone, "x5000");
    b.acks(kPhone, first[0].route.port, 1);
    const auto again = b.asks(kPhone, "x5000");
    REQUIRE(again.at(0).block() == 1);
    REQUIRE(b.engine.active() == 1);
    REQUIRE(b.journal.at(0).step == Step::file_broken_off);
    REQUIRE(b.journal.at(0).field("bytes") == "512");
    REQUIRE(b.journal.at(0).field("reason") == "the phone asked again");
}

TEST_CASE("TFTP engine: another file from the same port follows the first (T-30)", "[tftp][engine]") {
    // A 7921 asks for everything from port 1024: going on means that it has the file, whose
    // last ACK was lost.
    Bench b;
    b.asks(kPhone, "x511");
    REQUIRE(b.asks(kPhone, "x5000").at(0).block() == 1);
    REQUIRE(b.engine.active() == 1);
    REQUIRE(b.journal.at(0).step == Step::file_served);
    b.asks(kPhone, "text");
    REQUIRE(b.journal.at(1).step == Step::file_broken_off);
}

TEST_CASE(
    "TFTP engine: a packet from a foreign peer is told so, and the transfer goes on (T-31, T-32)",
    "[tftp][engine]"
) {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    for (const auto& foreign : {Endpoint{kPhone.address, 50000}, kOther}) {
        const auto answer = b.acks(foreign, port, 1);
        REQUIRE(answer.size() == 1);
        REQUIRE(answer[0].error() == 5);
        REQUIRE(answer[0].route.peer == foreign);
        REQUIRE(answer[0].route.port == port);
    }
    Buffer error;
    render_error(error, ErrorCode::see_message, "x");
    b.engine.on_transfer(port, error, kOther, kServer, b.now);
    REQUIRE(b.heard().empty());  // an error is never answered
    REQUIRE(b.acks(kPhone, port, 1).at(0).block() == 2);
}

TEST_CASE("TFTP engine: late packets of an ended transfer are swallowed, then forgotten", "[tftp][engine]") {
    Bench b;
    const auto port = b.asks(kPhone, "x511").at(0).route.port;
    b.acks(kPhone, port, 1);
    REQUIRE(b.acks(kPhone, port, 1).empty());
    while (b.engine.next_wake()) {
        b.time_out();
    }
    REQUIRE(b.acks(kPhone, port, 1).at(0).error() == 5);
}

TEST_CASE("TFTP engine: silence ends a transfer and frees it (T-38)", "[tftp][engine]") {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    b.acks(kPhone, port, 1);
    std::size_t repeated = 0;
    while (b.engine.next_wake()) {
        repeated += b.time_out().size();
    }
    REQUIRE(repeated == 5);
    REQUIRE(b.engine.active() == 0);
    REQUIRE(b.journal.at(0).step == Step::file_broken_off);
    REQUIRE(b.journal.at(0).field("reason") == "the phone fell silent");
}

TEST_CASE("TFTP engine: the peer's own words are in the journal (T-33)", "[tftp][engine]") {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    Buffer error;
    render_error(error, ErrorCode::disk_full, "Flash full");
    b.engine.on_transfer(port, error, kPhone, kServer, b.now);
    REQUIRE(b.heard().empty());
    REQUIRE(b.journal.at(0).field("reason") == "the phone sent an error: Flash full");
}

TEST_CASE("TFTP engine: what a file is when asked for is sent to the end (T-74)", "[tftp][engine]") {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    b.store.put("x5000", "new");
    const auto next = b.acks(kPhone, port, 1);
    REQUIRE(text_of(Bytes{next.at(0).octets}.subspan(4)) == pattern(5000).substr(512, 512));
}

TEST_CASE("TFTP engine: transfer ports are taken at random (T-28)", "[tftp][engine]") {
    Bench b;
    std::set<std::size_t> ports;
    bool is_sequential = true;
    std::size_t last = 0;
    for (std::uint16_t i = 0; i < 100; ++i) {
        const auto port =
            b.asks({kPhone.address, static_cast<std::uint16_t>(2000 + i)}, "x511").at(0).route.port;
        is_sequential = is_sequential && (i == 0 || port == (last + 1) % kPorts);
        last = port;
        ports.insert(port);
    }
    REQUIRE(ports.size() == kPorts);
    REQUIRE_FALSE(is_sequential);
}

TEST_CASE("TFTP engine: transfers are bounded in total and per source, in silence (T-81)", "[tftp][engine]") {
    Limits limits;
    limits.transfers = 10;
    limits.transfers_per_source = 6;
    Bench b{limits};
    const auto start = [&](Ipv4 source) {
        std::size_t started = 0;
        for (std::uint16_t i = 0; i < 10; ++i) {
            started += b.asks({source, static_cast<std::uint16_t>(2000 + i)}, "x5000").size();
        }
        return started;
    };
    REQUIRE(start(Ipv4{10, 0, 0, 1}) == 6);
    REQUIRE(start(Ipv4{10, 0, 0, 2}) == 4);
    REQUIRE(b.engine.active() == 10);
    while (b.engine.next_wake()) {
        b.time_out();
    }
    REQUIRE(b.engine.active() == 0);
    REQUIRE(start(Ipv4{10, 0, 0, 3}) == 6);
}

TEST_CASE("TFTP engine: a flood is answered at its rate, others as ever (T-79)", "[tftp][engine]") {
    Limits limits;
    limits.requests_per_second = 50;
    limits.request_burst = 200;
    Bench b{limits};
    std::size_t answered = 0;
    for (std::uint16_t i = 0; i < 1000; ++i) {
        answered += b.asks({kPhone.address, static_cast<std::uint16_t>(2000 + i)}, "nope").size();
    }
    REQUIRE(answered == 200);
    REQUIRE(b.asks(kOther, "nope").size() == 1);
}

TEST_CASE("TFTP engine: stopping tells every phone (T-83)", "[tftp][engine]") {
    Bench b;
    b.asks(kPhone, "x5000");
    b.asks(kOther, "x5000");
    b.engine.stop(b.now);
    const auto told = b.heard();
    REQUIRE(told.size() == 2);
    REQUIRE(told[0].error() == 0);
    REQUIRE(b.engine.active() == 0);
    REQUIRE(b.journal.size() == 2);
}
