#include "server/http/range.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace dialtone::http;

TEST_CASE("H-14 a range: first and last, open end, suffix", "[http]") {
    using Kind = Range::Kind;

    struct Row {
        const char* field;
        Range expected;
    };

    for (const auto& row : std::vector<Row>{
             {"bytes=0-99", {Kind::part, 0, 100}},
             {"bytes=999-999", {Kind::part, 999, 1}},
             {"bytes=100-", {Kind::part, 100, 900}},
             {"bytes=-100", {Kind::part, 900, 100}},
             {"bytes=-5000", {Kind::part, 0, 1000}},
             {"bytes=900-5000", {Kind::part, 900, 100}},
             {"Bytes=0-0", {Kind::part, 0, 1}},
             {"bytes=1000-", {Kind::unsatisfiable}},
             {"bytes=99999999999999999999999-", {Kind::unsatisfiable}},
             {"bytes=-0", {Kind::unsatisfiable}},
             {"", {}},
             {"bytes=", {}},
             {"bytes=-", {}},
             {"bytes=a-b", {}},
             {"bytes=5-2", {}},
             {"bytes=0-1,5-6", {}},
             {"lines=0-1", {}},
         }) {
        CAPTURE(row.field);
        const bool is_expected = parse_range(row.field, 1000) == row.expected;
        REQUIRE(is_expected);
    }
    REQUIRE(parse_range("bytes=0-0", 0).kind == Kind::unsatisfiable);
}
