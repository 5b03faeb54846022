#include "tests/unit/operations/bench.hpp"

#include "db/lease_store.hpp"
#include "db/requests.hpp"
#include "db/stores.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using operations::to_text;
using test::Bench;

namespace {

struct Leased : Bench {
    Leased() {
        auto leases = db::open_leases(directory, db::Access::read_write).value();
        lease(leases, 51, "001122334455", dhcp::LeaseState::active, std::chrono::hours{1});
        lease(leases, 52, "001122334466", dhcp::LeaseState::active, -std::chrono::hours{1});
        lease(leases, 53, "001122334477", dhcp::LeaseState::released, std::chrono::hours{1});
    }

    void lease(
        db::Database& leases, std::uint8_t host, const char* mac, dhcp::LeaseState state, Duration left
    ) {
        db::LeaseStore{}.store(
            leases,
            {{.address = Ipv4{10, 77, 0, host},
              .subnet = SubnetId{1},
              .mac = MacAddress::parse(mac).value(),
              .state = state,
              .starts = clock.now() - std::chrono::hours{2},
              .expires = clock.now() + left,
              .vendor_class = "Cisco Systems, Inc. IP Phone CP-7965G"}}
        );
    }

    std::string state_of(const char* address) {
        const auto report = ask({"lease", "show", address}).value();
        for (const auto& property : report.properties) {
            if (property.key == "state") {
                return to_text(property.value);
            }
        }
        return "";
    }
};

}  // namespace

TEST_CASE("lease list: those in force, or all", "[operations][lease]") {
    Leased bench;
    const auto now = bench.ask({"lease", "list"}).value();
    REQUIRE(now.tables[0].rows.size() == 1);
    CHECK(to_text(now.tables[0].rows[0][1]) == "SEP001122334455");
    CHECK(bench.ask({"lease", "list", "--all"}).value().tables[0].rows.size() == 3);
}

TEST_CASE("lease list: by state and by network", "[operations][lease]") {
    Leased bench;
    const auto rows = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"lease", "list"});
        return bench.ask(words).value().tables[0].rows.size();
    };
    CHECK(rows({"--state", "active"}) == 1);
    CHECK(rows({"--state", "expired"}) == 1);
    CHECK(rows({"--state", "released"}) == 1);
    CHECK(rows({"--state", "declined"}) == 0);
    CHECK(rows({"--state", "all", "--subnet", "10.77.0.52/31"}) == 2);
    CHECK(rows({"--all", "--subnet", "10.78.0.0/16"}) == 0);
    CHECK_THAT(bench.refusal({"lease", "list", "--subnet", "ten"}), Contains("is not a network such as"));
    CHECK_THAT(bench.refusal({"lease", "list", "--state", "gone"}), Contains("It is active, released"));
}

TEST_CASE("lease show: says at which switch port", "[operations][lease]") {
    Leased bench;
    auto leases = db::open_leases(bench.directory, db::Access::read_write).value();
    db::LeaseStore{}.store(
        leases,
        {{.address = Ipv4{10, 77, 0, 54},
          .starts = bench.clock.now(),
          .expires = bench.clock.now() + std::chrono::hours{1},
          .relay_information = "\x02\x01r\x01\x03"
                               "abc"}}
    );
    const auto shown = bench.json({"lease", "show", "10.77.0.54"});
    CHECK(test::json_at(shown, "/circuit") == "616263");
    CHECK(test::json_at(shown, "/relay_information") == "0201720103616263");
}

TEST_CASE("lease reserve: the phone that has an address keeps it", "[operations][lease]") {
    Leased bench;
    REQUIRE(bench.ask({"subnet", "add", "10.77.0.0/24", "--range", "10.77.0.50-99"}).has_value());
    CHECK_THAT(
        bench.ask({"lease", "reserve", "SEP001122334455"}).value().remarks.front(),
        Contains("10.77.0.51 is reserved for mac:001122334455.") && Contains("--drop-reservation 10.77.0.51")
    );
    const auto shown = bench.json({"subnet", "show", "10.77.0.0/24"});
    CHECK(test::json_at(shown, "/ranges/1/client") == "mac:001122334455");
    CHECK(test::json_at(shown, "/ranges/1/first") == "10.77.0.51");
    CHECK_THAT(bench.ask({"lease", "reserve", "10.77.0.51"}).value().remarks.front(), Contains("already"));
    // One that is over is as good; what does not fit is refused as `subnet set` refuses it.
    CHECK(bench.ask({"lease", "reserve", "10.77.0.52"}).has_value());
    auto leases = db::open_leases(bench.directory, db::Access::read_write).value();
    bench.lease(leases, 60, "001122334455", dhcp::LeaseState::active, std::chrono::hours{2});
    bench.lease(leases, 61, "001122334488", dhcp::LeaseState::declined, std::chrono::hours{2});
    CHECK_THAT(bench.refusal({"lease", "reserve", "10.77.0.60"}), Contains("has another one already"));
    CHECK_THAT(bench.refusal({"lease", "reserve", "10.77.0.61"}), Contains("was declined"));
    CHECK_THAT(bench.refusal({"lease", "reserve", "10.77.0.99"}), Contains("There is no lease"));
}

TEST_CASE("lease show: by address, MAC or device name", "[operations][lease]") {
    Leased bench;
    CHECK(bench.state_of("10.77.0.51") == "active");
    CHECK(bench.state_of("001122334466") == "expired");
    CHECK(bench.state_of("SEP001122334477") == "released");
    CHECK_THAT(bench.refusal({"lease", "show", "10.77.0.99"}), Contains("There is no lease of 10.77.0.99"));
    CHECK_THAT(bench.refusal({"lease", "show", "nobody!"}), Contains("is neither an address"));
}

TEST_CASE("lease release: with no DHCP process alive the command acts itself", "[operations][lease]") {
    Leased bench;
    CHECK_THAT(
        bench.ask({"lease", "release", "SEP001122334455"}).value().remarks.front(),
        Contains("10.77.0.51 is free again")
    );
    CHECK(bench.state_of("10.77.0.51") == "released");
    CHECK_THAT(bench.refusal({"lease", "release", "10.77.0.51"}), Contains("is not leased now"));
}

TEST_CASE("lease release: a DHCP process is asked, and its answer awaited", "[operations][lease]") {
    Leased bench;
    const auto lock = db::FileLock::acquire(bench.directory.dhcp_lock(), "dhcp").value();
    bench.clock.while_waiting = [&] {
        auto database = bench.database();
        for (const auto& request : db::take_requests(database, [](const db::Request&) { return true; })) {
            CHECK(request.target == "10.77.0.51");
            bench.record(
                {{bench.clock.now(),
                  "SEP001122334455",
                  journal::Step::request_done,
                  {{"action", "release-lease"}, {"address", request.target}}}}
            );
        }
    };
    CHECK(
        bench.ask({"lease", "release", "10.77.0.51"}).value().remarks.front() == "10.77.0.51 is free again."
    );
}

TEST_CASE(
    "lease release: a DHCP process that does not answer is named, the request withdrawn",
    "[operations][lease]"
) {
    Leased bench;
    const auto lock = db::FileLock::acquire(bench.directory.dhcp_lock(), "dhcp").value();
    const auto answer = bench.ask({"lease", "release", "10.77.0.51"});
    REQUIRE(answer.has_error());
    CHECK(answer.error().kind == ProblemKind::busy);
    CHECK_THAT(answer.error().sentence, Contains("did not take the request"));
    auto database = bench.database();
    CHECK(db::pending_requests(database).empty());
}
