#include "server/sccp/zone_rules.hpp"
#include "server/sccp/time_zones.hpp"
#include "tests/unit/sccp/frame_text.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace dialtone::sccp::test {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

sys_seconds at(int y, int month, int day, int hour = 0, int minute = 0) {
    return sys_days{year{y} / month / day} + hours{hour} + minutes{minute};
}

std::chrono::seconds offset(std::string_view rules, sys_seconds when) {
    return ZoneYear::parse(rules).value().offset(when);
}

/// A zone file with one transition to an hour and this footer, as `zic` writes the second half.
Buffer zone_file(std::string_view footer) {
    const std::string_view v1 =
        "545a6966 32 *15 00000000 00000000 00000000 00000000 00000001 00000001  00000000 00 00 00";
    const std::string_view v2 =
        "545a6966 32 *15 00000000 00000000 00000000 00000001 00000002 00000008"
        "  0000000012cea600 01  00000000 00 00  00000e10 00 04  55544300 43455400";
    Buffer file = octets(v1);
    const auto second = octets(v2);
    file.insert(file.end(), second.begin(), second.end());
    for (const char c : "\n" + std::string{footer} + "\n") {
        file.push_back(static_cast<std::uint8_t>(c));
    }
    return file;
}

}  // namespace

TEST_CASE("Zone rules: Berlin changes on the last Sundays of March and October", "[sccp][engine]") {
    const std::string_view berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
    CHECK(offset(berlin, at(2026, 1, 1)) == hours{1});
    CHECK(offset(berlin, at(2026, 3, 29, 0, 59)) == hours{1});
    CHECK(offset(berlin, at(2026, 3, 29, 1)) == hours{2});
    CHECK(offset(berlin, at(2026, 10, 25, 0, 59)) == hours{2});
    CHECK(offset(berlin, at(2026, 10, 25, 1)) == hours{1});
}

TEST_CASE("Zone rules: summer goes over the new year in the south", "[sccp][engine]") {
    const std::string_view sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
    CHECK(offset(sydney, at(2026, 1, 1)) == hours{11});
    CHECK(offset(sydney, at(2026, 7, 1)) == hours{10});
    CHECK(offset(sydney, at(2026, 12, 31, 23)) == hours{11});
}

TEST_CASE("Zone rules: names in brackets, odd offsets, days of the year", "[sccp][engine]") {
    CHECK(offset("<+0545>-5:45", at(2026, 1, 1)) == hours{5} + minutes{45});
    CHECK(offset("EST5EDT,M3.2.0,M11.1.0", at(2026, 7, 1)) == -hours{4});
    CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", at(2026, 7, 1)) == -hours{1});
    CHECK(offset("LHST-10:30LHDT-11,M10.1.0,M4.1.0", at(2026, 1, 1)) == hours{11});
    CHECK(offset("XXX0YYY,J60,J300", at(2024, 3, 1, 3)) == hours{1});
    CHECK(offset("XXX0YYY,59/0,300", at(2024, 2, 29, 0)) == hours{1});
}

TEST_CASE("Zone rules: what is not a rule is none", "[sccp][engine]") {
    for (const auto* text :
         {"",
          "C",
          "CET",
          "CET-1CEST",
          "CET-1CEST,M3.5",
          "CET-1CEST,M13.1.0,M1.1.0",
          "CET-1CEST,M3.5.0,M10.5.0/3x",
          "<CET"}) {
        CAPTURE(text);
        CHECK(!ZoneYear::parse(text));
    }
}

TEST_CASE("Zone file: transitions first, then the rule of its footer", "[sccp][engine]") {
    const auto file = zone_file("CET-1CEST,M3.5.0,M10.5.0/3");
    const auto rules = ZoneRules::parse(file);
    REQUIRE(rules.has_value());
    CHECK(rules->offset(at(1979, 1, 1)) == hours{0});
    CHECK(rules->offset(at(1980, 1, 2)) == hours{1});
    CHECK(rules->offset(at(2026, 7, 1)) == hours{2});
}

TEST_CASE("Zone file: no truncation and no odd octet is read beyond its end", "[sccp][engine]") {
    const auto file = zone_file("CET-1CEST,M3.5.0,M10.5.0/3");
    for (std::size_t size = 0; size < file.size(); ++size) {
        const Buffer cut{file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)};
        const auto rules = ZoneRules::parse(cut);
        CHECK((!rules || rules->offset(at(2026, 7, 1)) >= hours{0}));
    }
    auto huge = file;
    huge[20] = 0x7F;
    CHECK(!ZoneRules::parse(huge));
    CHECK(!ZoneRules::parse(Buffer(ZoneRules::kMostOctets + 1)));
}

TEST_CASE("Clock: broken down in the phone's zone, before and after midnight", "[sccp][engine]") {
    const WallTime when = at(2026, 2, 28, 23, 30) + std::chrono::milliseconds{250};
    const auto ahead = time_date(when, hours{1});
    CHECK(ahead.month == 3);
    CHECK(ahead.day == 1);
    CHECK(ahead.hour == 0);
    CHECK(ahead.day_of_week == 0);
    CHECK(ahead.millisecond == 250);
    CHECK(time_date(when, -hours{9}).hour == 14);
    CHECK(ahead.unix_time == 1772321400);
}

}  // namespace dialtone::sccp::test
