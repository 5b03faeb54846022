#include "db/migrator.hpp"
#include "db/world_loader.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <set>

using namespace dialtone;
using test::FreshSite;

namespace {

constexpr std::array<schema::Script, 1> kFirst{{{1, "0001_one", "CREATE TABLE a (x INTEGER) STRICT;"}}};
constexpr std::array<schema::Script, 2> kSecond{
    {kFirst[0], {2, "0002_two", "ALTER TABLE a ADD COLUMN y TEXT NOT NULL DEFAULT 'new';"}}};
constexpr std::array<schema::Script, 2> kBroken{
    {kFirst[0], {2, "0002_two", "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1);"}}};
constexpr std::array<schema::Script, 1> kSeed{{{1, "01_rows", "INSERT INTO a (x) VALUES (1);"}}};

db::SchemaKind kind_of(std::span<const schema::Script> migrations) {
    return {"test database", migrations, kSeed, true};
}

struct Directory {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};
    std::filesystem::path file = scratch.path() / "test.db";

    Outcome<db::MigrationReport> migrate(std::span<const schema::Script> migrations) const {
        return db::migrate(directory, file, kind_of(migrations));
    }

    std::optional<std::int64_t> ask(const std::filesystem::path& path, std::string_view sql) const {
        db::Database database{path, {.access = db::Access::read_only}};
        return database.integer(sql);
    }
};

}  // namespace

TEST_CASE("Migrator: a fresh database gets its seeds once", "[db]") {
    const Directory d;
    const auto report = d.migrate(kFirst);
    REQUIRE(report.has_value());
    REQUIRE(report.value().from == 0);
    REQUIRE(report.value().to == 1);
    REQUIRE_FALSE(report.value().backup.has_value());
    REQUIRE(d.migrate(kFirst).value().from == 1);
    REQUIRE(d.migrate(kSecond).value().to == 2);
    REQUIRE(d.ask(d.file, "SELECT count(*) FROM a") == 1);
    REQUIRE(d.ask(d.file, "SELECT count(*) FROM migration WHERE kind = 'seed'") == 1);
}

TEST_CASE("Migrator: an upgrade leaves a copy of what was", "[db]") {
    const Directory d;
    REQUIRE(d.migrate(kFirst).has_value());
    const auto report = d.migrate(kSecond);
    REQUIRE(report.has_value());
    REQUIRE(report.value().backup.has_value());
    REQUIRE(d.ask(*report.value().backup, "SELECT max(number) FROM migration") == 1);
    REQUIRE(d.ask(d.file, "SELECT count(*) FROM a WHERE y = 'new'") == 1);
}

