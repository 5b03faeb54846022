#include "db/requests.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using db::Request;
using db::RequestAction;
using test::FreshSite;

TEST_CASE("Requests: they wait in the order they came", "[db]") {
    FreshSite site;
    db::add_request(site.database, RequestAction::restart, "SEP001122334455");
    db::add_request(site.database, RequestAction::release_lease, "10.0.0.7");
    auto reader = site.open();
    const auto pending = db::pending_requests(reader);
    REQUIRE(pending.size() == 2);
    REQUIRE(pending[0].action == RequestAction::restart);
    REQUIRE(pending[0].target == "SEP001122334455");
    REQUIRE(pending[1].action == RequestAction::release_lease);
}

TEST_CASE("Requests: each goes to exactly one process", "[db]") {
    FreshSite site;
    const auto id = db::add_request(site.database, RequestAction::reset, "SEP001122334455");
    db::add_request(site.database, RequestAction::release_lease, "10.0.0.7");
    const auto is_for_phones = [](const Request& request) {
        return request.action != RequestAction::release_lease;
    };
    auto other = site.open(db::Access::read_write);
    const auto taken = db::take_requests(site.database, is_for_phones);
    REQUIRE(taken.size() == 1);
    REQUIRE(taken[0].id == id);
    REQUIRE(db::take_requests(other, is_for_phones).empty());
    REQUIRE_FALSE(db::delete_request(other, id));
    REQUIRE(db::pending_requests(other).size() == 1);
}

TEST_CASE("Requests: those that nobody takes expire", "[db]") {
    FreshSite site;
    db::add_request(site.database, RequestAction::reset, "SEP001122334455");
    const auto made = db::pending_requests(site.database)[0].created_at;
    REQUIRE(db::expire_requests(site.database, made).empty());
    REQUIRE(db::expire_requests(site.database, made + std::chrono::seconds{1}).size() == 1);
    REQUIRE(db::pending_requests(site.database).empty());
}
