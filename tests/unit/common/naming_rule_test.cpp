#include "common/model/naming_rule.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

namespace {

constexpr NamingFacts kPhone{
    .dn = "1000",
    .model = "7965",
    .name = "SEP001122334455",
    .mac = "001122334455",
    .protocol = "SCCP",
    .node = "cm1"};

}  // namespace

TEST_CASE("Naming rules: placeholders stand for what is known of a phone", "[common]") {
    CHECK(expand_naming_rule("Auto {dn}", kPhone, 50) == "Auto 1000");
    CHECK(
        expand_naming_rule("{model}/{protocol} {mac} {name} at {node}{dn}", kPhone, 99) ==
        "7965/SCCP 001122334455 SEP001122334455 at cm11000"
    );
    CHECK(expand_naming_rule("plain", kPhone, 50) == "plain");
    CHECK(expand_naming_rule("", kPhone, 50).empty());
    CHECK(is_plain_naming_rule("Default"));
    CHECK_FALSE(is_plain_naming_rule("Floor {node}"));
}

TEST_CASE("Naming rules: what is no placeholder is a fault, and stays when it got in", "[common]") {
    CHECK_FALSE(fault_of_naming_rule("{dn} {model} {node}"));
    CHECK_FALSE(fault_of_naming_rule(""));
    CHECK(fault_of_naming_rule("a {number}") == "{number}");
    CHECK(fault_of_naming_rule("{dn} {") == "{");
    CHECK(fault_of_naming_rule("dn}") == "}");
    CHECK(fault_of_naming_rule("{}") == "{}");
    CHECK(expand_naming_rule("a {number} {dn} {", kPhone, 50) == "a {number} 1000 {");
}

TEST_CASE("Naming rules: the text is cut between characters", "[common]") {
    CHECK(expand_naming_rule("Zürich", kPhone, 2) == "Z");
    CHECK(expand_naming_rule("Zürich", kPhone, 3) == "Zü");
    CHECK(expand_naming_rule("{name}", kPhone, 5) == "SEP00");
    CHECK(expand_naming_rule("{name}", kPhone, 0).empty());
}
