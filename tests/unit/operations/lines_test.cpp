#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

struct TwoPhones : Bench {
    TwoPhones() {
        ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).value();
        ask({"phone", "add", "--mac", "001122334466", "--model", "7940", "--dn", "1002"}).value();
    }
};

}  // namespace

TEST_CASE("line add: the first free button unless one is said", "[operations][line]") {
    TwoPhones bench;
    bench.ask({"phone", "set", "SEP001122334455", "--template", "All Lines 7965 SCCP"}).value();
    CHECK_THAT(
        bench.type({"line", "add", "SEP001122334455", "1003"}).out,
        Contains("1003 is now line 2 of SEP001122334455.")
    );
    CHECK(bench.ask({"line", "add", "SEP001122334455", "1005", "--line", "5"}).has_value());
    CHECK(bench.ask({"line", "add", "SEP001122334455", "1004"}).has_value());
    CHECK(test::json_at(bench.json({"phone", "show", "SEP001122334455"}), "/lines/2/dn") == "1004");
}

TEST_CASE("line add: what does not fit is refused with what to do", "[operations][line]") {
    TwoPhones bench;
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1002"}),
        Contains("DN 1002 is already on SEP001122334466 line 1. Choose another number, or say --shared")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1001", "--shared"}),
        Contains("1001 is line 1 of SEP001122334455 already")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1009", "--line", "1"}),
        Contains("Line 1 of SEP001122334455 is 1001 already. Change it with `dialtone line set")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334466", "1009", "--line", "3"}),
        Contains("There is no line 3: the button template Standard 7940 SCCP has 2 line buttons")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1009", "--line", "3"}),
        Contains("Choose one with more: --template \"All Lines 7965 SCCP\"")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1009", "--max-calls", "1", "--busy-trigger", "2"}),
        Contains("The busy trigger (2) cannot be above the maximum of calls (1)")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1009", "--ring", "loud"}),
        Contains("\"loud\" is not a value of ring. It is default, disable, flash only, ring once, ring or "
                 "beep only")
    );
    CHECK_THAT(
        bench.refusal({"line", "add", "SEP001122334455", "1009", "--line", "0"}),
        Contains("is not a whole number from 1 to 128")
    );
    CHECK_THAT(bench.refusal({"line", "add", "SEP001122334455"}), Contains("`line add` needs DN"));
}

TEST_CASE("line add: the same digits live in two partitions", "[operations][line]") {
    TwoPhones bench;
    REQUIRE(bench.ask({"partition", "add", "Lobby"}).has_value());
    REQUIRE(bench.ask({"line", "add", "SEP001122334455", "1002", "--partition", "Lobby"}).has_value());
    CHECK_THAT(bench.refusal({"line", "show", "1002"}), Contains("in several partitions. Say which"));
    CHECK(
        test::json_at(bench.json({"line", "show", "1002", "--partition", "lobby"}), "/partition") == "Lobby"
    );
    CHECK_THAT(bench.refusal({"partition", "remove", "Lobby"}), Contains("Partition Lobby holds 1 number."));
    CHECK_THAT(bench.refusal({"partition", "remove", "<None>"}), Contains("stays"));
}

TEST_CASE("line set: label, number and description", "[operations][line]") {
    TwoPhones bench;
    REQUIRE(bench.ask({"line", "set", "SEP001122334455", "1", "--label", "Desk", "--description", "Front"})
                .has_value());
    CHECK(test::json_at(bench.json({"line", "show", "1001"}), "/lines/0/label") == "Desk");
    CHECK(test::json_at(bench.json({"line", "show", "1001"}), "/description") == "Front");
    REQUIRE(bench.ask({"line", "set", "SEP001122334455", "1", "--dn", "1009"}).has_value());
    CHECK(test::json_at(bench.json({"line", "show", "1009"}), "/lines/0/label") == "Desk");
    CHECK_THAT(bench.refusal({"line", "show", "1001"}), Contains("There is no number 1001. Did you mean"));
    CHECK_THAT(
        bench.refusal({"line", "set", "SEP001122334455", "1", "--dn", "1002"}),
        Contains("is already on SEP001122334466")
    );
    CHECK_THAT(
        bench.refusal({"line", "set", "SEP001122334455", "4", "--label", "x"}),
        Contains("SEP001122334455 has no line 4")
    );
}

TEST_CASE("line remove: the number goes with its last line unless it is kept", "[operations][line]") {
    TwoPhones bench;
    CHECK_THAT(bench.type({"line", "remove", "SEP001122334455", "1"}).out, Contains("1001 is free again"));
    REQUIRE(bench.ask({"line", "remove", "SEP001122334466", "1", "--keep-number"}).has_value());
    const auto all = bench.json({"line", "list"});
    CHECK(test::json_at(all, "/0/dn") == "1002");
    CHECK(test::json_at(all, "/0/device") == "null");
    CHECK(test::json_at(all, "/1") == "(nothing)");
}

TEST_CASE("line list: shorter numbers come first", "[operations][line]") {
    TwoPhones bench;
    REQUIRE(bench.ask({"line", "add", "SEP001122334455", "99"}).has_value());
    CHECK(test::json_at(bench.json({"line", "list"}), "/0/dn") == "99");
    CHECK(test::json_at(bench.json({"line", "list", "--phone", "SEP001122334466"}), "/1") == "(nothing)");
}
