#include "db/world_loader.hpp"
#include "common/text/ascii.hpp"
#include "db/change_watcher.hpp"
#include "server/dhcp/vendor_class.hpp"
#include "tests/unit/db/fresh_site.hpp"
#include "tests/unit/db/world_comparison.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using test::FreshSite;

namespace {

struct Loading {
    FreshSite site;
    db::WorldLoader loader{site.open()};
    WorldPtr world = load();

    WorldPtr load() {
        auto result = loader.load_whole();
        REQUIRE(result.problems.empty());
        return result.world;
    }

    /// What the database's change makes of the world; both ways of loading must agree.
    WorldPtr change(const std::string& sql) {
        site.database.script(sql);
        auto result = loader.load_changes(world);
        CAPTURE(sql, result.problems.empty() ? "" : result.problems.front().sentence);
        REQUIRE(result.world != nullptr);
        REQUIRE_FALSE(result.is_whole);
        test::require_equal(*result.world, *load());
        return result.world;
    }

    void add_phone(const std::string& name, const std::string& dn) {
        site.database.run("INSERT INTO directory_number (pattern, partition_id) VALUES (?1, 1)", dn);
        site.database.run(
            "INSERT INTO device (name, model, protocol, device_pool, button_template)"
            " SELECT ?1, model, protocol, device_pool, button_template FROM device_default"
            " WHERE model = 436 AND protocol = 'SCCP'",
            name
        );
        site.database.run(
            "INSERT INTO line_appearance (device, line, directory_number, label)"
            " SELECT device.id, 1, directory_number.id, pattern FROM device, directory_number"
            " WHERE name = ?1 AND pattern = ?2",
            name,
            dn
        );
        world = loader.load_changes(world).world;
        REQUIRE(world != nullptr);
    }

    const Device& device(const std::string& name) const {
        return *world->find_device(*DeviceName::parse(name));
    }
};

}  // namespace

TEST_CASE("World loader: nothing changed, so the world is the same object", "[db]") {
    Loading l;
    const auto result = l.loader.load_changes(l.world);
    REQUIRE(result.world == l.world);
    REQUIRE_FALSE(result.is_whole);
}

TEST_CASE("World loader: a change shares every row that it does not touch", "[db]") {
    Loading l;
    l.add_phone("SEPA", "1001");
    l.add_phone("SEPB", "1002");
    const auto after = l.change("UPDATE line_appearance SET label = 'Front desk' WHERE label = '1001'");
    std::vector<std::string> differing;
    after->devices.for_each_difference(l.world->devices, [&](DeviceId, const Device* now, const Device*) {
        differing.push_back(now->name.text());
    });
    REQUIRE(differing == std::vector<std::string>{"SEPA"});
    REQUIRE(after->pools.find(PoolId{1}) == l.world->pools.find(PoolId{1}));
}

TEST_CASE("World loader: even a whole load shares equal rows", "[db]") {
    Loading l;
    l.add_phone("SEPA", "1001");
    const auto again = l.loader.load_whole(l.world);
    REQUIRE(again.is_whole);
    REQUIRE(again.world->devices.find(l.device("SEPA").id) == &l.device("SEPA"));
}

TEST_CASE("World loader: indexes follow a device and its number", "[db]") {
    Loading l;
    l.add_phone("SEPA", "1001");
    const auto id = l.device("SEPA").id;
    const auto number = *l.world->number_by_pattern.find({"1001", PartitionId{1}});
    REQUIRE(*l.world->devices_by_number.find(number) == std::vector{id});

    const auto renamed =
        l.change("UPDATE device SET name = 'SEPZ'; UPDATE directory_number SET pattern = '1009'");
    REQUIRE(renamed->find_device(*DeviceName::parse("SEPA")) == nullptr);
    REQUIRE(renamed->find_device(*DeviceName::parse("SEPZ")) != nullptr);
    REQUIRE(renamed->number_by_pattern.find({"1001", PartitionId{1}}) == nullptr);
    REQUIRE(*renamed->number_by_pattern.find({"1009", PartitionId{1}}) == number);

    l.world = renamed;
    const auto removed = l.change("DELETE FROM device");
    REQUIRE(removed->devices_by_pool.find(PoolId{1}) == nullptr);
    REQUIRE(removed->devices_by_number.find(number) == nullptr);
}

TEST_CASE("World loader: two rows may swap their names in one change", "[db]") {
    Loading l;
    l.add_phone("SEPA", "1001");
    l.add_phone("SEPB", "1002");
    const auto a = l.device("SEPA").id;
    const auto after = l.change(
        "BEGIN; UPDATE device SET name = 'X' WHERE name = 'SEPA'; UPDATE device SET name = 'SEPA' WHERE name "
        "= 'SEPB';"
        "UPDATE device SET name = 'SEPB' WHERE name = 'X'; COMMIT"
    );
    REQUIRE(after->find_device(*DeviceName::parse("SEPB"))->id == a);
}

