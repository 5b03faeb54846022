#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;
using journal::Step;

namespace {

Endpoint phone_at(Ipv4 address, std::size_t i) {
    return {address, static_cast<std::uint16_t>(2000 + i)};
}

/// A phone behind the same address as many others, reading one file in lock-step.
struct Reading {
    Endpoint self;
    std::size_t port = 0;
    std::size_t octets = 0;
    bool is_done = false;
};

}  // namespace

TEST_CASE("T-79 a flood is answered at its rate, others as ever", "[tftp][engine]") {
    Limits limits;
    limits.requests_per_second = 50;
    limits.request_burst = 200;
    limits.transfers_per_source = 150;
    Bench b{limits};
    std::size_t answered = 0;
    for (std::size_t i = 0; i < 1000; ++i) {
        answered += b.asks(phone_at(kPhone.address, i), i % 2 == 0 ? "nope" : "x5000").size();
    }
    REQUIRE(answered == 200);
    const auto port = b.asks(kOther, "x511").at(0).route.port;
    b.acks(kOther, port, 1);
    REQUIRE(b.journal.back().step == Step::file_served);
    for (std::size_t i = 0; i < 1000; ++i) {
        b.now = b.now + 1ms;
        answered += b.asks(phone_at(kPhone.address, 5000 + i), "nope").size();
    }
    REQUIRE(answered >= 249);
    REQUIRE(answered <= 250);
}

TEST_CASE(
    "T-79 errors about transfers that do not exist are counted against their source", "[tftp][engine]"
) {
    Limits limits;
    limits.request_burst = 10;
    Bench b{limits};
    std::size_t answered = 0;
    for (std::size_t i = 0; i < 100; ++i) {
        answered += b.acks(phone_at(kPhone.address, i), 0, 1).size();
    }
    REQUIRE(answered == 10);
}

TEST_CASE("TFTP engine: 200 phones behind one address fetch three files each at once", "[tftp][engine]") {
    Bench b;
    constexpr std::array kFiles{"SEP001122334455.cnf.xml", "x5000", "x511"};
    constexpr std::array<std::size_t, 3> kSizes{4000, 5000, 511};
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < 600; ++i) {
        const auto self = phone_at(Ipv4{10, 0, 0, 9}, i);
        const auto first = b.asks(self, kFiles[i % 3]);
        REQUIRE(first.size() == 1);
        readings.push_back({self, first[0].route.port, first[0].octets.size() - 4});
    }
    REQUIRE(b.engine.active() == 600);
    std::size_t done = 0;
    for (std::uint16_t block = 1; done < readings.size(); ++block) {
        REQUIRE(block < 20);
        for (auto& reading : readings) {
            if (reading.is_done) {
                continue;
            }
            const auto next = b.acks(reading.self, reading.port, block);
            reading.is_done = next.empty();
            done += next.empty() ? 1U : 0U;
            reading.octets += next.empty() ? 0U : next[0].octets.size() - 4;
        }
    }
    for (std::size_t i = 0; i < readings.size(); ++i) {
        REQUIRE(readings[i].octets == kSizes[i % 3]);
    }
    REQUIRE(b.journal.size() == 600);
}

TEST_CASE("T-80 a source outside of the networks that may ask is not answered", "[tftp][engine]") {
    Bench b;
    const Endpoint outside{Ipv4{203, 0, 113, 9}, 40000};
    REQUIRE(b.asks(outside, "x511").empty());
    REQUIRE(b.asks(outside, "nope").empty());
    REQUIRE(b.acks(outside, 0, 1).empty());
    REQUIRE(b.journal.size() == 1);
    REQUIRE(b.journal[0].subject == "@203.0.113.9");
    REQUIRE(b.journal[0].step == Step::file_refused);
    b.asks({Ipv4{203, 0, 113, 10}, 40000}, "x511");
    REQUIRE(b.journal.size() == 1);  // once a second, whatever addresses are invented

    b.engine.allow_subnets(std::array{Cidr{Ipv4{203, 0, 113, 0}, 24}});
    REQUIRE(b.asks(outside, "x511").at(0).block() == 1);
    b.engine.allow_subnets({});
    REQUIRE(b.asks(kOther, "x511").at(0).block() == 1);
    REQUIRE(b.asks({outside.address, 40001}, "x511").empty());
}

TEST_CASE("T-81 transfers are bounded in total and per source, in silence", "[tftp][engine]") {
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

TEST_CASE("T-81 forged requests that take all places give way to a phone", "[tftp][engine]") {
    Limits limits;
    limits.transfers = 10;
    Bench b{limits};
    const auto real = b.asks(kPhone, "x5000").at(0).route.port;
    b.acks(kPhone, real, 1);
    for (std::uint8_t i = 1; i < 10; ++i) {
        b.now = b.now + 10ms;
        REQUIRE(b.asks({Ipv4{10, 9, 9, i}, 5000}, "x5000").size() == 1);
    }
    REQUIRE(b.asks(kOther, "x511").empty());  // none has waited long yet
    b.now = b.now + 950ms;
    REQUIRE(b.asks(kOther, "x511").at(0).block() == 1);
    REQUIRE(b.engine.active() == 10);
    REQUIRE(b.journal.back().step == Step::file_broken_off);
    REQUIRE(b.journal.back().subject == "@10.9.9.1");
    REQUIRE(b.acks(kPhone, real, 2).at(0).block() == 3);  // whoever answers keeps its place
}

TEST_CASE("TFTP engine: a forged request brings its victim four packets at most", "[tftp][engine]") {
    for (const auto& options :
         {std::vector<OptionView>{},
          std::vector<OptionView>{{"blksize", "65464"}, {"windowsize", "65535"}, {"tsize", "0"}}}) {
        Bench b;
        std::size_t packets = 0;
        std::size_t octets = 0;
        auto heard = b.asks(kPhone, "x5000", options);
        while (!heard.empty() || b.engine.next_wake()) {
            for (const auto& packet : heard) {
                ++packets;
                octets += packet.octets.size();
            }
            heard = b.engine.next_wake() ? b.time_out() : std::vector<Heard>{};
        }
        REQUIRE(packets == 4);
        REQUIRE(octets <= 4 * (4 + 512));
    }
}

TEST_CASE("TFTP engine: a flood of forged peers leaves nothing behind", "[tftp][engine]") {
    Limits limits;
    limits.transfers = 50;
    Bench b{limits};
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        b.asks({Ipv4{0x0a000000U + i}, 69}, i % 3 == 0 ? "nope" : "x5000");
        if (i % 100 == 0) {
            b.now = b.now + 100ms;
            b.engine.on_time(b.now);
        }
        REQUIRE(b.engine.active() <= limits.transfers);
    }
    while (b.engine.next_wake()) {
        b.time_out();
    }
    REQUIRE(b.engine.active() == 0);
}
