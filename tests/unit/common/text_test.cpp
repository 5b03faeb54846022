#include "common/text/ascii.hpp"
#include "common/text/nearest_ascii.hpp"
#include "common/text/utf8.hpp"
#include "common/text/values.hpp"
#include "common/time/format.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace std::chrono_literals;

TEST_CASE("utf8: well-formed text passes, everything else does not", "[text]") {
    REQUIRE(is_clean_utf8("Büro 3. OG – 東京 😀"));
    for (const auto* bad :
         {"\x80",
          "\xc0\xaf",
          "\xed\xa0\x80",
          "\xf5\x80\x80\x80",
          "\xe2\x82",
          "a\nb",
          "\x1b[31m",
          "\xc2\x85"}) {
        CAPTURE(bad);
        REQUIRE_FALSE(is_clean_utf8(bad));
    }
}

TEST_CASE("utf8: printable text never holds control characters nor half a character", "[text]") {
    REQUIRE(printable("ok\n\x1b[31m\xff") == "ok??[31m?");
    REQUIRE(printable("aü", 2) == "a");
    REQUIRE(is_clean_utf8(printable("\xe2\x82\xac\xe2\x82", 100)));
}

TEST_CASE("ascii: comparisons ignore case of ASCII letters only", "[text]") {
    REQUIRE(iequals("RINGLIST.xml", "Ringlist.XML"));
    REQUIRE(iends_with("SEP0011.CNF.XML", ".cnf.xml"));
    REQUIRE_FALSE(iequals("ä", "Ä"));
}

TEST_CASE("time: shown as people and machines want it", "[time]") {
    const auto t = from_unix_seconds(1793536245) + 123ms;
    REQUIRE(to_iso8601(t) == "2026-11-01T12:30:45.123Z");
    REQUIRE(to_time_of_day(t) == "12:30:45.123");
    REQUIRE(to_human(26h) == "1 d 2 h");
    REQUIRE(to_human(90min) == "1 h 30 min");
    REQUIRE(to_human(45s + 300ms) == "45 s");
    REQUIRE(to_human(120ms) == "120 ms");
}

TEST_CASE("values: what people write, and nothing else", "[text]") {
    CHECK(parse_integer("-18000") == -18000);
    CHECK(parse_switch("Yes") == true);
    CHECK(parse_switch("0") == false);
    CHECK(parse_seconds("90") == 90);
    CHECK(parse_seconds("90S") == 90);
    CHECK(parse_seconds("15m") == 900);
    CHECK(parse_seconds("8h") == 28800);
    CHECK(parse_seconds("1d") == 86400);
    for (const auto* bad : {"", "h", "-5", "1w", "1.5h", "9223372036854775807d", "99999999999999999999"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_seconds(bad));
    }
    for (const auto* bad : {"", "+1", "1 ", "0x1", "99999999999999999999"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_integer(bad));
    }
    CHECK_FALSE(parse_switch("maybe"));
    CHECK(split_list(" a, b ,,c,") == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("Nearest ASCII: letters lose their marks, what is like nothing becomes a question mark", "[text]") {
    REQUIRE(to_ascii("plain ~!") == "plain ~!");
    REQUIRE(to_ascii("Ångström Łódź Straße") == "Angstrom Lodz Strasse");
    REQUIRE(to_ascii("\xE2\x82\xAC\xE6\x97\xA5") == "EUR?");
    REQUIRE(to_ascii("a\xFF\x01\xC3") == "a???");
}
