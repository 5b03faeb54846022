#include "db/auto_registration.hpp"
#include "db/world_loader.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using test::FreshSite;

namespace {

AutoRegisterRequest request_of(const FreshSite& site, int phone, std::int64_t model = 436) {
    return {
        .node = site.node,
        .name = *DeviceName::parse(fmt::format("SEP{:012X}", phone)),
        .model = ModelId{model},
        .protocol = Protocol::sccp};
}

std::string register_phone(FreshSite& site, int phone) {
    const auto result = db::auto_register(site.database, request_of(site, phone));
    CAPTURE(result.sentence);
    REQUIRE_FALSE(result.refused);
    return result.dn;
}

void require_refused(FreshSite& site, AutoRegisterRefusal why, const AutoRegisterRequest& request) {
    const auto before = site.database.integer("SELECT max(sequence) FROM change");
    const auto result = db::auto_register(site.database, request);
    REQUIRE(result.refused);
    REQUIRE(result.refusal == why);
    REQUIRE_FALSE(result.sentence.empty());
    REQUIRE(site.database.integer("SELECT max(sequence) FROM change") == before);
}

}  // namespace

TEST_CASE("Auto-registration: an unknown phone gets device, number, line and description", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    const auto result = db::auto_register(site.database, request_of(site, 1));
    REQUIRE_FALSE(result.refused);
    REQUIRE_FALSE(result.existed);
    REQUIRE(result.dn == "1000");

    const auto world = db::load_world(site.database).world;
    const auto& device = *world->devices.find(result.device);
    REQUIRE(device.name == request_of(site, 1).name);
    REQUIRE(device.description == "Auto 1000");
    REQUIRE(device.auto_registered);
    REQUIRE(device.pool == world->find_pool("Default")->id);
    REQUIRE(world->button_templates.find(device.button_template)->model == ModelId{436});
    REQUIRE(device.load.empty());
    REQUIRE(device.lines.size() == 1);
    REQUIRE(device.lines[0].label == "1000");
    REQUIRE(world->numbers.find(device.lines[0].number)->pattern == "1000");
}

TEST_CASE("Auto-registration: the same phone keeps its number", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    register_phone(site, 1);
    register_phone(site, 2);
    const auto again = db::auto_register(site.database, request_of(site, 2));
    REQUIRE(again.existed);
    REQUIRE(again.dn == "1001");
    REQUIRE(site.database.integer("SELECT count(*) FROM device") == 2);
}

TEST_CASE("Auto-registration: numbers in use are passed over, freed ones are given again", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    site.database.run("INSERT INTO directory_number (pattern, partition_id) VALUES ('1001', 1)");
    REQUIRE(register_phone(site, 1) == "1000");
    REQUIRE(register_phone(site, 2) == "1002");
    site.database.script("DELETE FROM device WHERE description = 'Auto 1000'");
    site.database.script("DELETE FROM directory_number WHERE pattern = '1000'");
    REQUIRE(register_phone(site, 3) == "1000");
    REQUIRE(register_phone(site, 4) == "1003");
    site.database.script("UPDATE directory_number SET pattern = '5000' WHERE pattern = '1002'");
    REQUIRE(register_phone(site, 5) == "1002");
}

TEST_CASE("Auto-registration: numbers of another partition do not matter", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    register_phone(site, 1);
    site.database.script(
        "INSERT INTO route_partition (id, name) VALUES (9, 'Lab'); UPDATE node SET autoreg_partition = 9"
    );
    REQUIRE(register_phone(site, 2) == "1000");
}

TEST_CASE("Auto-registration: a changed range begins at its own first number", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(2000, 2999);
    REQUIRE(register_phone(site, 1) == "2000");
    site.switch_on_autoreg(1000, 2999);
    REQUIRE(register_phone(site, 2) == "1000");
}

TEST_CASE("Auto-registration: the end of the range is a clear refusal", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1001);
    register_phone(site, 1);
    register_phone(site, 2);
    require_refused(site, AutoRegisterRefusal::range_exhausted, request_of(site, 3));
    site.switch_on_autoreg(1000, 1002);
    REQUIRE(register_phone(site, 3) == "1002");
}

TEST_CASE("Auto-registration: off is off, by flag, by range and by group", "[db]") {
    FreshSite site;
    require_refused(site, AutoRegisterRefusal::switched_off, request_of(site, 1));
    site.switch_on_autoreg(1000, 1000);
    require_refused(site, AutoRegisterRefusal::switched_off, request_of(site, 1));
    site.switch_on_autoreg(1000, 1999);
    site.database.script("UPDATE cm_group SET autoreg = 0");
    require_refused(site, AutoRegisterRefusal::switched_off, request_of(site, 1));
}

TEST_CASE("Auto-registration: a model must be known, speak the protocol and have defaults", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    require_refused(site, AutoRegisterRefusal::unknown_model, request_of(site, 1, 4711));
    site.database.script("UPDATE phone_model SET protocols = 'SIP' WHERE id = 7");
    require_refused(site, AutoRegisterRefusal::unknown_model, request_of(site, 1, 7));
    site.database.script("DELETE FROM device_default WHERE model = 436");
    require_refused(site, AutoRegisterRefusal::no_defaults, request_of(site, 1));
}

TEST_CASE("Auto-registration: a pool that this node does not serve is refused", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    site.database.script(
        "INSERT INTO cm_group (id, name) VALUES (9, 'Elsewhere');"
        "INSERT INTO device_pool (id, name, cm_group, date_time_group, region, location, srst)"
        " VALUES (9, 'Elsewhere', 9, 1, 1, 1, 1); UPDATE device_default SET device_pool = 9"
    );
    require_refused(site, AutoRegisterRefusal::no_defaults, request_of(site, 1));
}

