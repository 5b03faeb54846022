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
    REQUIRE(first[0].route.local == kServer);  // T-84
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

TEST_CASE("TFTP engine: what is not there is refused at once, without a path (T-10)", "[tftp][engine]") {
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

TEST_CASE("TFTP engine: requests that are answered with an error", "[tftp][engine]") {
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

TEST_CASE("TFTP engine: names in every spelling (T-18, T-24, T-25)", "[tftp][engine]") {
    for (const auto* name :
         {"/x511", "//x511", "./x511", "X511", "sep001122334455.CNF.XML", "Communicator\\x.xml", "\\x511"}) {
        CAPTURE(name);
        Bench b;
        REQUIRE(b.asks(kPhone, name).at(0).block() == 1);
    }
}

TEST_CASE("TFTP engine: writing is refused (T-67)", "[tftp][engine]") {
    Bench b;
    Buffer octets;
    render_request(octets, Opcode::write_request, "x511", "octet");
    REQUIRE(b.says(kPhone, octets).at(0).error() == 2);
    REQUIRE(b.journal.at(0).step == Step::file_refused);
    REQUIRE(b.journal.at(0).field("reason") == "writing is not allowed");
}

TEST_CASE("TFTP engine: what is no request is not answered (T-13 to T-16)", "[tftp][engine]") {
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

TEST_CASE("TFTP engine: before a world is loaded there is no answer at all (T-76)", "[tftp][engine]") {
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

TEST_CASE("TFTP engine: options accepted, lowered and omitted", "[tftp][engine]") {
    using Asked = std::vector<OptionView>;
    using Told = std::map<std::string, std::string>;

    struct Row {
        const char* id;
        Asked asked;
        Told told;  ///< empty: DATA 1 of at most 512 octets
    };

    for (const auto& row : std::vector<Row>{
             {"T-42", {{"blksize", "8"}}, {{"blksize", "8"}}},
             {"T-43", {{"blksize", "1428"}}, {{"blksize", "1428"}}},
             {"T-44", {{"blksize", "65464"}}, {{"blksize", "1468"}}},
             {"T-46", {{"blksize", "7"}}, {}},
             {"T-46", {{"blksize", "abc"}}, {}},
             {"T-47", {{"blksize", "99999"}}, {{"blksize", "1468"}}},
             {"T-48", {{"tsize", "0"}}, {{"tsize", "5000"}}},
             {"T-49", {{"tsize", "77"}}, {{"tsize", "5000"}}},
             {"T-51", {{"timeout", "3"}}, {{"timeout", "3"}}},
             {"T-52", {{"timeout", "0"}}, {}},
             {"T-55", {{"foo", "bar"}}, {}},
             {"T-56", {{"foo", "bar"}, {"blksize", "600"}}, {{"blksize", "600"}}},
             {"T-57", {{"BLKSIZE", "600"}}, {{"BLKSIZE", "600"}}},
             {"T-58", {{"blksize", "1024"}, {"blksize", "600"}}, {{"blksize", "600"}}},
             {"T-60", {{"windowsize", "4"}}, {{"windowsize", "4"}}},
             {"T-64", {{"windowsize", "0"}}, {}},
             {"T-64", {{"windowsize", "65536"}}, {}},
             {"T-65", {{"windowsize", "65535"}}, {{"windowsize", "64"}}},
             {"all",
              {{"tsize", "0"}, {"blksize", "1400"}, {"windowsize", "8"}, {"timeout", "2"}},
              {{"tsize", "5000"}, {"blksize", "1400"}, {"windowsize", "8"}, {"timeout", "2"}}},
         }) {
        CAPTURE(row.id);
        Bench b;
        const auto answer = b.asks(kPhone, "x5000", row.asked);
        REQUIRE(answer.size() == 1);
        if (row.told.empty()) {
            REQUIRE(answer[0].block() == 1);
            REQUIRE(answer[0].octets.size() == 4 + 512);
        } else {
            REQUIRE(answer[0].options() == row.told);
        }
    }
}

TEST_CASE("TFTP engine: large blocks where fragments are allowed (T-45)", "[tftp][engine]") {
    Limits limits;
    limits.block_size = 65464;
    Bench b{limits};
    const auto answer = b.asks(kPhone, "x5000", {{"blksize", "65464"}});
    REQUIRE(answer.at(0).options().at("blksize") == "65464");
    REQUIRE(b.acks(kPhone, answer[0].route.port, 0).at(0).octets.size() == 4 + 5000);
}

TEST_CASE("TFTP engine: in netascii neither size nor window are promised (T-50)", "[tftp][engine]") {
    Bench b;
    const auto answer = b.asks(kPhone, "text", {{"tsize", "0"}, {"windowsize", "8"}}, "netascii");
    const auto message = answer.at(0).message();
    REQUIRE(text_of(std::get<DataView>(message).payload) == "a\r\nb\r\n");
}

TEST_CASE("TFTP engine: an option without its value is ignored (T-59)", "[tftp][engine]") {
    Bench b;
    Buffer octets;
    render_request(octets, Opcode::read_request, "x511", "octet");
    const auto name = bytes_of("blksize");
    octets.insert(octets.end(), name.begin(), name.end());
    REQUIRE(b.says(kPhone, octets).at(0).block() == 1);
}

TEST_CASE(
    "TFTP engine: the size of an empty file is not told, since curl takes 0 for an error", "[tftp][engine]"
) {
    Bench b;
    b.store.put("x0", "");
    REQUIRE(b.asks(kPhone, "x0", {{"tsize", "0"}}).at(0).block() == 1);
    REQUIRE(b.asks(kOther, "x0", {{"tsize", "0"}, {"blksize", "512"}}).at(0).options().count("tsize") == 0);
}
