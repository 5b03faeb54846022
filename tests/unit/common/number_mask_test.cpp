#include "common/model/number_mask.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

TEST_CASE("Number masks: each X takes a digit, from the end", "[common]") {
    CHECK(masked("1001", "4930123XXXX") == "49301231001");
    CHECK(masked("1001", "") == "1001");
    CHECK(masked("1001", "5000") == "5000");
    CHECK(masked("1001", "XX99") == "0199");
    CHECK(masked("34567", "+49XXX") == "+49567");
    CHECK(masked("17", "555XXXX") == "55517");
    CHECK(masked("", "555XXXX") == "555");
}

TEST_CASE("Number masks: what is none", "[common]") {
    for (const auto* mask : {"", "X", "+49*#XX", "123456789012345678901234"}) {
        CHECK(is_number_mask(mask));
    }
    for (const auto* mask : {"x", "030 XXXX", "X-X", "<X>", "1234567890123456789012345"}) {
        CHECK_FALSE(is_number_mask(mask));
    }
}
