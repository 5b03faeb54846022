#include "server/provision/placed_name.hpp"

#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::test;
using provision::placed_name;

TEST_CASE("SEPDEFAULT.cnf is for unknown phones, while they are let in", "[provision]") {
    auto world = sample_world();
    CHECK(placed_name(world, "SEPDEFAULT.cnf").withheld);
    CHECK(placed_name(world, "SEPDefault.cnf").withheld);
    switch_autoreg_on(world, kCm1);
    CHECK_FALSE(placed_name(world, "SEPDefault.cnf").withheld);
}

TEST_CASE("SEPDEFAULT.cnf answers for the compiled file of a phone in the database", "[provision]") {
    auto world = sample_world();
    add_device(world, "SEP001122334455", k7960, {"1000"});
    add_device(world, "SEP001122334466", k7960, {"1001"}, Protocol::sip);
    CHECK(placed_name(world, "sep001122334455.CNF").stand_in == "SEPDEFAULT.cnf");
    CHECK_FALSE(placed_name(world, "SEP001122334455.cnf").withheld);
    CHECK(placed_name(world, "SEP001122334466.cnf").stand_in.empty());
    CHECK(placed_name(world, "SEP0011223344FF.cnf").stand_in.empty());
    CHECK(placed_name(world, "SIP001122334455.cnf").stand_in.empty());
    CHECK(placed_name(world, "SEP001122334455.cnf.xml").stand_in.empty());
}

TEST_CASE("OS79XX.TXT in a directory is not served: a wrong one re-flashes every phone", "[provision]") {
    CHECK(placed_name(sample_world(), "OS79xx.txt").withheld);
}