TEST_CASE("World loader: a cascade leaves the roots of its children", "[db]") {
    Loading l;
    l.add_phone("SEPA", "1001");
    l.world = l.change(
        "INSERT INTO phone_service (id, name, url) VALUES (900, 'Weather', 'http://10.0.0.1/w');"
        "INSERT INTO service_subscription (device, service) SELECT id, 900 FROM device"
    );
    REQUIRE(l.device("SEPA").services.size() == 1);
    l.world = l.change("DELETE FROM phone_service WHERE id = 900");
    REQUIRE(l.device("SEPA").services.empty());
}

TEST_CASE("World loader: parameters and device defaults change by name", "[db]") {
    Loading l;
    const auto after = l.change(
        "INSERT INTO parameter (scope, name, value, default_value, kind, help)"
        " VALUES ('tftp', 'test', '7', '7', 'integer', 'x');"
        "UPDATE device_default SET load = 'SCCP45.9-4-2SR3-1S' WHERE model = 436 AND protocol = 'SCCP'"
    );
    REQUIRE(after->integer_parameter("tftp/test", 0) == 7);
    REQUIRE(after->device_defaults.find({ModelId{436}, Protocol::sccp})->load == "SCCP45.9-4-2SR3-1S");
    l.world = after;
    REQUIRE(l.change("DELETE FROM parameter WHERE name = 'test'")->parameter("tftp/test", "none") == "none");
    REQUIRE_FALSE(l.change("DELETE FROM device_default WHERE model = 436")
                      ->device_defaults.contains({ModelId{436}, Protocol::sccp}));
}

TEST_CASE("World loader: subnets come with everything they hold, in numerical order", "[db]") {
    Loading l;
    const auto after = l.change(
        "INSERT INTO dhcp_subnet (id, cidr, router, dns_servers) VALUES (1, '10.0.0.0/24', '10.0.0.1', "
        "'10.0.0.2  10.0.0.3');"
        "INSERT INTO dhcp_range VALUES (1, '10.0.0.100', '10.0.0.150'), (1, '10.0.0.20', '10.0.0.30');"
        "INSERT INTO dhcp_reservation VALUES (1, 'mac', '001122AABBCC', '10.0.0.5');"
        "INSERT INTO dhcp_option VALUES (1, 'subnet', '', 42, '0A000001'), (1, 'model', '7', 42, '0A000002'),"
        " (1, 'vendor-class', 'Cisco', 42, '0A000003'), (1, 'mac', '001122AABBCC', 42, '0A000004')"
    );
    const auto& subnet = *after->subnets.find(SubnetId{1});
    REQUIRE(subnet.dns_servers.size() == 2);
    REQUIRE(subnet.ranges.at(0).first == Ipv4{10, 0, 0, 20});
    REQUIRE(subnet.reservations.at(0).identifier == std::string("\x00\x11\x22\xaa\xbb\xcc", 6));
    using Scope = SubnetOption::Scope;
    REQUIRE(subnet.options.size() == 4);
    REQUIRE(subnet.options.at(0).scope == Scope::mac);
    REQUIRE(subnet.options.at(0).subject == subnet.reservations.at(0).identifier);
    REQUIRE(subnet.options.at(1).scope == Scope::model);
    REQUIRE(subnet.options.at(1).model == ModelId{7});
    REQUIRE(subnet.options.at(2).scope == Scope::subnet);
    REQUIRE(subnet.options.at(2).value == std::string("\x0a\x00\x00\x01", 4));
    REQUIRE(subnet.options.at(3).scope == Scope::vendor_class);
    REQUIRE(subnet.options.at(3).subject == "Cisco");
}

TEST_CASE("World loader: an option for a model that does not exist is a problem", "[db]") {
    Loading l;
    l.site.database.script(
        "INSERT INTO dhcp_subnet (id, cidr) VALUES (1, '10.0.0.0/24');"
        "INSERT INTO dhcp_option VALUES (1, 'model', 'new', 42, '0A000001'),"
        " (1, 'model', '9999', 42, '0A000001');"
    );
    const auto result = l.loader.load_changes(l.world);
    REQUIRE(result.world == nullptr);
    REQUIRE(result.problems.size() == 2);
    REQUIRE(result.problems[0].sentence.find("phone model 9999") != std::string::npos);
}

