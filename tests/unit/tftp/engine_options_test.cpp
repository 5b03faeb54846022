#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;

namespace {

using Asked = std::vector<OptionView>;
using Told = std::map<std::string, std::string>;

/// Every option asked for is granted as told, and nothing else.
void grants(const Asked& asked, const Told& told) {
    Bench b;
    const auto answer = b.asks(kPhone, "x5000", asked);
    REQUIRE(answer.size() == 1);
    REQUIRE(answer[0].options() == told);
}

/// As if no option had been asked for: DATA 1 of 512 octets.
void omits(const Asked& asked) {
    Bench b;
    const auto answer = b.asks(kPhone, "x5000", asked);
    REQUIRE(answer.size() == 1);
    REQUIRE(answer[0].block() == 1);
    REQUIRE(answer[0].octets.size() == 4 + 512);
}

}  // namespace

TEST_CASE("T-42 blocks of eight octets are granted, and work", "[tftp][engine]") {
    grants({{"blksize", "8"}}, {{"blksize", "8"}});
    Bench b;
    const auto port = b.asks(kPhone, "x511", {{"blksize", "8"}}).at(0).route.port;
    std::string received;
    std::uint16_t block = 0;
    for (auto next = b.acks(kPhone, port, block); !next.empty(); next = b.acks(kPhone, port, block)) {
        received += text_of(Bytes{next.at(0).octets}.subspan(4));
        ++block;
    }
    REQUIRE(block == 64);
    REQUIRE(received == pattern(511));
}

TEST_CASE("T-43 the block sizes of phones are granted", "[tftp][engine]") {
    for (const auto* size : {"1428", "1448", "1468"}) {
        grants({{"blksize", size}}, {{"blksize", size}});
    }
}

TEST_CASE("T-44 T-47 larger blocks are lowered to what a frame carries", "[tftp][engine]") {
    grants({{"blksize", "65464"}}, {{"blksize", "1468"}});
    grants({{"blksize", "99999"}}, {{"blksize", "1468"}});
    grants({{"blksize", "99999999999999999999999"}}, {{"blksize", "1468"}});
}

TEST_CASE("T-45 large blocks where fragments are allowed", "[tftp][engine]") {
    Limits limits;
    limits.block_size = kMaxBlockSize;
    Bench b{limits};
    const auto answer = b.asks(kPhone, "x5000", {{"blksize", "65464"}});
    REQUIRE(answer.at(0).options().at("blksize") == "65464");
    REQUIRE(b.acks(kPhone, answer[0].route.port, 0).at(0).octets.size() == 4 + 5000);
}

TEST_CASE("T-46 block sizes that are none are ignored", "[tftp][engine]") {
    for (const auto* size : {"7", "0", "-5", "abc", "", "512 "}) {
        CAPTURE(size);
        omits({{"blksize", size}});
    }
}

TEST_CASE("T-48 T-49 the size of the file is told, whatever was asked", "[tftp][engine]") {
    grants({{"tsize", "0"}}, {{"tsize", "5000"}});
    grants({{"tsize", "77"}}, {{"tsize", "5000"}});
    omits({{"tsize", "much"}});
}

TEST_CASE("T-48 the size of an empty file is not told, since curl takes 0 for an error", "[tftp][engine]") {
    Bench b;
    b.store.put("x0", "");
    REQUIRE(b.asks(kPhone, "x0", {{"tsize", "0"}}).at(0).block() == 1);
    REQUIRE(b.asks(kOther, "x0", {{"tsize", "0"}, {"blksize", "512"}}).at(0).options().count("tsize") == 0);
}

TEST_CASE("T-50 in netascii neither size nor window are promised", "[tftp][engine]") {
    Bench b;
    const auto answer = b.asks(kPhone, "text", {{"tsize", "0"}, {"windowsize", "8"}}, "netascii");
    const auto message = answer.at(0).message();
    REQUIRE(text_of(std::get<DataView>(message).payload) == "a\r\nb\r\n");
}

TEST_CASE("T-51 the client's time-out is granted, and kept to", "[tftp][engine]") {
    grants({{"timeout", "3"}}, {{"timeout", "3"}});
    Bench b;
    const auto began = b.now.mono;
    b.asks(kPhone, "x5000", {{"timeout", "3"}});
    REQUIRE(b.time_out().size() == 1);
    REQUIRE(b.now.mono - began == 3s);
}

TEST_CASE("T-52 time-outs out of range are ignored", "[tftp][engine]") {
    omits({{"timeout", "0"}});
    omits({{"timeout", "256"}});
}

TEST_CASE("T-55 T-56 unknown options are ignored, known ones beside them granted", "[tftp][engine]") {
    omits({{"foo", "bar"}});
    omits({{"multicast", ""}, {"blksize2", "1024"}, {"utimeout", "100000"}, {"rollover", "1"}});
    grants({{"foo", "bar"}, {"blksize", "600"}}, {{"blksize", "600"}});
}

TEST_CASE("T-57 options are known in any case, and named as the client spelled them", "[tftp][engine]") {
    grants({{"BLKSIZE", "600"}}, {{"BLKSIZE", "600"}});
}

TEST_CASE("T-58 an option given twice is answered once, with the last value", "[tftp][engine]") {
    grants({{"blksize", "1024"}, {"blksize", "600"}}, {{"blksize", "600"}});
}

TEST_CASE("T-59 an option without its value is ignored", "[tftp][engine]") {
    Bench b;
    Buffer octets;
    render_request(octets, Opcode::read_request, "x511", "octet");
    const auto name = bytes_of("blksize");
    octets.insert(octets.end(), name.begin(), name.end());
    REQUIRE(b.says(kPhone, octets).at(0).block() == 1);
}

TEST_CASE("T-60 a window is granted, and sent once the OACK is acknowledged", "[tftp][engine]") {
    grants({{"windowsize", "4"}}, {{"windowsize", "4"}});
    Bench b;
    const auto port = b.asks(kPhone, "x5000", {{"windowsize", "4"}}).at(0).route.port;
    REQUIRE(b.acks(kPhone, port, 0).size() == 4);
    REQUIRE(b.acks(kPhone, port, 4).size() == 4);
    REQUIRE(b.acks(kPhone, port, 8).size() == 2);
}

TEST_CASE("T-60 a window over an empty file is one empty block", "[tftp][engine]") {
    Bench b;
    b.store.put("x0", "");
    const auto port = b.asks(kPhone, "x0", {{"windowsize", "8"}}).at(0).route.port;
    const auto only = b.acks(kPhone, port, 0);
    REQUIRE(only.size() == 1);
    REQUIRE(only[0].octets.size() == 4);
    REQUIRE(b.acks(kPhone, port, 1).empty());
    REQUIRE(b.engine.active() == 0);
}

TEST_CASE("T-64 windows out of range are ignored", "[tftp][engine]") {
    omits({{"windowsize", "0"}});
    omits({{"windowsize", "65536"}});
}

TEST_CASE("T-65 a huge window is lowered", "[tftp][engine]") {
    grants({{"windowsize", "65535"}}, {{"windowsize", "64"}});
}

TEST_CASE("TFTP engine: all options together", "[tftp][engine]") {
    grants(
        {{"tsize", "0"}, {"blksize", "1400"}, {"windowsize", "8"}, {"timeout", "2"}},
        {{"tsize", "5000"}, {"blksize", "1400"}, {"windowsize", "8"}, {"timeout", "2"}}
    );
}