TEST_CASE("Migrator: a failing script changes nothing", "[db]") {
    const Directory d;
    REQUIRE(d.migrate(kFirst).has_value());
    const auto report = d.migrate(kBroken);
    REQUIRE(report.has_error());
    REQUIRE(report.error().sentence.find("0002_two") != std::string::npos);
    REQUIRE(d.ask(d.file, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'") == 0);
    REQUIRE(d.migrate(kSecond).value().from == 1);
}

TEST_CASE("Migrator: a database of a newer program is refused", "[db]") {
    const Directory d;
    REQUIRE(d.migrate(kSecond).has_value());
    const auto report = d.migrate(kFirst);
    REQUIRE(report.has_error());
    REQUIRE(report.error().sentence.find("newer") != std::string::npos);
}

TEST_CASE("Migrator: a database of somebody else is left alone", "[db]") {
    const Directory d;
    REQUIRE(d.migrate(kFirst).has_value());
    db::Database{d.file, {}}.script("DROP TABLE migration");
    const auto report = d.migrate(kFirst);
    REQUIRE(report.has_error());
    REQUIRE(report.error().sentence.find("not a test database") != std::string::npos);
}

TEST_CASE("Schema: a fresh database is complete and makes a world", "[db]") {
    FreshSite site;
    const auto result = db::load_world(site.database);
    CAPTURE(result.problems.empty() ? std::string{} : result.problems.front().sentence);
    REQUIRE(result.world != nullptr);
    REQUIRE(result.world->find_pool("Default") != nullptr);
    REQUIRE(result.world->find_softkey_template("Standard User") != nullptr);
    REQUIRE(result.world->find_model("7960") != nullptr);
    REQUIRE_FALSE(result.world->is_autoreg_on());
    REQUIRE(site.database.integer("SELECT count(*) FROM device_default WHERE load <> ''") == 0);
}

TEST_CASE("Schema: DHCP options keep their meaning when scopes arrive", "[db]") {
    const Directory d;
    const auto scripts = db::device_schema().migrations;
    const auto migrate = [&](std::span<const schema::Script> some) {
        return db::migrate(d.directory, d.file, {"device database", some, {}, true}).has_value();
    };
    REQUIRE(migrate(scripts.first(2)));
    {
        db::Database database{d.file, {.access = db::Access::read_write}};
        database.script(
            "INSERT INTO dhcp_subnet (id, cidr) VALUES (1, '10.0.0.0/24');"
            "INSERT INTO dhcp_option VALUES (1, '', 42, '0A000001'), (1, 'Cisco', 42, '0A000002')"
        );
    }
    REQUIRE(migrate(scripts));
    const auto count = [&](std::string_view where) {
        return d.ask(d.file, "SELECT count(*) FROM dhcp_option WHERE " + std::string{where});
    };
    REQUIRE(count("1") == 2);
    REQUIRE(count("scope = 'subnet' AND subject = '' AND code = 42 AND value = '0A000001'") == 1);
    REQUIRE(count("scope = 'vendor-class' AND subject = 'Cisco' AND value = '0A000002'") == 1);
}

TEST_CASE("Schema: SIP phones of before get a secret each when credentials arrive", "[db]") {
    const Directory d;
    const auto scripts = db::device_schema().migrations;
    const auto before = std::find_if(scripts.begin(), scripts.end(), [](const schema::Script& script) {
        return script.name == "0009_sip_phones";
    });
    const auto migrate = [&](std::span<const schema::Script> some) {
        return db::migrate(d.directory, d.file, {"device database", some, db::device_schema().seeds, true})
            .has_value();
    };
    REQUIRE(before != scripts.end());
    // The seeds of today name what the migration brings, so the rows are made by hand.
    const auto old = scripts.first(static_cast<std::size_t>(before - scripts.begin()));
    REQUIRE(db::migrate(d.directory, d.file, {"device database", old, {}, true}).has_value());
    {
        db::Database database{d.file, {.access = db::Access::read_write}};
        database.script(
            "INSERT INTO phone_model (id, name, short_name, protocols, family) VALUES"
            " (537, 'Cisco 9951', '9951', 'SIP', 'ce8x'), (336, 'Third-party', 'SIP-basic', 'SIP', 'ce8x');"
            "INSERT INTO cm_group (id, name) VALUES (1, 'G');"
            "INSERT INTO date_time_group (id, name) VALUES (1, 'T');"
            "INSERT INTO region (id, name) VALUES (1, 'R');"
            "INSERT INTO location (id, name) VALUES (1, 'L');"
            "INSERT INTO srst_reference (id, name) VALUES (1, 'S');"
            "INSERT INTO device_pool (id, name, cm_group, date_time_group, region, location, srst)"
            " VALUES (1, 'P', 1, 1, 1, 1, 1);"
            "INSERT INTO button_template (id, name, model, protocol) VALUES (1, 'B', 537, 'SIP');"
            "INSERT INTO device (name, model, protocol, device_pool, button_template) VALUES"
            " ('SEPA', 537, 'SIP', 1, 1), ('SEPB', 537, 'SIP', 1, 1), ('SEPC', 537, 'SCCP', 1, 1)"
        );
    }
    REQUIRE(migrate(scripts));
    const auto count = [&](std::string_view where) {
        return d.ask(d.file, "SELECT count(*) FROM device WHERE " + std::string{where});
    };
    CHECK(count("protocol = 'SIP' AND digest_user = name AND length(digest_password) = 24") == 2);
    CHECK(count("digest_user = '' AND digest_password = ''") == 1);
    CHECK(
        d.ask(d.file, "SELECT count(DISTINCT digest_password) FROM device WHERE digest_password <> ''") == 2
    );
    CHECK(d.ask(d.file, "SELECT count(*) FROM phone_model WHERE family IN ('ce99', 'third-party')") == 2);
}

TEST_CASE("Schema: every table of the configuration leaves changes", "[db]") {
    FreshSite site;
    const std::set<std::string> quiet{
        "change", "request", "migration", "autoreg_progress", "waiting_phone", "sqlite_sequence"};
    auto tables = site.database.query("SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (tables.next()) {
        const auto table = tables.text(0);
        if (quiet.contains(table)) {
            continue;
        }
        CAPTURE(table);
        REQUIRE(
            site.database.integer(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1"
                " AND name IN (?1 || '_inserted', ?1 || '_updated', ?1 || '_deleted')",
                table
            ) == 3
        );
    }
}

TEST_CASE("Schema: change rows are bounded", "[db]") {
    FreshSite site;
    site.database.script(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 103000)"
        " INSERT INTO change (aggregate, key) SELECT 'region', i FROM n"
    );
    const auto kept = site.database.integer("SELECT count(*) FROM change").value();
    REQUIRE(kept <= 100'000);
    REQUIRE(kept >= 99'000);
}
