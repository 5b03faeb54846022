#include "common/model/world.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

namespace {

World two_nodes() {
    World world;
    Node cm1{.id = NodeId{1}, .name = "cm1"};
    cm1.autoreg = {.enabled = true, .first = 1000, .last = 1999, .partition = PartitionId{1}};
    world.nodes.set(cm1.id, cm1);
    world.nodes.set(NodeId{2}, Node{.id = NodeId{2}, .name = "cm2"});
    world.groups.set(
        GroupId{1}, {.id = GroupId{1}, .name = "Default", .autoreg = true, .members = {NodeId{2}, NodeId{1}}}
    );
    world.pools.set(PoolId{1}, DevicePool{.id = PoolId{1}, .name = "Default", .group = GroupId{1}});
    return world;
}

}  // namespace

TEST_CASE("World: auto-registration is on where flag, range and group agree", "[world]") {
    auto world = two_nodes();
    REQUIRE(world.is_autoreg_on());
    REQUIRE(world.is_autoreg_on_at(NodeId{1}));
    REQUIRE_FALSE(world.is_autoreg_on_at(NodeId{2}));

    auto node = *world.nodes.find(NodeId{1});
    node.autoreg.last = node.autoreg.first;  // CUCM's way to switch it off
    world.nodes.set(node.id, node);
    REQUIRE_FALSE(world.is_autoreg_on());
}

TEST_CASE("World: a device's nodes come in the order of its group", "[world]") {
    const auto world = two_nodes();
    const auto nodes = world.nodes_of(Device{.pool = PoolId{1}});
    REQUIRE(nodes.size() == 2);
    REQUIRE(nodes[0]->name == "cm2");
    REQUIRE(nodes[1]->name == "cm1");
}

TEST_CASE("World: models are found by every word people use", "[world]") {
    World world;
    world.models.set(
        ModelId{436},
        PhoneModel{
            .id = ModelId{436},
            .name = "Cisco 7965",
            .short_name = "7965",
            .vendor_class = "Cisco Systems, Inc. IP Phone CP-7965"}
    );
    for (const auto* words : {"7965", "CP-7965", "Cisco 7965", "cisco cp-7965", "436"}) {
        CAPTURE(words);
        REQUIRE(world.find_model(words) != nullptr);
    }
    REQUIRE(world.find_model("7966") == nullptr);
    REQUIRE(world.model_by_vendor_class("Cisco Systems, Inc. IP Phone CP-7965G") != nullptr);
    REQUIRE(world.model_by_vendor_class("MSFT 5.0") == nullptr);
}
