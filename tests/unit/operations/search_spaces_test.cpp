#include "tests/unit/operations/bench.hpp"

#include "db/auto_registration.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

constexpr const char* kPhone = "SEP001122334455";

struct Office : Bench {
    Office() {
        with_node();
        REQUIRE(ask({"partition", "add", "Emergency"}).has_value());
        REQUIRE(ask({"partition", "add", "Lobby"}).has_value());
    }

    void add_phone() {
        REQUIRE(ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).has_value()
        );
    }
};

}  // namespace

TEST_CASE("search-space: made, changed, given to lines, and kept while a line has it", "[operations][line]") {
    Office bench;
    bench.add_phone();
    CHECK_THAT(bench.type({"search-space", "list"}).out, Contains("There is none."));
    REQUIRE(bench.ask({"search-space", "add", "Quarantine", "--partition", "Emergency"}).has_value());
    REQUIRE(
        bench.ask({"search-space", "set", "quarantine", "--partition", "Lobby", "--partition", "Emergency"})
            .has_value()
    );
    CHECK(test::json_at(bench.json({"search-space", "list"}), "/0/partitions") == "Lobby, Emergency");
    REQUIRE(bench.ask({"line", "set", kPhone, "1", "--search-space", "Quarantine"}).has_value());
    CHECK(test::json_at(bench.json({"line", "show", "1001"}), "/search_space") == "Quarantine");
    CHECK(test::json_at(bench.json({"phone", "show", kPhone}), "/lines/0/search_space") == "Quarantine");
    CHECK(test::json_at(bench.json({"search-space", "list"}), "/0/numbers") == "1");
    CHECK_THAT(bench.refusal({"search-space", "remove", "Quarantine"}), Contains("is that of number 1001"));
    CHECK_THAT(
        bench.refusal({"partition", "remove", "Lobby"}),
        Contains("is named by calling search space Quarantine")
    );
    // Another label leaves it alone; "" takes it away.
    REQUIRE(bench.ask({"line", "set", kPhone, "1", "--label", "Desk"}).has_value());
    CHECK(test::json_at(bench.json({"line", "show", "1001"}), "/search_space") == "Quarantine");
    REQUIRE(bench.ask({"line", "set", kPhone, "1", "--search-space", ""}).has_value());
    REQUIRE(bench.ask({"search-space", "remove", "Quarantine"}).has_value());
    CHECK(bench.ask({"partition", "remove", "Lobby"}).has_value());
}

TEST_CASE("search-space: what does not fit is refused with what to do", "[operations][line]") {
    Office bench;
    bench.add_phone();
    REQUIRE(bench.ask({"search-space", "add", "Office"}).has_value());
    CHECK_THAT(bench.refusal({"search-space", "add", "office"}), Contains("already"));
    CHECK_THAT(
        bench.refusal({"search-space", "set", "Office", "--partition", "Loby"}),
        Contains("Did you mean Lobby?")
    );
    CHECK_THAT(
        bench.refusal({"search-space", "set", "Office", "--partition", "Lobby", "--partition", "lobby"}),
        Contains("Lobby is named twice")
    );
    CHECK_THAT(
        bench.refusal({"line", "set", kPhone, "1", "--search-space", "Offise"}),
        Contains("Did you mean Office?")
    );
}

TEST_CASE("External masks: on the line, and of phones that register themselves", "[operations][autoreg]") {
    Office bench;
    bench.add_phone();
    CHECK_THAT(
        bench.type({"line", "set", kPhone, "1", "--external-mask", "4930123XXXX"}).out,
        Contains("49301231001")
    );
    CHECK_THAT(
        bench.refusal({"line", "set", kPhone, "1", "--external-mask", "030 123"}), Contains("is not a mask")
    );
    CHECK(test::json_at(bench.json({"line", "list"}), "/0/external_mask") == "4930123XXXX");

    REQUIRE(bench.ask({"search-space", "add", "Quarantine", "--partition", "Emergency"}).has_value());
    CHECK_THAT(
        bench.refusal({"line-template", "add", "L", "--external-mask", "abc"}), Contains("is not a mask")
    );
    REQUIRE(bench
                .ask(
                    {"line-template",
                     "add",
                     "L",
                     "--external-mask",
                     "4930999XXXX",
                     "--search-space",
                     "Quarantine",
                     "--partition",
                     "Lobby"}
                )
                .has_value());
    CHECK_THAT(
        bench.refusal({"partition", "remove", "Lobby"}), Contains("is named by universal line template L")
    );
    REQUIRE(bench.ask({"autoreg", "on", "--range", "2000-2009", "--line-template", "L"}).has_value());
    auto database = bench.database();
    const NodeId node{database.integer("SELECT id FROM node WHERE name = 'cm1'").value()};
    const auto made = db::auto_register(
        database, {node, *DeviceName::parse("SEP0011223344AA"), ModelId{436}, Protocol::sccp}
    );
    INFO(made.sentence);
    REQUIRE(made.dn == "2000");
    const auto phone = bench.json({"phone", "show", "SEP0011223344AA"});
    CHECK(test::json_at(phone, "/lines/0/external_mask") == "4930999XXXX");
    CHECK(test::json_at(phone, "/lines/0/search_space") == "Quarantine");
    CHECK_THAT(
        bench.refusal({"search-space", "remove", "Quarantine"}),
        Contains("is that of universal line template L")
    );
}
