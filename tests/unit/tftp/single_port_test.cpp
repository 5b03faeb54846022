#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;

namespace {

constexpr std::size_t kSinglePort = 0;  ///< no transfer ports

std::vector<Heard> acks(Bench& b, const Endpoint& phone, std::uint16_t block) {
    Buffer octets;
    render_ack(octets, block);
    return b.says(phone, octets);
}

}  // namespace

TEST_CASE("T-78 a hundred transfers at once over the one port", "[tftp][engine]") {
    Bench b{{}, {}, kSinglePort};
    const auto whole = pattern(5000);
    std::vector<std::string> received(100);
    const auto phone = [](std::size_t i) {
        return Endpoint{Ipv4{10, 0, 0, 50}, static_cast<std::uint16_t>(3000 + i)};
    };
    const auto take = [&](std::size_t i, const std::vector<Heard>& heard) {
        REQUIRE(heard.size() == 1);
        REQUIRE(heard[0].route.port == 0);
        received[i] += text_of(Bytes{heard[0].octets}.subspan(4));
    };
    for (std::size_t i = 0; i < received.size(); ++i) {
        take(i, b.asks(phone(i), "x5000"));
    }
    for (std::uint16_t block = 1; block < 10; ++block) {
        for (std::size_t i = 0; i < received.size(); ++i) {
            take(i, acks(b, phone(i), block));
        }
    }
    for (std::size_t i = 0; i < received.size(); ++i) {
        REQUIRE(acks(b, phone(i), 10).empty());
        REQUIRE(received[i] == whole);
    }
    REQUIRE(b.engine.active() == 0);
}

TEST_CASE("T-78 a stranger's ACK or DATA is told that it belongs nowhere, an error never", "[tftp][engine]") {
    Bench b{{}, {}, kSinglePort};
    b.asks(kPhone, "x5000");
    REQUIRE(acks(b, kOther, 1).at(0).error() == 5);
    Buffer data;
    render_data(data, 1, bytes_of("x"));
    REQUIRE(b.says(kOther, data).at(0).error() == 5);
    Buffer error;
    render_error(error, ErrorCode::unknown_transfer_id, "no, you");
    REQUIRE(b.says(kOther, error).empty());
    REQUIRE(b.says(kOther, {0, 9}).empty());
    REQUIRE(acks(b, kPhone, 1).at(0).block() == 2);
    REQUIRE(b.says(kPhone, error).empty());
    REQUIRE(b.engine.active() == 0);
}

TEST_CASE("T-78 a phone that asks again over the one port begins anew", "[tftp][engine]") {
    Bench b{{}, {}, kSinglePort};
    b.asks(kPhone, "x5000");
    acks(b, kPhone, 1);
    REQUIRE(b.asks(kPhone, "x511").at(0).block() == 1);
    REQUIRE(acks(b, kPhone, 1).empty());
    REQUIRE(b.engine.active() == 0);
}
