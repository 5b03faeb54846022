#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;
using journal::Step;

TEST_CASE("TFTP engine: a file is sent, acknowledged and in the journal", "[tftp][engine]") {
    Bench b;
    const auto first = b.asks(kPhone, "SEP001122334455.cnf.xml");
    REQUIRE(first.size() == 1);
    REQUIRE(first[0].route.peer == kPhone);
    REQUIRE(first[0].route.local == kServer);
    b.now = b.now + 20ms;
    for (std::uint16_t block = 1; block <= 8; ++block) {
        b.acks(kPhone, first[0].route.port, block);
    }
    REQUIRE(b.engine.active() == 0);
    REQUIRE(b.journal.size() == 1);
    REQUIRE(b.journal[0].step == Step::file_served);
    REQUIRE(b.journal[0].subject == "SEP001122334455");
    REQUIRE(b.journal[0].field("name") == "SEP001122334455.cnf.xml");
    REQUIRE(b.journal[0].field("transport") == "TFTP");
    REQUIRE(b.journal[0].field("bytes") == "4000");
    REQUIRE(b.journal[0].field("ms") == "20.0");
}

TEST_CASE("T-10 what is not there is refused at once, without a path", "[tftp][engine]") {
    Bench b;
    const auto answer = b.asks(kPhone, "CTLSEP0006537B84EF.tlv");
    REQUIRE(answer.size() == 1);
    REQUIRE(answer[0].error() == 1);
    const auto message = answer[0].message();
    REQUIRE(std::get<ErrorView>(message).text == "File not found");
    REQUIRE(b.journal.at(0).step == Step::file_missing);
    REQUIRE(b.journal.at(0).subject == "SEP0006537B84EF");
    REQUIRE(b.engine.active() == 0);
}

TEST_CASE("T-08 T-09 T-11 T-12 T-17 T-22 T-23 requests that are answered with an error", "[tftp][engine]") {
    struct Row {
        const char* id;
        std::string file;
        const char* mode;
        int error;
    };

    for (const auto& row : std::vector<Row>{
             {"T-08", "x511", "mail", 4},
             {"T-09", "x511", "foo", 4},
             {"T-11", "", "octet", 4},
             {"T-12", "x", "", 4},
             {"T-17", "../x511", "octet", 1},
             {"T-17", "a/../../x511", "octet", 1},
             {"T-17", "..\\..\\x511", "octet", 1},
             {"T-17", "/../x511", "octet", 1},
             {"T-17", "....//x511", "octet", 1},
             {"T-22", "x511", ".png", 4},
             {"T-23", std::string(400, 'a'), "octet", 1},
         }) {
        CAPTURE(row.id, row.file);
        Bench b;
        const auto answer = b.asks(kPhone, row.file, {}, row.mode);
        REQUIRE(answer.size() == 1);
        REQUIRE(answer[0].error() == row.error);
        REQUIRE(b.journal.size() == 1);
        REQUIRE(b.journal[0].step == Step::file_refused);
        REQUIRE(b.engine.active() == 0);
    }
}

TEST_CASE("T-18 T-24 T-25 names in every spelling", "[tftp][engine]") {
    for (const auto* name :
         {"/x511", "//x511", "./x511", "X511", "sep001122334455.CNF.XML", "Communicator\\x.xml", "\\x511"}) {
        CAPTURE(name);
        Bench b;
        REQUIRE(b.asks(kPhone, name).at(0).block() == 1);
    }
}

TEST_CASE("T-67 writing is refused", "[tftp][engine]") {
    Bench b;
    Buffer octets;
    render_request(octets, Opcode::write_request, "x511", "octet");
    REQUIRE(b.says(kPhone, octets).at(0).error() == 2);
    REQUIRE(b.journal.at(0).step == Step::file_refused);
    REQUIRE(b.journal.at(0).field("reason") == "writing is not allowed");
}

TEST_CASE("T-13 T-14 T-15 T-16 what is no request is not answered", "[tftp][engine]") {
    Bench b;
    Buffer stray_data;
    render_data(stray_data, 1, bytes_of("x"));
    Buffer stray_ack;
    render_ack(stray_ack, 1);
    Buffer stray_error;
    render_error(stray_error, ErrorCode::illegal_operation, "you");
    for (const auto& octets : std::vector<Buffer>{
             {},
             {0},
             {0, 1},
             {0, 1, 'x'},
             {0, 0, 'x', 0},
             {0, 7, 'x', 0},
             {255, 255},
             stray_data,
             stray_ack,
             stray_error}) {
        REQUIRE(b.says(kPhone, octets).empty());
    }
    REQUIRE(b.journal.size() == 1);  // noted once per source and second
    REQUIRE(b.journal[0].subject == "@10.0.0.50");
    b.now = b.now + 1s;
    b.says(kPhone, {0});
    REQUIRE(b.journal.size() == 2);
}

TEST_CASE("T-76 before a world is loaded there is no answer at all", "[tftp][engine]") {
    Bench b;
    b.catalog.use(nullptr);
    REQUIRE(b.asks(kPhone, "x511").empty());
    REQUIRE(b.engine.active() == 0);
    b.catalog.use(std::make_shared<const World>());
    REQUIRE(b.asks(kPhone, "x511").at(0).block() == 1);
}

TEST_CASE("TFTP engine: requests to many, or from port 0, are ignored", "[tftp][engine]") {
    Bench b;
    Buffer octets;
    render_request(octets, Opcode::read_request, "x511", "octet");
    b.engine.on_request(octets, kPhone, Ipv4::broadcast(), b.now);
    b.engine.on_request(octets, kPhone, Ipv4{224, 0, 0, 1}, b.now);
    b.engine.on_request(octets, {kPhone.address, 0}, kServer, b.now);
    REQUIRE(b.heard().empty());
}

TEST_CASE("T-04 the mode is read in any case", "[tftp][engine]") {
    for (const auto* mode : {"octet", "OCTET", "OcTeT", "NetASCII"}) {
        CAPTURE(mode);
        Bench b;
        REQUIRE(b.asks(kPhone, "text", {}, mode).at(0).block() == 1);
    }
}

TEST_CASE("T-74 what a file is when asked for is sent to the end", "[tftp][engine]") {
    Bench b;
    const auto port = b.asks(kPhone, "x5000").at(0).route.port;
    b.store.put("x5000", "new");
    const auto next = b.acks(kPhone, port, 1);
    REQUIRE(text_of(Bytes{next.at(0).octets}.subspan(4)) == pattern(5000).substr(512, 512));
}

TEST_CASE("T-75 a phone nobody knows is sent on to the default file", "[tftp][engine]") {
    Bench b;
    b.store.put("XMLDefault.cnf.xml", "<Default/>");
    REQUIRE(b.asks(kPhone, "SEP00AABBCCDDEE.cnf.xml").at(0).error() == 1);
    REQUIRE(b.asks(kPhone, "XMLDefault.cnf.xml").at(0).block() == 1);
}

TEST_CASE("T-84 the answer leaves from the address that was asked", "[tftp][engine]") {
    Bench b;
    constexpr Ipv4 kSecond{10, 0, 0, 2};
    Buffer octets;
    render_request(octets, Opcode::read_request, "x5000", "octet");
    b.engine.on_request(octets, kPhone, kSecond, b.now);
    const auto first = b.heard();
    REQUIRE(first.at(0).route.local == kSecond);
    REQUIRE(b.acks(kPhone, first[0].route.port, 1).at(0).route.local == kSecond);
}
