#include "server/provision/generated.hpp"

#include "server/provision/given.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace dialtone;
using namespace dialtone::test;
using provision::generate;

TEST_CASE("Generated: a phone's file comes with what the phone is given by it", "[provision]") {
    World world = sample_world();
    world.parameters.set("enterprise/user-locale", "English_United_States");
    world.parameters.set("enterprise/network-locale", "United_States");
    const auto phone = add_device(world, "SEP001122334455", k7965, {"1000"});
    const auto is_as_given = [&] {
        const auto file = generate(world, "SEP001122334455.cnf.xml");
        REQUIRE(file);
        REQUIRE(file->given != nullptr);
        return *file->given == provision::file_given(world, *world.devices.find(phone));
    };
    CHECK(is_as_given());
    edit_device(world, phone, [](Device& device) { device.vendor_config = "<pcPort>1</pcPort>"; });
    CHECK(is_as_given());
    edit_device(world, phone, [](Device& device) { device.further_xml = "<webAccess>1</webAccess>"; });
    CHECK(is_as_given());
}

TEST_CASE("Generated: a file without the load that is wanted does not tell what is given", "[provision]") {
    World world = sample_world();
    const auto phone = add_device(world, "SEP001122334455", k7965, {"1000"});
    edit_device(world, phone, [](Device& device) { device.load = "SCCP45.9-4-2SR3-1S"; });
    world.loads = nullptr;
    const auto file = generate(world, "SEP001122334455.cnf.xml");
    REQUIRE(file);
    CHECK(file->withheld != nullptr);
    CHECK(file->given == nullptr);
}

TEST_CASE("Generated: the version is another when the file is", "[provision]") {
    World world = sample_world();
    const auto phone = add_device(world, "SEP001122334455", k7965, {"1000"});
    const auto version = [&] { return generate(world, "SEP001122334455.cnf.xml")->version; };
    const auto before = version();
    CHECK(before != 0);
    CHECK(version() == before);
    edit_device(world, phone, [](Device& device) { device.vendor_config = "<pcPort>1</pcPort>"; });
    CHECK(version() != before);
}
