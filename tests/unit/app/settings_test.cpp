#include "server/app/start/settings.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::app;

TEST_CASE("Settings: every key finds its place", "[settings]") {
    const auto settings = parse_settings(
        R"(data = "/srv/dialtone"
node = "cm1"
port-offset = 10000
[log]
format = "json"
level = "warning"
[admin]
listen = "127.0.0.9"
port = 8081
[dhcp]
other-servers = 60
[limits]
sessions = 5
[journal]
days = 3
)",
        "test.toml"
    );
    REQUIRE(settings.has_value());
    REQUIRE(settings->data == "/srv/dialtone");
    REQUIRE(settings->node == "cm1");
    REQUIRE(settings->port_offset == 10000);
    REQUIRE(settings->server_watch_seconds == 60);
    REQUIRE(settings->log_format == log::Format::json);
    REQUIRE(settings->log_level == log::Level::warning);
    REQUIRE(settings->admin_listen == Ipv4{127, 0, 0, 9});
    REQUIRE(settings->admin_port == 8081);
    REQUIRE(settings->max_sessions == 5);
    REQUIRE(settings->journal_days == 3);
}

TEST_CASE(
    "Settings: an empty file means the defaults, with administration closed to the network", "[settings]"
) {
    const auto settings = parse_settings("", "test.toml");
    REQUIRE(settings.has_value());
    REQUIRE(settings->admin_listen.is_loopback());
}

TEST_CASE("Settings: all problems are named at once, with their lines", "[settings]") {
    const auto settings =
        parse_settings("port-offset = -1\ncolour = \"red\"\n[log]\nformat = \"xml\"\n", "test.toml");
    REQUIRE(settings.has_error());
    const auto& problems = settings.error();
    REQUIRE(problems.size() == 3);
    std::string all;
    for (const auto& problem : problems) {
        all += problem.sentence + "\n";
    }
    REQUIRE_THAT(all, Catch::Contains("test.toml:1: port-offset must be a whole number from 0 to 57000"));
    REQUIRE_THAT(all, Catch::Contains("test.toml:2: colour is not a setting"));
    REQUIRE_THAT(all, Catch::Contains("test.toml:4: log.format must be one of \"json\", \"text\""));
}

TEST_CASE("Settings: a file that is no TOML is refused with its line", "[settings]") {
    const auto settings = parse_settings("data = \n", "test.toml");
    REQUIRE(settings.has_error());
    REQUIRE_THAT(settings.error().front().sentence, Catch::StartsWith("test.toml:1: "));
}

TEST_CASE("Settings: a file that must be there and is not", "[settings]") {
    REQUIRE(read_settings("/nonexistent/dialtone.toml", true).has_error());
    REQUIRE(read_settings("/nonexistent/dialtone.toml", false).has_value());
}
