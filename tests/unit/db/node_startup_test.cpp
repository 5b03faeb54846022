#include "db/node_startup.hpp"
#include "db/world_loader.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

namespace {

struct EmptySite {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};
    db::Database database = db::open_device_database(directory, db::Access::read_write).value();
};

const db::NodeFacts kFacts{
    .name = "cm1", .address = Ipv4{10, 0, 0, 1}, .port_offset = 7000, .files_directory = "/srv/tftp"};

}  // namespace

TEST_CASE("Node startup: the first serve makes its node primary of Default", "[db]") {
    EmptySite site;
    const auto startup = db::start_node(site.database, kFacts);
    REQUIRE(startup.has_value());
    REQUIRE(startup.value().was_created);
    REQUIRE(startup.value().differences.empty());
    const auto world = db::load_world(site.database).world;
    REQUIRE(world->find_group("Default")->members == std::vector{startup.value().id});
    const auto* node = world->find_node("CM1");
    REQUIRE(node->address == kFacts.address);
    REQUIRE(node->port_offset == 7000);
    REQUIRE(node->files_directory == "/srv/tftp");
}

TEST_CASE("Node startup: starting again changes nothing", "[db]") {
    EmptySite site;
    const auto first = db::start_node(site.database, kFacts);
    const auto changes = site.database.integer("SELECT max(sequence) FROM change");
    const auto again = db::start_node(site.database, kFacts);
    REQUIRE(again.value().id == first.value().id);
    REQUIRE_FALSE(again.value().was_created);
    REQUIRE(again.value().differences.empty());
    REQUIRE(site.database.integer("SELECT max(sequence) FROM change") == changes);
}

TEST_CASE("Node startup: a difference is reported with its command, not written", "[db]") {
    EmptySite site;
    REQUIRE(db::start_node(site.database, kFacts).has_value());
    auto moved = kFacts;
    moved.address = Ipv4{10, 0, 0, 9};
    const auto startup = db::start_node(site.database, moved);
    REQUIRE(startup.value().differences.size() == 1);
    REQUIRE(
        startup.value().differences[0].find("dialtone node set cm1 --address 10.0.0.9") != std::string::npos
    );
    REQUIRE(site.database.text("SELECT address FROM node") == "10.0.0.1");
}

TEST_CASE("Node startup: an added node gets its facts at its first start", "[db]") {
    EmptySite site;
    REQUIRE(db::start_node(site.database, kFacts).has_value());
    site.database.run("INSERT INTO node (name) VALUES ('cm2')");
    auto second = kFacts;
    second.name = "cm2";
    const auto startup = db::start_node(site.database, second);
    REQUIRE_FALSE(startup.value().was_created);
    REQUIRE(startup.value().differences.empty());
    REQUIRE(site.database.text("SELECT address FROM node WHERE name = 'cm2'") == "10.0.0.1");
}

TEST_CASE("Node startup: an unknown node beside others is refused with their names", "[db]") {
    EmptySite site;
    REQUIRE(db::start_node(site.database, kFacts).has_value());
    auto typo = kFacts;
    typo.name = "mc1";
    const auto startup = db::start_node(site.database, typo);
    REQUIRE(startup.has_error());
    REQUIRE(startup.error().kind == ProblemKind::not_found);
    REQUIRE(startup.error().sentence.find("cm1") != std::string::npos);
}
