#include "tests/unit/operations/bench.hpp"

#include "db/requests.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using journal::Step;
using operations::to_text;
using test::Bench;

namespace {

constexpr auto kPhone = "SEP001122334455";

struct OnePhone : Bench {
    OnePhone() {
        with_node();
        ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).value();
    }

    /// A process takes the request and notes these steps, one at each look.
    void serve_with(std::vector<journal::Observation> steps) {
        clock.while_waiting = [this, steps = std::move(steps), next = std::size_t{0}]() mutable {
            auto open = database();
            db::take_requests(open, [](const db::Request&) { return true; });
            if (next < steps.size()) {
                auto step = steps[next++];
                step.at = clock.now();
                record({step});
            }
        };
    }
};

}  // namespace

TEST_CASE("phone reset: the answer of the process that holds the phone is told", "[operations][live]") {
    OnePhone bench;
    bench.with_registered_phone(kPhone);
    bench.serve_with({{{}, kPhone, Step::request_done, {{"action", "reset"}}}});
    CHECK(
        bench.ask({"phone", "reset", kPhone}).value().remarks.front() == "SEP001122334455: reset carried out."
    );
}

TEST_CASE("phone reset: a failure is a failure", "[operations][live]") {
    OnePhone bench;
    bench.with_registered_phone(kPhone);
    bench.serve_with(
        {{{}, kPhone, Step::request_failed, {{"action", "reset"}, {"reason", "it has just left"}}}}
    );
    const auto answer = bench.ask({"phone", "reset", kPhone});
    REQUIRE(answer.has_error());
    CHECK(answer.error().sentence == "SEP001122334455: reset could not be carried out: it has just left.");
}

TEST_CASE("phone apply: a phone in a call is said to be busy", "[operations][live]") {
    OnePhone bench;
    bench.with_registered_phone(kPhone);
    bench.serve_with({{{}, kPhone, Step::change_pending, {{"why", "asked for"}}}});
    CHECK_THAT(
        bench.ask({"phone", "apply", kPhone}).value().remarks.front(),
        Contains("is busy; node cm1 will apply it")
    );
}

TEST_CASE("phone restart: another phone's answer is not taken for this one's", "[operations][live]") {
    OnePhone bench;
    bench.with_registered_phone(kPhone);
    bench.serve_with({{{}, "SEP0011223344FF", Step::request_done, {{"action", "restart"}}}});
    CHECK_THAT(
        bench.ask({"phone", "restart", kPhone}).value().remarks.front(), Contains("has not answered yet")
    );
}

TEST_CASE("phone restart: nobody holds the phone", "[operations][live]") {
    OnePhone bench;
    const auto answer = bench.ask({"phone", "restart", kPhone});
    REQUIRE(answer.has_error());
    CHECK(answer.error().kind == ProblemKind::busy);
    CHECK_THAT(answer.error().sentence, Contains("is not registered at any running node"));
    auto database = bench.database();
    CHECK(db::pending_requests(database).empty());
    CHECK_THAT(bench.refusal({"phone", "restart", "SEP0011223344FF"}), Contains("There is no phone"));
}

TEST_CASE("phone restart: a request that nobody takes is withdrawn", "[operations][live]") {
    OnePhone bench;
    bench.with_registered_phone(kPhone);
    const auto before = bench.clock.now();
    CHECK_THAT(bench.refusal({"phone", "restart", kPhone, "--wait", "3"}), Contains("it was taken back"));
    CHECK(bench.clock.now() - before >= std::chrono::seconds{3});
    auto database = bench.database();
    CHECK(db::pending_requests(database).empty());
}

TEST_CASE("phone restart: --no-wait leaves the request for whoever holds the phone", "[operations][live]") {
    OnePhone bench;
    bench.with_registered_phone(kPhone);
    REQUIRE(bench.ask({"phone", "restart", kPhone, "--no-wait"}).has_value());
    auto database = bench.database();
    const auto pending = db::pending_requests(database);
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].target == kPhone);
    CHECK(pending[0].action == db::RequestAction::restart);
}

TEST_CASE("phone timeline: the journal read aloud, for people and machines", "[operations][timeline]") {
    OnePhone bench;
    bench.record(
        {{bench.clock.now(), kPhone, Step::dhcp_discover},
         {bench.clock.now() + std::chrono::milliseconds{400},
          kPhone,
          Step::dhcp_ack,
          {{"address", "10.77.0.51"}}}}
    );
    const auto text = bench.type({"phone", "timeline", kPhone}).out;
    CHECK_THAT(text, Contains("+0.4 s  DHCP   address 10.77.0.51 leased"));
    const auto json = bench.json({"phone", "timeline", kPhone});
    CHECK(test::json_at(json, "/1/step") == "dhcp.ack");
    CHECK(test::json_at(json, "/1/since_boot_ms") == "400");
}

TEST_CASE("phone timeline: a phone that nobody has seen", "[operations][timeline]") {
    OnePhone bench;
    bench.record({{bench.clock.now(), kPhone, Step::dhcp_discover}});
    CHECK_THAT(
        bench.refusal({"phone", "timeline", "SEP001122334545"}),
        Contains("No process has seen SEP001122334545 yet") && Contains("Did you mean SEP001122334455?")
    );
}

TEST_CASE("phone timeline: boots are counted from the last", "[operations][timeline]") {
    OnePhone bench;
    const auto step = [&](int minutes, Step what) {
        return journal::Observation{bench.clock.now() + std::chrono::minutes{minutes}, kPhone, what};
    };
    bench.record(
        {step(0, Step::dhcp_discover),
         step(1, Step::sccp_registered),
         step(5, Step::restart_sent),
         step(6, Step::sccp_connected),
         step(6, Step::sccp_registered)}
    );
    const auto rows = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"phone", "timeline", kPhone});
        return bench.ask(more).value().tables[0].rows.size();
    };
    CHECK(rows({}) == 5);
    CHECK(rows({"--boots", "1"}) == 2);
    CHECK(rows({"--all"}) == 5);
}

TEST_CASE("phone timeline --follow: each step is told once, as it happens", "[operations][timeline]") {
    OnePhone bench;
    bench.record({{bench.clock.now(), kPhone, Step::dhcp_discover}});
    int looks = 0;
    bench.clock.while_waiting = [&] {
        if (++looks == 2) {
            bench.record({{bench.clock.now(), kPhone, Step::dhcp_ack, {{"address", "10.77.0.51"}}}});
        }
    };
    bench.patience = 10;
    REQUIRE(bench.ask({"phone", "timeline", kPhone, "--follow"}).has_value());
    std::vector<std::string> steps;
    for (const auto& part : bench.emitted) {
        for (const auto& table : part.tables) {
            for (const auto& row : table.rows) {
                steps.push_back(to_text(row[4]));
            }
        }
    }
    CHECK(steps == std::vector<std::string>{"dhcp.discover", "dhcp.ack"});
}
