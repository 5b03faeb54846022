#include "server/http/date.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace dialtone;
using namespace dialtone::http;
using namespace std::chrono_literals;

TEST_CASE("HTTP date: the example of RFC 9110, there and back", "[http]") {
    const WallTime time{784111777s};
    REQUIRE(format_date(time).text() == "Sun, 06 Nov 1994 08:49:37 GMT");
    REQUIRE(parse_date("Sun, 06 Nov 1994 08:49:37 GMT") == time);
    REQUIRE(format_date(WallTime{}).text() == "Thu, 01 Jan 1970 00:00:00 GMT");
    REQUIRE(parse_date(format_date(WallTime{4102444799s}).text()) == WallTime{4102444799s});
}

TEST_CASE("HTTP date: other forms are as good as absent", "[http]") {
    for (const auto* text :
         {"",
          "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994",
          "Sun, 06 Nov 1994 08:49:37 UTC",
          "Sun, 31 Feb 1994 08:49:37 GMT",
          "Sun, 06 Xxx 1994 08:49:37 GMT",
          "Sun, -6 Nov 1994 08:49:37 GMT"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_date(text).has_value());
    }
}
