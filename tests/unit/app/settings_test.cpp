#include "server/app/start/settings.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

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
[tftp]
ports = "50000-50010"
fragments = true
allow = ["192.0.2.0/24"]
[limits]
sessions = 5
tftp-requests-per-source = 7
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
    REQUIRE(settings->tftp_ports == tftp::PortRange{50000, 50010});
    REQUIRE(settings->tftp_fragments);
    REQUIRE(settings->tftp_allow == std::vector<Cidr>{{Ipv4{192, 0, 2, 0}, 24}});
    REQUIRE(settings->max_sessions == 5);
    REQUIRE(settings->max_tftp_requests_per_source == 7);
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

TEST_CASE("Settings: the ports of TFTP transfers are a range, one port, or any", "[settings]") {
    const auto ports = [](const std::string& value) {
        return parse_settings("[tftp]\nports = \"" + value + "\"\n", "test.toml");
    };
    REQUIRE(ports("")->tftp_ports == std::nullopt);
    REQUIRE(ports("50000")->tftp_ports == tftp::PortRange{50000, 50000});
    REQUIRE(ports("65280-65535")->tftp_ports->size() == 256);
    for (const auto* bad :
         {"0", "0-5", "50010-50000", "1-65535", "50000-", "50000-50063x", "many", "-5", "99999"}) {
        CAPTURE(bad);
        REQUIRE(ports(bad).has_error());
    }
    REQUIRE_THAT(ports("1-65535").error().front().sentence, Catch::Contains("a range of at most 256 ports"));
}

TEST_CASE("Settings: one port for TFTP, or a range, but not both", "[settings]") {
    REQUIRE(parse_settings("[tftp]\nsingle-port = true\n", "test.toml")->tftp_single_port);
    const auto both = parse_settings("[tftp]\nsingle-port = true\nports = \"50000\"\n", "test.toml");
    REQUIRE(both.has_error());
    REQUIRE_THAT(both.error().front().sentence, Catch::Contains("exclude each other"));
}

TEST_CASE("Settings: networks are written as networks", "[settings]") {
    for (const auto* bad : {"\"10.0.0.0/8\"", "[\"10.0.0.0\"]", "[\"10.0.0.0/8\", 7]", "true"}) {
        CAPTURE(bad);
        const auto settings = parse_settings(std::string{"[tftp]\nallow = "} + bad + "\n", "test.toml");
        REQUIRE(settings.has_error());
        REQUIRE_THAT(
            settings.error().front().sentence, Catch::Contains("tftp.allow must be a list of networks")
        );
    }
    REQUIRE(parse_settings("[tftp]\nallow = []\n", "test.toml")->tftp_allow.empty());
}
