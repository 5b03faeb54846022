#include "db/waiting_phones.hpp"

#include "db/auto_registration.hpp"
#include "db/transaction.hpp"
#include "db/world_loader.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using db::Decision;
using test::FreshSite;

namespace {

/// A node that asks first.
struct AskingSite : FreshSite {
    AskingSite() {
        switch_on_autoreg(1000, 1999);
        database.script("UPDATE node SET autoreg_asks = 1");
    }

    AutoRegisterResult come(int phone, std::int64_t model = 436) {
        return db::auto_register(
            database,
            {.node = node,
             .name = name(phone),
             .model = ModelId{model},
             .protocol = Protocol::sccp,
             .load = "SCCP45.9-4-2SR3-1S",
             .address = Ipv4{10, 77, 0, 50}}
        );
    }

    static DeviceName name(int phone) { return *DeviceName::parse(fmt::format("SEP{:012X}", phone)); }

    std::int64_t count(const char* sql) { return database.integer(sql).value_or(-1); }
};

}  // namespace

TEST_CASE("Waiting phones: a phone is listed with what is known of it, and made when approved", "[db]") {
    AskingSite site;
    const auto first = site.come(1);
    CHECK(first.refused);
    CHECK(first.refusal == AutoRegisterRefusal::waiting);
    CHECK_THAT(first.sentence, Contains("dialtone autoreg approve SEP000000000001"));
    CHECK(site.count("SELECT count(*) FROM device") == 0);

    // Another process sees it: it was committed, and survives.
    auto other = site.open();
    const auto listed = db::list_waiting(other);
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].name == site.name(1));
    CHECK(listed[0].node == site.node);
    CHECK(listed[0].model == ModelId{436});
    CHECK(listed[0].load == "SCCP45.9-4-2SR3-1S");
    CHECK(listed[0].address == Ipv4{10, 77, 0, 50});
    CHECK(listed[0].decision == Decision::none);

    REQUIRE(db::decide_waiting(site.database, site.name(1), Decision::approved));
    const auto made = site.come(1);
    INFO(made.sentence);
    REQUIRE_FALSE(made.refused);
    CHECK(made.dn == "1000");
    CHECK(made.was_approved);
    CHECK(db::list_waiting(site.database).empty());
    // From here on it is a phone like any other.
    const auto again = site.come(1);
    CHECK(again.existed);
    CHECK(again.dn == "1000");
}

TEST_CASE("Waiting phones: one that comes again every half minute costs no write", "[db]") {
    AskingSite site;
    site.come(1);
    const auto writes = [&] { return site.count("SELECT total_changes()"); };
    const auto before = writes();
    site.come(1);
    CHECK(writes() == before);
    site.database.script("UPDATE waiting_phone SET last_seen = last_seen - 61");
    site.come(1);
    CHECK(site.count("SELECT count(*) FROM waiting_phone WHERE last_seen > unixepoch() - 30") == 1);
    // Nothing of it is configuration: no world is read for it.
    const auto changes = site.count("SELECT count(*) FROM change");
    site.come(2);
    CHECK(site.count("SELECT count(*) FROM change") == changes);
}

TEST_CASE("Waiting phones: who was refused stays out, whatever the switch says by then", "[db]") {
    AskingSite site;
    site.come(1);
    REQUIRE(db::decide_waiting(site.database, site.name(1), Decision::refused));
    CHECK(site.come(1).refusal == AutoRegisterRefusal::turned_away);
    site.database.script("UPDATE node SET autoreg_asks = 0");
    CHECK(site.come(1).refusal == AutoRegisterRefusal::turned_away);
    CHECK(site.come(2).dn == "1000");
    REQUIRE(db::forget_waiting(site.database, site.name(1)));
    CHECK(site.come(1).dn == "1001");
    CHECK_FALSE(db::forget_waiting(site.database, site.name(1)));
    CHECK_FALSE(db::decide_waiting(site.database, site.name(9), Decision::approved));
}

TEST_CASE("Waiting phones: a phone that is made by hand waits no longer", "[db]") {
    AskingSite site;
    site.come(1);
    site.come(2);
    site.database.script(
        "INSERT INTO device (name, model, protocol, device_pool, button_template)"
        " SELECT 'SEP000000000001', 436, 'SCCP', 1, id FROM button_template WHERE model = 436 LIMIT 1"
    );
    CHECK(db::list_waiting(site.database).size() == 1);
    site.database.script("UPDATE device SET name = 'SEP000000000002'");
    CHECK(db::list_waiting(site.database).empty());
}

TEST_CASE("Waiting phones: the list is bounded, and makes room for who stays away", "[db]") {
    AskingSite site;
    db::Transaction transaction{site.database};
    site.database.script(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
        " INSERT INTO waiting_phone (name, node, model, protocol, load, address)"
        " SELECT printf('SEP%012X', i), 1, 436, 'SCCP', '', '10.77.0.9' FROM n"
    );
    transaction.commit();
    const auto late = site.come(5000);
    CHECK(late.refusal == AutoRegisterRefusal::waiting);
    CHECK_THAT(late.sentence, Contains("1000 phones wait for approval already"));
    CHECK(db::list_waiting(site.database).size() == db::kMostWaiting);
    CHECK(site.come(7).refusal == AutoRegisterRefusal::waiting);  // one of those listed
    // Two stayed away for more than a day; about one of them something was decided.
    site.database.script(
        "UPDATE waiting_phone SET last_seen = unixepoch() - 90000 WHERE name IN ('SEP000000000001', "
        "'SEP000000000002'); UPDATE waiting_phone SET decision = 'refused' WHERE name = 'SEP000000000002'"
    );
    CHECK_THAT(site.come(5000).sentence, Contains("approve SEP000000001388"));
    CHECK(site.count("SELECT count(*) FROM waiting_phone WHERE name = 'SEP000000000001'") == 0);
    CHECK(site.count("SELECT count(*) FROM waiting_phone WHERE name = 'SEP000000000002'") == 1);
}

TEST_CASE("Waiting phones: what could never be made is refused at once, and not listed", "[db]") {
    AskingSite site;
    CHECK(site.come(1, 4711).refusal == AutoRegisterRefusal::unknown_model);
    site.database.script("DELETE FROM device_default WHERE model = 436");
    CHECK(site.come(1).refusal == AutoRegisterRefusal::no_defaults);
    CHECK(db::list_waiting(site.database).empty());
}

TEST_CASE("Waiting phones: approved with no number left, it is let in when there is one", "[db]") {
    AskingSite site;
    site.switch_on_autoreg(1000, 1001);
    for (const int phone : {1, 2, 3}) {
        site.come(phone);
        REQUIRE(db::decide_waiting(site.database, site.name(phone), Decision::approved));
    }
    CHECK(site.come(1).dn == "1000");
    CHECK(site.come(2).dn == "1001");
    CHECK(site.come(3).refusal == AutoRegisterRefusal::range_exhausted);
    site.switch_on_autoreg(1000, 1002);
    CHECK(site.come(3).dn == "1002");
}