TEST_CASE(
    "D-82 D-83 D-84 D-85 the models of a fresh database are known by every spelling of their vendor class",
    "[db]"
) {
    const Loading l;
    const dhcp::ModelsByVendorClass models{l.world->models};
    const std::vector<std::pair<std::string, std::string>> spellings{
        {"Cisco Systems, Inc. IP Phone CP-7940G", "7940"},
        {"Cisco Systems, Inc. IP Phone CP-7960G", "7960"},
        {"Cisco Systems, Inc. IP Phone CP-7960", "7960"},
        {"cisco systems, inc. ip phone cp-7960g", "7960"},
        {"Cisco Systems, Inc. IP Phone CP-7941G", "7941"},
        {"Cisco Systems, Inc. IP Phone CP-7941G-GE", "7941G-GE"},
        {"Cisco Systems, Inc. IP Phone CP-7911G", "7911"},
        {"Cisco Systems, Inc. IP Phone CP-7945G", "7945"},
        {"Cisco Systems, Inc. IP Phone CP-7965G", "7965"},
        {"Cisco Systems, Inc. IP Phone CP-7975G", "7975"},
        {"Cisco Systems, Inc. IP Phone 7912", "7912"},
        {"Cisco Systems, Inc. IP Phone 7905", "7905"},
        {"Cisco Systems, Inc. IP Phone CP-8961", "8961"},
        {"Cisco Systems, Inc. IP Phone CP-9951", "9951"},
        {"Cisco Systems, Inc. IP Phone CP-9971", "9971"},
        {"Cisco Systems, Inc. IP Phone CP-8841", "8841"},
        {"Cisco Systems, Inc. IP Phone CP-8845", "8845"},
        {"Cisco Systems, Inc. IP Phone CP-7841", "7841"},
        {"Cisco Systems, Inc. IP Phone CP-7821", "7821"},
        {"Cisco Systems Inc. Wireless Phone 7921", "7921"},
        {"Cisco Systems Inc. Wireless Phone 7925G", "7925"},
        {"Cisco Systems, Inc.", ""},
        {"CP-7841-3PCC", ""},
        {"CISCO ATA191-MPP", "ATA191"},
        {"LINKSYS SPA-942", ""},
        {"Cisco AP c1240", ""},
    };
    for (const auto& [spelling, model] : spellings) {
        CAPTURE(spelling);
        const auto* found = models.find(spelling);
        REQUIRE((found == nullptr ? "" : found->short_name) == model);
        const bool is_phone = istarts_with(spelling, "Cisco Systems");
        REQUIRE(dhcp::is_phone_vendor_class(spelling) == is_phone);
    }
}

TEST_CASE("World loader: every problem is named and the old world stays", "[db]") {
    Loading l;
    l.site.database.script(
        "INSERT INTO dhcp_subnet (id, cidr, router) VALUES (1, '10.0.0.0/24', 'router.example');"
        "INSERT INTO dhcp_range VALUES (1, '10.0.0.100', '10.0.0.50');"
    );
    const auto result = l.loader.load_changes(l.world);
    REQUIRE(result.world == nullptr);
    REQUIRE(result.problems.size() == 2);
    REQUIRE(result.problems[0].sentence.find("router.example") != std::string::npos);
    REQUIRE(result.problems[1].sentence.find("10.0.0.100 to 10.0.0.50") != std::string::npos);

    l.site.database.script("DELETE FROM dhcp_subnet");
    REQUIRE(l.loader.load_changes(l.world).problems.empty());
}

TEST_CASE("World loader: references that dangle are found from both ends", "[db]") {
    Loading l;
    l.add_phone("SEPA", "1001");
    const auto* sql = GENERATE(
        "DELETE FROM directory_number",
        "DELETE FROM device_pool",
        "DELETE FROM phone_model WHERE id = 436",
        "UPDATE device SET button_template = 99999",
        "DELETE FROM region"
    );
    l.site.database.script("PRAGMA foreign_keys = OFF");
    l.site.database.script(sql);
    CAPTURE(sql);
    const auto changed = l.loader.load_changes(l.world);
    REQUIRE(changed.world == nullptr);
    REQUIRE(changed.problems.at(0).sentence.find("does not exist") != std::string::npos);
    REQUIRE(l.loader.load_whole().world == nullptr);
}

TEST_CASE("World loader: a world older than the oldest change kept is loaded whole", "[db]") {
    Loading l;
    l.site.database.script(
        "INSERT INTO region (name) VALUES ('North'); INSERT INTO region (name) VALUES ('South');"
        "DELETE FROM change WHERE sequence < (SELECT max(sequence) FROM change)"
    );
    const auto result = l.loader.load_changes(l.world);
    REQUIRE(result.is_whole);
    REQUIRE(result.world->regions.size() == 3);
}

TEST_CASE("World loader: a database that went back in time is loaded whole", "[db]") {
    Loading l;
    auto ahead = std::make_shared<World>(*l.world);
    ahead->sequence += 1000;
    REQUIRE(l.loader.load_changes(ahead).is_whole);
}

TEST_CASE("Change watcher: it sees the commits of others, and each once", "[db]") {
    FreshSite site;
    db::ChangeWatcher watcher{site.open()};
    REQUIRE_FALSE(watcher.has_changed());
    site.database.run("INSERT INTO region (name) VALUES ('North')");
    REQUIRE(watcher.has_changed());
    REQUIRE_FALSE(watcher.has_changed());
}
