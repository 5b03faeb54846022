#include "tests/unit/operations/bench.hpp"

#include "db/auto_registration.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

AutoRegisterResult phone_appears(Bench& bench, const std::string& name) {
    auto database = bench.database();
    const NodeId node{database.integer("SELECT id FROM node WHERE name = 'cm1'").value()};
    return db::auto_register(database, {node, DeviceName::parse(name).value(), ModelId{436}, Protocol::sccp});
}

}  // namespace

TEST_CASE("autoreg: off on a fresh system, on with a range, off again", "[operations][autoreg]") {
    Bench bench;
    bench.with_node();
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/on") == "false");
    CHECK(phone_appears(bench, "SEP0011223344AA").refused);
    CHECK_THAT(
        bench.type({"autoreg", "on", "--range", "1000-1999"}).out,
        Contains("Auto-registration is on at node cm1: unknown phones get 1000 to 1999.")
    );
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/on") == "true");
    CHECK(phone_appears(bench, "SEP0011223344AA").dn == "1000");
    CHECK_THAT(bench.type({"autoreg", "off"}).out, Contains("Auto-registration is off"));
    CHECK(phone_appears(bench, "SEP0011223344BB").refused);
    // Switched on again it remembers its range.
    REQUIRE(bench.ask({"autoreg", "on"}).has_value());
    CHECK(phone_appears(bench, "SEP0011223344BB").dn == "1001");
}

TEST_CASE("autoreg show: tells how many numbers are left", "[operations][autoreg]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask({"autoreg", "on", "cm1", "--range", "1000-1009"}).has_value());
    REQUIRE(
        bench.ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1003"}).has_value()
    );
    REQUIRE(
        bench.ask({"phone", "add", "--mac", "001122334466", "--model", "7965", "--dn", "01004"}).has_value()
    );
    const auto shown = bench.json({"autoreg", "show"});
    CHECK(test::json_at(shown, "/nodes/0/taken") == "1");
    CHECK(test::json_at(shown, "/nodes/0/left") == "9");
}

TEST_CASE("autoreg on: flags the node's group and takes the flag from the other", "[operations][autoreg]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask({"node", "add", "cm2", "--address", "10.0.0.2"}).has_value());
    REQUIRE(bench.ask({"group", "add", "Branch", "--members", "cm2"}).has_value());
    REQUIRE(bench.ask({"autoreg", "on", "cm1", "--range", "1000-1999"}).has_value());
    CHECK_THAT(
        bench.type({"autoreg", "on", "cm2", "--range", "2000-2999"}).out,
        Contains("Branch is the auto-registration group now; Default no longer is.")
    );
    const auto shown = bench.json({"autoreg", "show"});
    CHECK(test::json_at(shown, "/group") == "Branch");
    CHECK(test::json_at(shown, "/nodes/0/state") == "off");
    CHECK(test::json_at(shown, "/nodes/1/state") == "on");
}

TEST_CASE("autoreg: what does not fit is refused with what to do", "[operations][autoreg]") {
    Bench bench;
    CHECK_THAT(bench.refusal({"autoreg", "on"}), Contains("There is no node yet"));
    bench.with_node();
    CHECK_THAT(
        bench.refusal({"autoreg", "on"}), Contains("Node cm1 has no numbers to give yet. Say which: --range")
    );
    CHECK_THAT(bench.refusal({"autoreg", "on", "--range", "1000"}), Contains("is not a range of numbers"));
    CHECK_THAT(
        bench.refusal({"autoreg", "on", "--range", "2000-1000"}), Contains("the first must be below the last")
    );
    CHECK_THAT(
        bench.refusal({"autoreg", "on", "--range", "1000-1000"}), Contains("the first must be below the last")
    );
    REQUIRE(bench.ask({"node", "add", "cm2", "--address", "10.0.0.2"}).has_value());
    CHECK_THAT(
        bench.refusal({"autoreg", "on", "--range", "1-9"}), Contains("Say at which node: cm1 or cm2.")
    );
    CHECK_THAT(
        bench.refusal({"autoreg", "on", "cm2", "--range", "1-9"}),
        Contains("Node cm2 is in no Call Manager group")
    );
    CHECK_THAT(
        bench.refusal({"autoreg", "on", "cm1", "--range", "1-9", "--group", "Defaul"}),
        Contains("There is no Call Manager group Defaul. Did you mean Default?")
    );
    CHECK_THAT(bench.refusal({"autoreg", "set", "cm9", "--range", "1-9"}), Contains("There is no node cm9"));
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/on") == "false");
}

TEST_CASE("autoreg set: changes the range and leaves the switch", "[operations][autoreg]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask({"autoreg", "set", "--range", "3000-3999"}).has_value());
    const auto shown = bench.json({"autoreg", "show"});
    CHECK(test::json_at(shown, "/on") == "false");
    CHECK(test::json_at(shown, "/nodes/0/first") == "3000");
}
