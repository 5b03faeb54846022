// The property on which everything rests: a world kept up to date by its changes is the world that a whole
// load gives, whatever changed.
#include "db/transaction.hpp"
#include "db/world_loader.hpp"
#include "tests/unit/db/fresh_site.hpp"
#include "tests/unit/db/world_comparison.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string_view>

using namespace dialtone;
using test::FreshSite;

namespace {

/// Statements with two random numbers: ?1 chooses a row, ?2 a value. Those that contradict the schema fail,
/// as they would for an operator.
constexpr std::array kEdits{
    "INSERT INTO directory_number (pattern, partition_id) VALUES (1000 + ?1 % 60, 1 + ?2 % 2)",
    "INSERT INTO device (name, model, protocol, device_pool, button_template)"
    " SELECT 'SEP' || (?1 % 40), model, protocol, device_pool, button_template FROM device_default"
    " WHERE button_template IS NOT NULL ORDER BY model LIMIT 1 OFFSET ?2 % 10",
    "INSERT INTO line_appearance (device, line, directory_number, label)"
    " SELECT d.id, 1 + ?2 % 3, n.id, n.pattern FROM (SELECT id FROM device ORDER BY id LIMIT 1 OFFSET ?1 % "
    "30) d,"
    " (SELECT id, pattern FROM directory_number ORDER BY id LIMIT 1 OFFSET ?2 % 40) n",
    "UPDATE line_appearance SET label = 'Desk ' || ?2 WHERE device % 7 = ?1 % 7",
    "UPDATE line_appearance SET device = (SELECT max(id) FROM device), line = 5 + ?2 % 50 WHERE rowid = ?1 % "
    "30",
    "DELETE FROM line_appearance WHERE device % 11 = ?1 % 11",
    "UPDATE device SET device_pool = 1 + ?2 % 3 WHERE id % 5 = ?1 % 5",
    "UPDATE device SET name = 'SEP' || (?2 % 40) WHERE id = ?1 % 40",
    "DELETE FROM device WHERE id % 13 = ?1 % 13",
    "UPDATE directory_number SET pattern = 1000 + ?2 % 60 WHERE id = ?1 % 60",
    "DELETE FROM directory_number WHERE id % 17 = ?1 % 17",
    "INSERT INTO speed_dial (device, position, number) SELECT id, 1 + ?2 % 5, ?1 FROM device WHERE id % 3 = "
    "0",
    "DELETE FROM speed_dial WHERE position = 1 + ?1 % 5",
    "INSERT INTO device_pool (id, name, cm_group, date_time_group, region, location, srst)"
    " VALUES (2 + ?1 % 2, 'Pool ' || (?2 % 5), 1, 1, 1, 1, 1)",
    "UPDATE device_pool SET connection_monitor = ?2 % 100 WHERE id = 1 + ?1 % 3",
    "DELETE FROM device_pool WHERE id = 2 + ?1 % 2",
    "INSERT INTO phone_service (name, url) VALUES ('Service ' || (?1 % 5), 'http://10.0.0.1/')",
    "INSERT INTO service_subscription (device, service)"
    " SELECT id, (SELECT max(id) FROM phone_service) FROM device WHERE id % 4 = ?1 % 4",
    "DELETE FROM phone_service WHERE id % 3 = ?1 % 3",
    "UPDATE parameter SET value = ?2 WHERE id % 29 = ?1 % 29",
    "DELETE FROM parameter WHERE id % 31 = ?1 % 31",
    "UPDATE device_default SET load = 'LOAD' || ?2 WHERE model % 10 = ?1 % 10",
    "DELETE FROM device_default WHERE model % 101 = ?1 % 101",
    "INSERT INTO dhcp_subnet (cidr) VALUES ('10.' || (?1 % 9) || '.0.0/16')",
    "INSERT INTO dhcp_range SELECT id, replace(cidr, '0/16', 1 + ?1 % 99), replace(cidr, '0/16', '200')"
    " FROM dhcp_subnet",
    "DELETE FROM dhcp_range WHERE subnet % 2 = ?1 % 2",
    "DELETE FROM dhcp_subnet WHERE id % 3 = ?1 % 3",
    "UPDATE node SET description = 'n' || ?2",
    "UPDATE softkey_template_key SET softkey = 'Key' || (?2 % 3) WHERE position = 1 + ?1 % 4",
    "DELETE FROM button_template_button WHERE position = 2 + ?1 % 6 AND template % 5 = ?2 % 5",
    "INSERT INTO route_partition (id, name) VALUES (2, 'Lab ' || (?1 % 3))",
    "UPDATE route_partition SET description = 'p' || ?2",
    "UPDATE enterprise_phone SET vendor_config = '<a>' || ?2 || '</a>'",
    "INSERT INTO phone_profile (id, name) VALUES (2 + ?1 % 3, 'Profile ' || (?2 % 9))",
    "UPDATE phone_profile SET unlock_password = ?2 WHERE id = 1 + ?1 % 4",
    "DELETE FROM phone_profile WHERE id = 2 + ?1 % 3",
    "UPDATE device SET phone_profile = 1 + ?2 % 4, further_xml = '<a>' || ?2 || '</a>' WHERE id % 6 = ?1 % 6",
    "INSERT INTO device_module (device, position, model) SELECT id, 1 + ?2 % 3, 227 FROM device WHERE id % 5 "
    "= ?1 % 5",
    "DELETE FROM device_module WHERE position = 1 + ?1 % 3",
    "INSERT INTO universal_device_template (id, name) VALUES (1 + ?1 % 3, 'T' || (?2 % 7))",
    "UPDATE universal_device_template SET pool = 'P' || ?2 WHERE id = 1 + ?1 % 3",
    "DELETE FROM universal_device_template WHERE id = 1 + ?1 % 3",
    "INSERT INTO universal_line_template (id, name, partition_id) VALUES (1 + ?1 % 3, 'L' || (?2 % 7), 1 + "
    "?2 % 2)",
    "DELETE FROM universal_line_template WHERE id = 1 + ?1 % 3",
    "UPDATE node SET autoreg_device_template = 1 + ?1 % 4, autoreg_line_template = 1 + ?2 % 4",
    "UPDATE node SET autoreg_asks = ?2 % 2",
    "INSERT INTO calling_search_space (id, name) VALUES (1 + ?1 % 3, 'Space ' || (?2 % 7))",
    "UPDATE calling_search_space SET description = 's' || ?2 WHERE id = 1 + ?1 % 3",
    "DELETE FROM calling_search_space WHERE id = 1 + ?1 % 3",
    "INSERT INTO calling_search_space_partition (calling_search_space, position, partition_id)"
    " SELECT id, 1 + ?1 % 2, 1 + ?2 % 2 FROM calling_search_space",
    "DELETE FROM calling_search_space_partition WHERE position = 1 + ?1 % 2",
    "UPDATE directory_number SET calling_search_space = 1 + ?2 % 3 WHERE id % 4 = ?1 % 4",
    "UPDATE universal_line_template SET external_mask = '49' || ?2 || 'XX', calling_search_space = 1 + ?1 % "
    "3",
    "UPDATE line_appearance SET external_mask = ?2 || 'XX' WHERE device % 4 = ?1 % 4",
    "UPDATE device_pool SET network_locale = 'L' || ?2 WHERE id = 1 + ?1 % 3",
    "INSERT INTO sip_profile (id, name, timer_t1) VALUES (2 + ?1 % 3, 'S' || (?2 % 7), 100 + ?2 % 400)",
    "UPDATE sip_profile SET dtmf_level = 1 + ?2 % 5 WHERE id = 1 + ?1 % 3",
    "DELETE FROM sip_profile WHERE id = 2 + ?1 % 3",
    "INSERT INTO security_profile (id, name) VALUES (3 + ?1 % 3, 'C' || (?2 % 7))",
    "UPDATE security_profile SET digest = ?2 % 2 WHERE id = 1 + ?1 % 5",
    "DELETE FROM security_profile WHERE id = 3 + ?1 % 3",
    "UPDATE device SET digest_user = 'u' || (?2 % 9) WHERE id = ?1 % 40",
    "UPDATE device SET digest_user = '' WHERE id % 3 = ?1 % 3",
    "UPDATE device SET sip_profile = 1 + ?2 % 4, security_profile = 1 + ?1 % 5, digest_user = 'u' || id "
    "WHERE id % 4 = ?1 % "
    "4",
    "INSERT INTO sip_dial_rule (pattern, timeout) VALUES (?1 % 40, ?2 % 9)",
    "UPDATE sip_dial_rule SET timeout = ?2 % 9 WHERE id % 3 = ?1 % 3",
    "DELETE FROM sip_dial_rule WHERE id % 5 = ?1 % 5",
};

void edit(db::Database& database, std::mt19937& random) {
    const std::string_view sql = kEdits[random() % kEdits.size()];
    const auto row = random() % 1000;
    const auto value = random() % 1000;
    try {
        const bool has_value = sql.find("?2") != std::string_view::npos;
        has_value ? database.run(sql, row, value) : database.run(sql, row);
    } catch (const db::StoreError& error) {
        CAPTURE(sql, error.what());
        REQUIRE(error.code() == db::StoreErrc::constraint);
    }
}

}  // namespace

TEST_CASE("World loader: any sequence of changes gives the world of a whole load", "[db]") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    CAPTURE(seed);
    std::mt19937 random{seed};
    FreshSite site;
    db::WorldLoader loader{site.open()};
    auto world = loader.load_whole().world;
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        {
            db::Transaction transaction{site.database};
            for (auto edits = 1 + random() % 12; edits > 0; --edits) {
                edit(site.database, random);
            }
            transaction.commit();
        }
        const auto result = loader.load_changes(world);
        REQUIRE(result.problems.empty());
        REQUIRE_FALSE(result.is_whole);
        world = result.world;
        test::require_equal(*world, *loader.load_whole().world);
    }
    REQUIRE(world->devices.size() > 0);
    REQUIRE(world->numbers.size() > 0);
}
