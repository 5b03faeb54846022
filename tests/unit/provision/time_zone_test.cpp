#include "server/provision/time_zone.hpp"

#include <catch2/catch.hpp>

using namespace dialtone::provision;

TEST_CASE("Time zone: Olson names become what phones know", "[provision]") {
    CHECK(phone_time_zone("Europe/Berlin") == "W. Europe Standard/Daylight Time");
    CHECK(phone_time_zone("europe/berlin") == "W. Europe Standard/Daylight Time");
    CHECK(phone_time_zone("Europe/London") == "GMT Standard/Daylight Time");
    CHECK(phone_time_zone("America/New_York") == "Eastern Standard/Daylight Time");
    CHECK(phone_time_zone("America/Phoenix") == "US Mountain Standard Time");
    CHECK(phone_time_zone("Asia/Kolkata") == "India Standard Time");
    CHECK(phone_time_zone("Etc/UTC") == "Greenwich Standard Time");
    CHECK(phone_time_zone("Pacific/Auckland") == "New Zealand Standard/Daylight Time");
}

TEST_CASE("Time zone: the last name of a row is found too", "[provision]") {
    CHECK(phone_time_zone("Poland") == "W. Europe Standard/Daylight Time");
    CHECK(phone_time_zone("NZ") == "New Zealand Standard/Daylight Time");
}

TEST_CASE("Time zone: a country without summer time gets a zone without it", "[provision]") {
    for (const auto* zone :
         {"Europe/Moscow", "America/Sao_Paulo", "America/Mexico_City", "Australia/Brisbane"}) {
        CAPTURE(zone);
        REQUIRE(phone_time_zone(zone));
        CHECK(phone_time_zone(zone)->find("Daylight") == std::string_view::npos);
    }
}

TEST_CASE("Time zone: unknown zones have none", "[provision]") {
    CHECK_FALSE(phone_time_zone("Europe/Atlantis"));
    CHECK_FALSE(phone_time_zone("Asia/Kathmandu"));
    CHECK_FALSE(phone_time_zone(""));
}

TEST_CASE("Date template: only what phones read is one", "[provision]") {
    for (const auto* good : {"D.M.Y", "M/D/Y", "Y-M-D", "M/D/YA", "D/M/YY", "YY.M.D", "D-M-YYA"}) {
        CAPTURE(good);
        CHECK(is_date_template(good));
    }
    for (const auto* bad :
         {"", "A", "DMY", "D.M/Y", "D.M.", "D..M.Y", "M/Y/D", "DD.MM.YY", "D.M.YYY", "D.M.YB", "d.m.y"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_date_template(bad));
    }
}
