#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;
using journal::Step;

TEST_CASE("T-29 a repeated request is answered by the same transfer", "[tftp][engine]") {
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

TEST_CASE("T-30 another file from the same port follows the first", "[tftp][engine]") {
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

TEST_CASE("T-31 T-32 a packet from a foreign peer is told so, and the transfer goes on", "[tftp][engine]") {
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

TEST_CASE(
    "T-31 a peer's own packet to another port is foreign there, and changes nothing", "[tftp][engine]"
) {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    const auto other = (port + 1) % kPorts;
    const auto answer = b.acks(kPhone, other, 1);
    REQUIRE(answer.at(0).error() == 5);
    REQUIRE(answer[0].route.port == other);
    Buffer error;
    render_error(error, ErrorCode::see_message, "x");
    b.engine.on_transfer(other, error, kPhone, kServer, b.now);
    REQUIRE(b.heard().empty());
    REQUIRE(b.engine.active() == 1);
    REQUIRE(b.acks(kPhone, port, 1).at(0).block() == 2);
}

TEST_CASE("T-31 what belongs to no transfer is not answered on a transfer port", "[tftp][engine]") {
    Bench b;
    Buffer request;
    render_request(request, Opcode::read_request, "x511", "octet");
    for (const auto& octets : std::vector<Buffer>{request, {}, {0, 9, 0, 1}, {0, 4, 0}}) {
        b.engine.on_transfer(0, octets, kPhone, kServer, b.now);
        REQUIRE(b.heard().empty());
    }
}

TEST_CASE("TFTP engine: late packets of the transfer before are swallowed", "[tftp][engine]") {
    // A 7921 asks for file after file from port 1024: a repeated ACK of the last file must not bring it an
    // error while it reads the next.
    Bench b;
    const auto first = b.asks(kPhone, "x511").at(0).route.port;
    b.acks(kPhone, first, 1);
    const auto second = b.asks(kPhone, "x5000").at(0).route.port;
    REQUIRE(second != first);
    REQUIRE(b.acks(kPhone, first, 1).empty());
    REQUIRE(b.acks(kPhone, second, 1).at(0).block() == 2);
}

TEST_CASE("TFTP engine: the same request with other options is another one", "[tftp][engine]") {
    // As from a 7960 that cannot read the OACK and asks again without options.
    Bench b;
    REQUIRE(b.asks(kPhone, "x5000", {{"blksize", "1024"}}).at(0).options().size() == 1);
    b.now = b.now + 1s;
    REQUIRE(b.asks(kPhone, "x5000").at(0).block() == 1);
    REQUIRE(b.engine.active() == 1);
}

TEST_CASE("TFTP engine: a block that was said stays readable when its transfer ends", "[tftp][engine]") {
    Bench b;
    Buffer request;
    render_request(request, Opcode::read_request, "x5000", "octet");
    b.engine.on_request(request, kPhone, kServer, b.now);
    b.store.put("x5000", "new");  // the store lets go of the old octets
    Buffer error;
    render_error(error, ErrorCode::see_message, "no");
    b.engine.on_transfer(b.engine.outbox()[0].route.port, error, kPhone, kServer, b.now);
    REQUIRE(b.engine.active() == 0);
    REQUIRE(text_of(Bytes{b.heard().at(0).octets}.subspan(4)) == pattern(5000).substr(0, 512));
}

TEST_CASE("T-38 silence ends a transfer and frees it", "[tftp][engine]") {
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

TEST_CASE("T-33 the peer's own words are in the journal", "[tftp][engine]") {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    Buffer error;
    render_error(error, ErrorCode::disk_full, "Flash full");
    b.engine.on_transfer(port, error, kPhone, kServer, b.now);
    REQUIRE(b.heard().empty());
    REQUIRE(b.journal.at(0).field("reason") == "the phone sent an error: Flash full");
}

TEST_CASE("T-28 transfer ports are taken at random", "[tftp][engine]") {
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

TEST_CASE("T-83 stopping tells every phone", "[tftp][engine]") {
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
