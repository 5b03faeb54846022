#include "server/provision/generated.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::test;

namespace {

std::string read(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The generated file `name` must be, octet for octet, what the golden file holds. As the version stamp is in
/// it, this also shows that two processes agree on the stamp.
void check_golden(const World& world, const std::string& name, const std::string& golden) {
    const auto file = provision::generate(world, name);
    REQUIRE(file);
    const auto path = std::string{DIALTONE_GOLDEN_DIRECTORY} + "/" + golden;
    if (std::getenv("DIALTONE_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{path, std::ios::binary} << *file->body;
    }
    CHECK(*file->body == read(path));
}

/// An office in Zürich with everything that a file can show.
World office() {
    auto world = sample_world();
    edit(world.nodes, kCm1, [](Node& node) { node.description = "Main building"; });
    edit(world.date_time_groups, kCmLocal, [](DateTimeGroup& group) {
        group.time_zone = "Europe/Zurich";
        group.date_template = "D.M.Y";
        group.ntp_servers = {Ipv4{10, 77, 0, 1}, Ipv4{10, 77, 0, 9}};
    });
    edit(world.pools, kDefaultPool, [](DevicePool& pool) { pool.name = "Zürich"; });
    edit(world.device_defaults, DefaultKey{k7965, Protocol::sccp}, [](DeviceDefault& row) {
        row.load = "SCCP45.9-4-2SR3-1S";
    });
    hold_loads(world, {"SCCP45.9-4-2SR3-1S", "SCCP75.8-5-4S", "P0030801SR02"});
    world.loads = std::make_shared<const LoadInventory>(world.loads->with_locales({"german_germany"}));
    world.parameters.set("enterprise/url-services", "http://10.77.0.1/menu?kind=all&language=de");
    world.services.set(
        ServiceId{1},
        PhoneService{.id = ServiceId{1}, .name = "Menü", .url = "http://10.77.0.1/food", .enterprise = true}
    );
    for (const auto& [name, model, dn] :
         {std::tuple{"SEP000011112222", k7960, "1000"},
          std::tuple{"SEP000033334444", k7965, "1001"},
          std::tuple{"SEP000055556666", k7975, "1002"}}) {
        add_device(world, name, model, {dn});
    }
    return world;
}

}  // namespace

TEST_CASE("Golden: the file of a 7960", "[golden][provision]") {
    check_golden(office(), "SEP000011112222.cnf.xml", "7960.cnf.xml");
}

TEST_CASE("Golden: the file of a 7965", "[golden][provision]") {
    check_golden(office(), "SEP000033334444.cnf.xml", "7965.cnf.xml");
}

TEST_CASE(
    "Golden: the file of a 7975 with settings of its own, two nodes, shifted ports and SRST",
    "[golden][provision]"
) {
    auto world = office();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    edit(world.nodes, kCm2, [](Node& node) { node.port_offset = 20000; });
    edit(world.srst_references, kSrstDisable, [](SrstReference& row) {
        row = {
            .id = kSrstDisable,
            .name = "Branch router",
            .mode = SrstMode::address,
            .address = Ipv4{10, 77, 9, 1}};
    });
    edit_device(world, *world.device_by_name.find(*DeviceName::parse("SEP000055556666")), [](Device& device) {
        device.load = "SCCP75.8-5-4S";
        device.user_locale = "German_Germany";
        device.vendor_config = "<webAccess>1</webAccess><sideToneLevel>2</sideToneLevel>";
    });
    check_golden(world, "SEP000055556666.cnf.xml", "7975-two-nodes.cnf.xml");
}

TEST_CASE("Golden: XMLDefault with one node and no load", "[golden][provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    check_golden(world, "XMLDefault.cnf.xml", "XMLDefault-one-node.cnf.xml");
}

TEST_CASE("Golden: XMLDefault with two nodes and loads", "[golden][provision]") {
    auto world = office();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    switch_autoreg_on(world, kCm1);
    edit(world.device_defaults, DefaultKey{k7960, Protocol::sccp}, [](DeviceDefault& row) {
        row.load = "P0030801SR02";
    });
    check_golden(world, "XMLDefault.cnf.xml", "XMLDefault-two-nodes.cnf.xml");
}
