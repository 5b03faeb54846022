#include "server/files/source_gate.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace dialtone;
using namespace dialtone::files;

TEST_CASE("T-79 a burst of one source passes, then as many as come back in time", "[files][engine]") {
    SourceGate gate{50, 200, 1};
    Now now;
    const Ipv4 flood{10, 0, 0, 1};
    int passed = 0;
    for (int i = 0; i < 1000; ++i) {
        passed += gate.pass(flood, now) ? 1 : 0;
    }
    REQUIRE(passed == 200);
    for (int i = 0; i < 1000; ++i) {
        now = now + std::chrono::milliseconds{1};
        passed += gate.pass(flood, now) ? 1 : 0;
    }
    REQUIRE(passed >= 249);
    REQUIRE(passed <= 250);
}

TEST_CASE("SourceGate: others are not affected", "[files][engine]") {
    SourceGate gate{1, 1, 1};
    const Now now;
    REQUIRE(gate.pass(Ipv4{10, 0, 0, 1}, now));
    REQUIRE_FALSE(gate.pass(Ipv4{10, 0, 0, 1}, now));
    int passed = 0;
    for (std::uint8_t other = 2; other < 102; ++other) {
        passed += gate.pass(Ipv4{10, 0, 0, other}, now) ? 1 : 0;
    }
    REQUIRE(passed >= 98);  // a few share a slot
}
