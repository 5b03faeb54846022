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
        db::store_lease(
            leases,
            {.address = Ipv4{10, 77, 0, host},
             .subnet = SubnetId{1},
             .mac = MacAddress::parse(mac).value(),
             .state = state,
             .starts = clock.now() - std::chrono::hours{2},
             .expires = clock.now() + left,
             .vendor_class = "Cisco Systems, Inc. IP Phone CP-7965G"}
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
