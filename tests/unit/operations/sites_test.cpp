#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

TEST_CASE("group: members in order, three at most, each once", "[operations][group]") {
    Bench bench;
    for (const auto* name : {"cm1", "cm2", "cm3", "cm4"}) {
        REQUIRE(bench.ask({"node", "add", name}).has_value());
    }
    REQUIRE(bench.ask({"group", "add", "Branch", "--members", "cm2,cm1"}).has_value());
    CHECK(test::json_at(bench.json({"group", "show", "branch"}), "/members/0/node") == "cm2");
    REQUIRE(bench.ask({"group", "set", "Branch", "--members", "cm1", "--members", "cm3"}).has_value());
    CHECK(test::json_at(bench.json({"group", "show", "Branch"}), "/members/1/node") == "cm3");
    CHECK_THAT(
        bench.refusal({"group", "set", "Branch", "--members", "cm1,cm2,cm3,cm4"}),
        Contains("at most 3 members, since a phone keeps no more; 4 are named")
    );
    CHECK_THAT(
        bench.refusal({"group", "set", "Branch", "--members", "cm1,CM1"}), Contains("cm1 is named twice")
    );
    CHECK_THAT(
        bench.refusal({"group", "set", "Branch", "--members", "cm9"}),
        Contains("There is no node cm9. Did you mean cm1, cm2 or cm3?")
    );
    CHECK_THAT(
        bench.refusal({"group", "add", "BRANCH"}), Contains("There is a Call Manager group BRANCH already")
    );
    CHECK_THAT(bench.refusal({"group", "add", " x"}), Contains("cannot name a Call Manager group"));
    REQUIRE(bench.ask({"group", "set", "Branch", "--members", ""}).has_value());
    CHECK(test::json_at(bench.json({"group", "show", "Branch"}), "/members/0") == "(nothing)");
}

TEST_CASE("group: the auto-registration flag leaves the other groups", "[operations][group]") {
    Bench bench;
    REQUIRE(bench.ask({"group", "add", "A", "--autoreg", "on"}).has_value());
    CHECK_THAT(bench.type({"group", "add", "B", "--autoreg", "on"}).out, Contains("A no longer is"));
    auto database = bench.database();
    CHECK(database.text("SELECT group_concat(name) FROM cm_group WHERE autoreg = 1") == "B");
}

TEST_CASE("group remove: one that serves a pool stays", "[operations][group]") {
    Bench bench;
    CHECK_THAT(
        bench.refusal({"group", "remove", "Default"}),
        Contains("serves device pool Default. Give the pool another group first")
    );
    REQUIRE(bench.ask({"group", "add", "A"}).has_value());
    CHECK(bench.ask({"group", "remove", "A"}).has_value());
}

TEST_CASE("node: address, ports and refusals", "[operations][node]") {
    Bench bench;
    REQUIRE(bench.ask({"node", "add", "cm1", "--address", "10.0.0.1", "--port-offset", "100"}).has_value());
    CHECK(test::json_at(bench.json({"node", "list"}), "/0/sccp_port") == "2100");
    CHECK_THAT(bench.refusal({"node", "add", "CM1"}), Contains("There is a node CM1 already"));
    CHECK_THAT(
        bench.refusal({"node", "add", "cm2", "--address", "10.0.0.1", "--port-offset", "100"}),
        Contains("Node cm1 has address 10.0.0.1 with this port offset already")
    );
    CHECK(bench.ask({"node", "add", "cm2", "--address", "10.0.0.1", "--port-offset", "200"}).has_value());
    CHECK_THAT(
        bench.refusal({"node", "set", "cm1", "--address", "cm1.example"}), Contains("is not an IPv4 address")
    );
    CHECK_THAT(
        bench.refusal({"node", "set", "cm1", "--sip-port", "65500", "--port-offset", "100"}),
        Contains("above 65535")
    );
    CHECK_THAT(bench.refusal({"node", "set", "cm1", "--files", "tftpboot"}), Contains("absolute path"));
    CHECK(bench.ask({"node", "remove", "cm2"}).has_value());
}

TEST_CASE("node remove: a member of a group stays", "[operations][node]") {
    Bench bench;
    bench.with_node();
    CHECK_THAT(
        bench.refusal({"node", "remove", "cm1"}),
        Contains("Node cm1 is a member of Call Manager group Default. Take it out first")
    );
}

TEST_CASE("pool: a new one is like Default but for what is said", "[operations][pool]") {
    Bench bench;
    REQUIRE(bench.ask({"group", "add", "Branch"}).has_value());
    REQUIRE(
        bench.ask({"pool", "add", "Floor1", "--group", "Branch", "--connection-monitor", "60"}).has_value()
    );
    const auto shown = bench.json({"pool", "show", "Floor1"});
    CHECK(test::json_at(shown, "/group") == "Branch");
    CHECK(test::json_at(shown, "/region") == "Default");
    CHECK(test::json_at(shown, "/connection_monitor") == "60");
    REQUIRE(
        bench.ask({"pool", "set", "Floor1", "--connection-monitor", "-1", "--rename", "Floor2"}).has_value()
    );
    CHECK(test::json_at(bench.json({"pool", "show", "Floor2"}), "/connection_monitor") == "null");
    CHECK_THAT(
        bench.refusal({"pool", "set", "Floor2", "--region", "Defaul"}),
        Contains("There is no region Defaul. Did you mean Default?")
    );
    CHECK_THAT(bench.refusal({"pool", "add", "floor2"}), Contains("There is a device pool floor2 already"));
    CHECK(bench.ask({"pool", "remove", "Floor2"}).has_value());
}

TEST_CASE("pool remove: one with phones, or for new phones, stays", "[operations][pool]") {
    Bench bench;
    REQUIRE(bench.ask({"pool", "add", "Floor1"}).has_value());
    REQUIRE(bench.ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--pool", "Floor1"})
                .has_value());
    CHECK_THAT(
        bench.refusal({"pool", "remove", "Floor1"}),
        Contains("Device pool Floor1 has 1 phone. Move them first")
    );
    CHECK_THAT(bench.refusal({"pool", "remove", "Default"}), Contains("device defaults give to new phones"));
}

TEST_CASE("migrate: makes a database, and then has nothing to do", "[operations]") {
    test::ScratchDirectory scratch;
    Bench bench;
    CHECK_THAT(bench.type({"migrate"}).out, Contains("It was up to date."));
    bench.directory = db::DataDirectory{scratch.path() / "new"};
    CHECK_THAT(bench.type({"migrate"}).out, Contains("It is made, with everything a fresh system has."));
    CHECK(bench.type({"phone", "list"}).status == 0);
}

TEST_CASE("A command on a directory without a database says what to do", "[operations]") {
    test::ScratchDirectory scratch;
    Bench bench;
    bench.directory = db::DataDirectory{scratch.path() / "nothing"};
    const auto spoken = bench.type({"phone", "list"});
    CHECK(spoken.status == 3);
    CHECK_THAT(spoken.err, Contains("dialtone"));
}
