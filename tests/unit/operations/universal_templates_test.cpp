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

TEST_CASE("Universal templates: a new phone is made by those of its node", "[operations][autoreg]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask({"partition", "add", "New"}).has_value());
    REQUIRE(bench.ask({"pool", "add", "Lobby"}).has_value());
    REQUIRE(bench
                .ask(
                    {"device-template",
                     "add",
                     "T",
                     "--description",
                     "{model} {dn}",
                     "--pool",
                     "Lobby",
                     "--template",
                     "All Lines {model} {protocol}"}
                )
                .has_value());
    REQUIRE(bench
                .ask(
                    {"line-template",
                     "add",
                     "L",
                     "--partition",
                     "New",
                     "--display",
                     "Phone {dn}",
                     "--max-calls",
                     "2",
                     "--busy-trigger",
                     "1"}
                )
                .has_value());
    REQUIRE(
        bench.ask({"autoreg", "on", "--range", "1000-1009", "--device-template", "t", "--line-template", "l"})
            .has_value()
    );
    REQUIRE(phone_appears(bench, "SEP0011223344AA").dn == "1000");
    const auto phone = bench.json({"phone", "show", "SEP0011223344AA"});
    CHECK(test::json_at(phone, "/description") == "7965 1000");
    CHECK(test::json_at(phone, "/pool") == "Lobby");
    CHECK(test::json_at(phone, "/button_template") == "All Lines 7965 SCCP");
    CHECK(test::json_at(phone, "/lines/0/partition") == "New");
    CHECK(test::json_at(phone, "/lines/0/display") == "Phone 1000");
    CHECK(test::json_at(phone, "/lines/0/max_calls") == "2");

    // The count is of the partition where numbers are given, and a removed phone gives its number back.
    auto shown = bench.json({"autoreg", "show"});
    CHECK(test::json_at(shown, "/nodes/0/partition") == "New");
    CHECK(test::json_at(shown, "/nodes/0/left") == "9");
    CHECK(test::json_at(shown, "/nodes/0/device_template") == "T");
    CHECK(test::json_at(shown, "/nodes/0/line_template") == "L");
    CHECK_THAT(bench.type({"phone", "remove", "SEP0011223344AA"}).out, Contains("is free again"));
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/nodes/0/left") == "10");
    CHECK(phone_appears(bench, "SEP0011223344BB").dn == "1000");
    // A known phone keeps what it has, whatever the templates say by now.
    REQUIRE(bench.ask({"device-template", "set", "T", "--description", "other"}).has_value());
    CHECK(phone_appears(bench, "SEP0011223344BB").dn == "1000");
    CHECK(test::json_at(bench.json({"phone", "show", "SEP0011223344BB"}), "/description") == "7965 1000");
    CHECK(bench.type({"check"}).out.find("template") == std::string::npos);
}

TEST_CASE("Universal templates: what does not fit is refused with what to do", "[operations][autoreg]") {
    Bench bench;
    bench.with_node();
    CHECK_THAT(
        bench.refusal({"device-template", "add", "T", "--description", "{number}"}),
        Contains("there is no placeholder {number}. There are {dn}, {model}")
    );
    CHECK_THAT(
        bench.refusal({"device-template", "add", "T", "--pool", "Lobby"}),
        Contains("There is no device pool Lobby")
    );
    CHECK_THAT(
        bench.refusal({"device-template", "add", "T", "--template", "None"}),
        Contains("There is no phone button template None")
    );
    CHECK_THAT(
        bench.refusal({"line-template", "add", "L", "--max-calls", "2", "--busy-trigger", "3"}),
        Contains("more than the 2 calls")
    );
    CHECK_THAT(
        bench.refusal({"autoreg", "set", "--device-template", "T"}),
        Contains("There is no universal device template T")
    );
    REQUIRE(bench.ask({"device-template", "add", "T", "--pool", "Floor {node}"}).has_value());
    REQUIRE(bench.ask({"line-template", "add", "L"}).has_value());
    REQUIRE(
        bench.ask({"autoreg", "on", "--range", "1000-1009", "--device-template", "T", "--line-template", "L"})
            .has_value()
    );
    CHECK_THAT(
        phone_appears(bench, "SEP0011223344AA").sentence,
        Contains("names the device pool Floor cm1, which does not exist")
    );
    CHECK_THAT(bench.refusal({"device-template", "remove", "T"}), Contains("is used at cm1"));
    CHECK_THAT(bench.refusal({"line-template", "remove", "L"}), Contains("is used at cm1"));
    REQUIRE(bench.ask({"device-template", "set", "T", "--pool", "Default"}).has_value());
    REQUIRE(bench.ask({"pool", "set", "Default", "--rename", "Office"}).has_value());
    CHECK_THAT(bench.json({"check"}), Contains("names the device pool Default, which does not exist"));
    REQUIRE(bench.ask({"autoreg", "set", "--device-template", "", "--line-template", ""}).has_value());
    CHECK(bench.ask({"device-template", "remove", "T"}).has_value());
    CHECK(bench.ask({"line-template", "remove", "L"}).has_value());
}
