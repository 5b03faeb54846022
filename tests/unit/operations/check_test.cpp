#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using operations::to_text;
using test::Bench;

namespace {

/// The codes that `check --all` reports.
std::string codes(Bench& bench) {
    std::string text;
    const auto report = bench.ask({"check", "--all"}).value();
    for (const auto& row : report.tables[0].rows) {
        text += to_text(row[3]) + " ";
    }
    return text;
}

}  // namespace

TEST_CASE("check: a fresh system has no error", "[operations][check]") {
    Bench bench;
    CHECK(bench.type({"check"}).status == 0);
    bench.with_node();
    const auto spoken = bench.type({"check"});
    CHECK(spoken.status == 0);
    CHECK_THAT(spoken.out, !Contains("error"));
}

TEST_CASE("check: a working phone raises nothing", "[operations][check]") {
    Bench bench;
    bench.with_node();
    REQUIRE(
        bench.ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).has_value()
    );
    REQUIRE(bench.ask({"subnet", "add", "10.77.0.0/24", "--range", "10.77.0.100-199"}).has_value());
    REQUIRE(bench.ask({"autoreg", "on", "--range", "1000-1999"}).has_value());
    CHECK(bench.type({"check"}).status == 0);
    CHECK_THAT(codes(bench), !Contains("phone.") && !Contains("autoreg.") && !Contains("subnet."));
}

TEST_CASE("check: each trouble has its code, a sentence, and makes errors count", "[operations][check]") {
    struct Row {
        std::string code;
        std::string sql;
        bool is_error;
    };

    const std::vector<Row> rows{
        {"group.no_member", "DELETE FROM cm_group_member", true},
        {"node.no_address", "UPDATE node SET address = ''", true},
        {"node.no_group", "INSERT INTO node (name, address) VALUES ('cm9', '10.0.0.9')", false},
        {"node.same_place", "INSERT INTO node (name, address) VALUES ('cm9', '10.0.0.1')", true},
        {"autoreg.no_range", "UPDATE node SET autoreg_enabled = 1", true},
        {"autoreg.not_in_group",
         "UPDATE node SET autoreg_enabled = 1, autoreg_first = 1, autoreg_last = 9;"
         "UPDATE cm_group SET autoreg = 0",
         true},
        {"autoreg.exhausted",
         "UPDATE node SET autoreg_enabled = 1, autoreg_first = 1001, autoreg_last = 1002;"
         "INSERT INTO directory_number (pattern, partition_id) VALUES ('1002', 1)",
         true},
        {"autoreg.pool_elsewhere",
         "UPDATE node SET autoreg_enabled = 1, autoreg_first = 1, autoreg_last = 9;"
         "INSERT INTO cm_group (id, name) VALUES (77, 'Empty'); UPDATE device_pool SET cm_group = 77",
         true},
        {"phone.not_served", "UPDATE device SET protocol = 'SIP'", true},
        {"phone.no_line", "DELETE FROM line_appearance", false},
        {"phone.protocol", "UPDATE device SET model = 7", false},
        {"phone.template", "UPDATE device SET model = 437", false},
        {"phone.line_without_button", "UPDATE line_appearance SET line = 99", false},
        {"subnet.no_address", "INSERT INTO dhcp_subnet (cidr) VALUES ('10.77.0.0/24')", false},
        {"subnet.does_not_fit",
         "INSERT INTO dhcp_subnet (id, cidr) VALUES (7, '10.77.0.0/24');"
         "INSERT INTO dhcp_range VALUES (7, '10.77.0.10', '10.77.0.20'), (7, '10.77.0.15', '10.77.0.30')",
         true},
        {"subnet.no_router",
         "INSERT INTO dhcp_subnet (cidr, relay) VALUES ('10.77.0.0/24', '10.99.0.1')",
         false},
        {"number.unused", "DELETE FROM line_appearance", false},
        {"database.unusable",
         "INSERT INTO dhcp_subnet (id, cidr) VALUES (7, '10.77.0.0/24');"
         "INSERT INTO dhcp_range VALUES (7, '10.99.0.1', '10.99.0.2')",
         true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.code);
        Bench bench;
        bench.with_node();
        REQUIRE(bench.ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"})
                    .has_value());
        REQUIRE_THAT(codes(bench), !Contains(row.code + " "));
        bench.script(row.sql);
        if (row.code == "phone.protocol") {
            bench.script("UPDATE device SET protocol = 'SIP', model = 30002");
        }
        CHECK_THAT(codes(bench), Contains(row.code + " "));
        if (row.is_error) {
            CHECK(bench.type({"check"}).status == 1);
        }
        CHECK(test::widest_line(bench.type({"check", "--all"}).out) <= 80);
    }
}

TEST_CASE("check: the settings file's problems are named, too", "[operations][check]") {
    Bench bench;
    const auto file = bench.scratch.path() / "absent.toml";
    const auto spoken = bench.type({"check", "--settings", file.string()});
    CHECK(spoken.status == 1);
    CHECK_THAT(spoken.out, Contains("error settings:"));
}

TEST_CASE("check, subnet show: another DHCP server is named for an hour", "[operations][check]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask({"subnet", "add", "10.77.0.0/24", "--range", "10.77.0.100-199"}).has_value());
    CHECK_THAT(codes(bench), !Contains("dhcp.other_server"));
    bench.record(
        {{bench.clock.now(),
          "@10.77.0.9",
          journal::Step::dhcp_other_server,
          {{"wire", "eth1"}, {"offered", "10.77.0.150"}}},
         {bench.clock.now(),
          "@192.168.1.1",
          journal::Step::dhcp_other_server,
          {{"wire", "eth2"}, {"phone", "SEP001122334455"}}}}
    );
    bench.clock.wait(std::chrono::minutes{2});
    CHECK_THAT(codes(bench), Contains("dhcp.other_server"));
    const auto checked = bench.ask({"check"}).value().tables.at(0).reading.value_or("");
    CHECK_THAT(checked, Contains("10.77.0.9") && Contains("192.168.1.1") && Contains("SEP001122334455"));
    const auto remarks = bench.ask({"subnet", "show", "10.77.0.0/24"}).value().remarks;
    REQUIRE(remarks.size() == 1);
    CHECK_THAT(remarks[0], Contains("10.77.0.9 is another DHCP server here: seen 2 min ago on eth1"));
    CHECK_THAT(remarks[0], Contains("10.77.0.150 and no option 150"));
    bench.clock.wait(std::chrono::hours{1});
    CHECK_THAT(codes(bench), !Contains("dhcp.other_server"));
}
