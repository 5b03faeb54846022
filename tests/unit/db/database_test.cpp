#include "db/database.hpp"
#include "db/transaction.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using test::FreshSite;

namespace {

std::int64_t count_regions(db::Database& database) {
    return database.integer("SELECT count(*) FROM region").value();
}

void add_region(db::Database& database, const std::string& name) {
    database.run("INSERT INTO region (name) VALUES (?1)", name);
}

db::StoreErrc code_of(const std::function<void()>& operation) {
    try {
        operation();
    } catch (const db::StoreError& error) {
        return error.code();
    }
    FAIL("no StoreError was thrown");
    return db::StoreErrc::failed;
}

}  // namespace

TEST_CASE("Database: values come back as they were bound", "[db]") {
    FreshSite site;
    auto rows = site.database.query(
        "SELECT ?1, ?2, ?3, ?4, ?5", -7, "Zürich", PoolId{42}, PoolId{}, Buffer{0, 1, 255}
    );
    REQUIRE(rows.next());
    REQUIRE(rows.integer(0) == -7);
    REQUIRE(rows.text(1) == "Zürich");
    REQUIRE(rows.id<PoolId>(2) == PoolId{42});
    REQUIRE(rows.is_null(3));
    REQUIRE_FALSE(rows.id<PoolId>(3).is_set());
    REQUIRE(rows.blob(4) == Buffer{0, 1, 255});
    REQUIRE_FALSE(rows.next());
}

TEST_CASE("Database: the same statement may be in use twice", "[db]") {
    FreshSite site;
    constexpr auto kSql = "SELECT id FROM srst_reference ORDER BY id";
    auto outer = site.database.query(kSql);
    std::size_t pairs = 0;
    while (outer.next()) {
        auto inner = site.database.query(kSql);
        while (inner.next()) {
            ++pairs;
        }
    }
    REQUIRE(pairs == 4);
}

TEST_CASE("Database: a used statement keeps no value of its last use", "[db]") {
    FreshSite site;
    constexpr auto kSql = "SELECT ?1 IS NULL";
    REQUIRE(site.database.integer(kSql, "text") == 0);
    REQUIRE(site.database.integer(kSql) == 1);
}

TEST_CASE("Database: errors say what their caller should do", "[db]") {
    FreshSite site;
    REQUIRE(code_of([&] { add_region(site.database, "Default"); }) == db::StoreErrc::constraint);
    REQUIRE(code_of([&] { db::Database{site.scratch.path() / "none.db", {}}; }) == db::StoreErrc::unreadable);
    auto reader = site.open();
    REQUIRE_THROWS_AS(add_region(reader, "North"), db::StoreError);

    const db::Transaction held{site.database};
    db::Database hurried{site.directory.device(), {.lock_patience = std::chrono::milliseconds{0}}};
    REQUIRE(code_of([&] { const db::Transaction refused{hurried}; }) == db::StoreErrc::busy);
}

TEST_CASE("Transaction: what is not committed never happened", "[db]") {
    FreshSite site;
    {
        const db::Transaction transaction{site.database};
        add_region(site.database, "North");
    }
    REQUIRE(count_regions(site.database) == 1);
    db::Transaction transaction{site.database};
    add_region(site.database, "South");
    transaction.commit();
    REQUIRE(count_regions(site.database) == 2);
}

TEST_CASE("Transaction: a nested one falls alone", "[db]") {
    FreshSite site;
    db::Transaction outer{site.database};
    add_region(site.database, "North");
    {
        const db::Transaction inner{site.database};
        add_region(site.database, "South");
    }
    {
        db::Transaction inner{site.database};
        add_region(site.database, "East");
        inner.commit();
    }
    outer.commit();
    REQUIRE(count_regions(site.database) == 3);
    REQUIRE_FALSE(site.database.integer("SELECT 1 FROM region WHERE name = 'South'"));
}

TEST_CASE("Snapshot: several reads see one moment", "[db]") {
    FreshSite site;
    auto reader = site.open();
    {
        const db::Snapshot snapshot{reader};
        REQUIRE(count_regions(reader) == 1);
        add_region(site.database, "North");
        REQUIRE(count_regions(reader) == 1);
    }
    REQUIRE(count_regions(reader) == 2);
}
