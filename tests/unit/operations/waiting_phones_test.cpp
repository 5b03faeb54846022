#include "server/operations/waiting_phones.hpp"

#include "db/auto_registration.hpp"
#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

constexpr const char* kFirst = "SEP0011223344AA";
constexpr const char* kSecond = "SEP0011223344BB";

struct AskingBench : Bench {
    AskingBench() {
        with_node();
        REQUIRE(ask({"autoreg", "ask", "--range", "1000-1001"}).has_value());
    }

    AutoRegisterResult phone_appears(const std::string& name) const {
        auto opened = database();
        const NodeId node{opened.integer("SELECT id FROM node WHERE name = 'cm1'").value()};
        return db::auto_register(
            opened,
            {.node = node,
             .name = DeviceName::parse(name).value(),
             .model = ModelId{436},
             .protocol = Protocol::sccp,
             .load = "SCCP45.9-4-2SR3-1S",
             .address = Ipv4{10, 77, 0, 50}}
        );
    }
};

}  // namespace

TEST_CASE("autoreg ask: unknown phones wait, are approved, and get numbers", "[operations][autoreg]") {
    AskingBench bench;
    CHECK_THAT(
        bench.type({"autoreg", "ask"}).out,
        Contains("Unknown phones wait at node cm1 until `dialtone autoreg approve`")
    );
    auto shown = bench.json({"autoreg", "show"});
    CHECK(test::json_at(shown, "/nodes/0/state") == "ask");
    CHECK(test::json_at(shown, "/on") == "true");
    CHECK(test::json_at(shown, "/waiting") == "0");
    CHECK_THAT(bench.type({"autoreg", "waiting"}).out, Contains("No phone waits for approval."));

    CHECK(bench.phone_appears(kFirst).refused);
    CHECK(bench.phone_appears(kSecond).refused);
    shown = bench.json({"autoreg", "show"});
    CHECK(test::json_at(shown, "/waiting") == "2");
    CHECK(test::json_at(shown, "/nodes/0/left") == "2");
    CHECK_THAT(bench.type({"check"}).out, Contains("2 phones wait for approval."));

    CHECK_THAT(
        bench.type({"autoreg", "approve", "00:11:22:33:44:aa"}).out,
        Contains("SEP0011223344AA may come in: at the next attempt")
    );
    CHECK(test::json_at(bench.json({"autoreg", "waiting"}), "/0/decision") == "approved");
    CHECK(bench.phone_appears(kFirst).dn == "1000");
    CHECK(test::json_at(bench.json({"autoreg", "waiting"}), "/0/name") == kSecond);
    CHECK_THAT(bench.refusal({"autoreg", "approve", kFirst}), Contains("it is a phone of this system"));

    // Switched on without asking, who waits is let in as everybody else.
    REQUIRE(bench.ask({"autoreg", "on"}).has_value());
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/nodes/0/state") == "on");
    CHECK(bench.phone_appears(kSecond).dn == "1001");
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/waiting") == "0");
}

TEST_CASE(
    "autoreg waiting: model, load, address, and the switch port that DHCP heard of", "[operations][autoreg]"
) {
    AskingBench bench;
    bench.phone_appears(kFirst);
    auto leases = db::open_leases(bench.directory, db::Access::read_write).value();
    db::LeaseStore{}.store(
        leases,
        {{.address = Ipv4{10, 77, 0, 50},
          .subnet = SubnetId{1},
          .mac = MacAddress::parse("0011223344AA").value(),
          .state = dhcp::LeaseState::active,
          .starts = bench.clock.now(),
          .expires = bench.clock.now() + std::chrono::hours{1},
          .relay_information = std::string{"\x01\x06\x00\x04\x00\x6e\x01\x05", 8}}}
    );
    const auto listed = bench.json({"autoreg", "waiting"});
    CHECK(test::json_at(listed, "/0/name") == kFirst);
    CHECK(test::json_at(listed, "/0/mac") == "00:11:22:33:44:aa");
    CHECK(test::json_at(listed, "/0/model") == "Cisco 7965");
    CHECK(test::json_at(listed, "/0/load") == "SCCP45.9-4-2SR3-1S");
    CHECK(test::json_at(listed, "/0/address") == "10.77.0.50");
    CHECK(test::json_at(listed, "/0/port") == "port 1/5, VLAN 110");
    CHECK(test::json_at(listed, "/0/node") == "cm1");
    CHECK(test::json_at(listed, "/0/decision") == "waiting");
    CHECK_THAT(
        bench.type({"autoreg", "waiting"}).out, Contains("`dialtone autoreg approve PHONE` lets one in")
    );
}

TEST_CASE("autoreg refuse and forget: for good, or until it comes again", "[operations][autoreg]") {
    AskingBench bench;
    bench.phone_appears(kFirst);
    CHECK_THAT(bench.type({"autoreg", "refuse", kFirst}).out, Contains("will be turned away from now on"));
    CHECK(bench.phone_appears(kFirst).refusal == AutoRegisterRefusal::turned_away);
    CHECK(test::json_at(bench.json({"autoreg", "waiting"}), "/0/decision") == "refused");
    CHECK(test::json_at(bench.json({"autoreg", "show"}), "/waiting") == "0");
    CHECK_THAT(bench.type({"autoreg", "forget", kFirst}).out, Contains("SEP0011223344AA is off the list."));
    CHECK(bench.phone_appears(kFirst).refusal == AutoRegisterRefusal::waiting);
    REQUIRE(bench.ask({"autoreg", "refuse", kFirst}).has_value());
    REQUIRE(bench.ask({"autoreg", "approve", kFirst}).has_value());
    CHECK(bench.phone_appears(kFirst).dn == "1000");
}

TEST_CASE(
    "autoreg approve: all at once, and what does not fit is refused with what to do", "[operations][autoreg]"
) {
    AskingBench bench;
    CHECK_THAT(bench.refusal({"autoreg", "approve"}), Contains("Say which phone, or --all."));
    CHECK_THAT(
        bench.refusal({"autoreg", "approve", kFirst}),
        Contains("does not wait for approval. `dialtone autoreg waiting` lists those that wait.")
    );
    CHECK_THAT(bench.refusal({"autoreg", "forget", "<script>"}), Contains("<script>"));
    CHECK_THAT(bench.type({"autoreg", "approve", "--all"}).out, Contains("No phone waits for a decision."));
    bench.phone_appears(kFirst);
    bench.phone_appears(kSecond);
    bench.phone_appears("SEP0011223344CC");
    REQUIRE(bench.ask({"autoreg", "refuse", "SEP0011223344CC"}).has_value());
    CHECK_THAT(bench.type({"autoreg", "approve", "--all"}).out, Contains("2 phones may come in"));
    CHECK(bench.phone_appears(kFirst).dn == "1000");
    CHECK(bench.phone_appears(kSecond).dn == "1001");
    CHECK(bench.phone_appears("SEP0011223344CC").refusal == AutoRegisterRefusal::turned_away);
    bench.phone_appears("SEP0011223344DD");
    CHECK_THAT(
        bench.type({"autoreg", "approve", "SEP0011223344DD"}).out, Contains("But no number is left to give")
    );
}

TEST_CASE("Switch ports: as Catalyst switches write them, else their octets", "[operations]") {
    CHECK(operations::switch_port_of(std::string_view{"\0\4\0\x6e\1\5", 6}) == "port 1/5, VLAN 110");
    CHECK(operations::switch_port_of("eth1/7") == "657468312f37");
    CHECK(operations::switch_port_of("").empty());
}