TEST_CASE("Auto-registration: a locked database refuses and may be tried again", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    auto hurried =
        db::open_device_database(site.directory, db::Access::read_write, std::chrono::milliseconds{0})
            .value();
    site.database.script("BEGIN IMMEDIATE");
    const auto result = db::auto_register(hurried, request_of(site, 1));
    REQUIRE(result.refused);
    REQUIRE(result.refusal == AutoRegisterRefusal::store_failed);
    site.database.script("ROLLBACK");
    REQUIRE_FALSE(db::auto_register(hurried, request_of(site, 1)).refused);
}

TEST_CASE("Auto-registration: two processes at once never give one number twice", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    constexpr int kEach = 60;
    std::vector<pid_t> children;
    for (int child = 0; child < 2; ++child) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            int failures = 0;
            // Every second phone is the other process's as well.
            auto own = site.open(db::Access::read_write);
            for (int phone = 0; phone < kEach; ++phone) {
                const int name = phone % 2 == 0 ? phone : phone + child * 1000;
                failures += db::auto_register(own, request_of(site, name)).refused ? 1 : 0;
            }
            ::_exit(failures == 0 ? 0 : 1);
        }
        children.push_back(pid);
    }
    for (const auto pid : children) {
        int status = 0;
        REQUIRE(::waitpid(pid, &status, 0) == pid);
        REQUIRE(status == 0);
    }
    REQUIRE(site.database.integer("SELECT count(*) FROM device") == kEach / 2 + kEach);
    REQUIRE(
        site.database.integer("SELECT count(DISTINCT directory_number) FROM line_appearance") ==
        kEach / 2 + kEach
    );
}

TEST_CASE("Auto-registration: the universal templates say what a phone and its line are like", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    site.database.script(
        "INSERT INTO route_partition (id, name) VALUES (9, 'Quarantine');"
        "INSERT INTO device_pool (id, name, cm_group, date_time_group, region, location, srst)"
        " VALUES (9, 'New cm1', 1, 1, 1, 1, 1);"
        "INSERT INTO phone_profile (id, name) VALUES (9, 'Lobby');"
        "INSERT INTO location (id, name) VALUES (9, 'Cellar');"
        "INSERT INTO universal_device_template (id, name, description, pool, button_template, location,"
        " phone_profile, user_locale, softkey_template)"
        " VALUES (1, 'T', '{model} of {mac}', 'New {node}', 'All Lines {model} {protocol}', 9, 9,"
        " 'German_Germany', 1);"
        "INSERT INTO universal_line_template (id, name, description, partition_id, alerting_name, display, "
        "label,"
        " max_calls, busy_trigger, ring)"
        " VALUES (1, 'L', 'New {dn}', 9, 'Alert {dn}', 'Phone {dn}', '{model} {dn}', 2, 1, 'beep only');"
        "UPDATE node SET autoreg_device_template = 1, autoreg_line_template = 1"
    );
    const auto result = db::auto_register(site.database, request_of(site, 1));
    INFO(result.sentence);
    REQUIRE_FALSE(result.refused);
    const auto world = db::load_world(site.database).world;
    const auto& device = *world->devices.find(result.device);
    CHECK(device.description == "7965 of 000000000001");
    CHECK(world->pools.find(device.pool)->name == "New cm1");
    CHECK(world->button_templates.find(device.button_template)->name == "All Lines 7965 SCCP");
    CHECK(device.location == LocationId{9});
    CHECK(device.profile == PhoneProfileId{9});
    CHECK(device.softkey_template == SoftkeyTemplateId{1});
    CHECK(device.user_locale == "German_Germany");
    const auto& line = device.lines.at(0);
    CHECK(line.label == "7965 1000");
    CHECK(line.display == "Phone 1000");
    CHECK(line.max_calls == 2);
    CHECK(line.busy_trigger == 1);
    CHECK(line.ring == "beep only");
    const auto& number = *world->numbers.find(line.number);
    CHECK(number.partition == PartitionId{9});
    CHECK(number.description == "New 1000");
    CHECK(number.alerting_name == "Alert 1000");

    // A 7940 has no template with more lines than the standard one: it gets its model's.
    const auto small = db::auto_register(site.database, request_of(site, 2, 8));
    REQUIRE_FALSE(small.refused);
    CHECK(small.dn == "1001");
    const auto after = db::load_world(site.database).world;
    const auto& other = *after->devices.find(small.device);
    CHECK(after->button_templates.find(other.button_template)->name == "Standard 7940 SCCP");
}

TEST_CASE("Auto-registration: a template's pool must exist and be served here", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(1000, 1999);
    site.database.script(
        "INSERT INTO universal_device_template (id, name, pool) VALUES (1, 'T', 'Nowhere');"
        "UPDATE node SET autoreg_device_template = 1"
    );
    require_refused(site, AutoRegisterRefusal::no_defaults, request_of(site, 1));
    site.database.script(
        "INSERT INTO cm_group (id, name) VALUES (9, 'Elsewhere');"
        "INSERT INTO device_pool (id, name, cm_group, date_time_group, region, location, srst)"
        " VALUES (9, 'Nowhere', 9, 1, 1, 1, 1)"
    );
    require_refused(site, AutoRegisterRefusal::no_defaults, request_of(site, 1));
    // A pool of the template serves models that have no device default.
    site.database.script("UPDATE device_pool SET cm_group = 1 WHERE id = 9; DELETE FROM device_default");
    CHECK(register_phone(site, 1) == "1000");
}
