#include "tests/unit/operations/bench.hpp"

#include "db/world_loader.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;
using test::json_at;

namespace {

constexpr auto kStandard = "Standard SIP Profile";

const SipProfile* sip_profile(const World& world, std::string_view name) {
    const SipProfile* found = nullptr;
    world.sip_profiles.for_each([&](SipProfileId, const SipProfile& row) {
        found = row.name == name ? &row : found;
    });
    return found;
}

}  // namespace

TEST_CASE("sip-profile: CUCM's is there with CUCM's defaults", "[operations][sip]") {
    Bench bench;
    auto database = bench.database();
    const auto world = db::load_world(database).world;
    const auto* standard = sip_profile(*world, kStandard);
    REQUIRE(standard != nullptr);
    CHECK(standard->id == kStandardSipProfile);
    SipProfile usual;
    usual.id = standard->id;
    usual.name = standard->name;
    usual.description = standard->description;
    CHECK(*standard == usual);
    const auto shown = bench.json({"sip-profile", "show", "standard sip profile"});
    CHECK(json_at(shown, "/settings/0/name") == "register-expires");
    CHECK(json_at(shown, "/settings/0/value") == "3600");
    CHECK(test::widest_line(bench.type({"sip-profile", "show", kStandard}).out) <= 80);
}

TEST_CASE("sip-profile: add, set, use, remove", "[operations][sip]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask({"sip-profile", "add", "Warehouse", "--timer-t1", "800", "--user-info", "phone"})
                .has_value());
    REQUIRE(bench.ask({"sip-profile", "set", "warehouse", "--call-statistics", "on", "--rename", "Depot"})
                .has_value());
    auto database = bench.database();
    const auto world = db::load_world(database).world;
    const auto* depot = sip_profile(*world, "Depot");
    REQUIRE(depot != nullptr);
    CHECK(depot->timer_t1 == 800);
    CHECK(depot->timer_t2 == 4000);
    CHECK(depot->user_info == "phone");
    CHECK(depot->call_statistics);

    REQUIRE(bench
                .ask(
                    {"phone",
                     "add",
                     "--mac",
                     "001122334455",
                     "--model",
                     "7841",
                     "--dn",
                     "1001",
                     "--sip-profile",
                     "Depot"}
                )
                .has_value());
    CHECK(json_at(bench.json({"phone", "show", "SEP001122334455"}), "/sip_profile") == "Depot");
    CHECK(json_at(bench.json({"sip-profile", "list"}), "/0/phones") == "1");
    CHECK_THAT(bench.refusal({"sip-profile", "remove", "Depot"}), Contains("has 1 phone."));
    REQUIRE(bench.ask({"phone", "set", "SEP001122334455", "--sip-profile", ""}).has_value());
    CHECK(bench.ask({"sip-profile", "remove", "Depot"}).has_value());
    CHECK_THAT(bench.refusal({"sip-profile", "remove", kStandard}), Contains("it stays"));
}

TEST_CASE("sip-profile: each refusal says what to do", "[operations][sip]") {
    Bench bench;

    struct Row {
        std::vector<std::string> words;
        std::string sentence;
    };

    for (const auto& row : std::vector<Row>{
             {{"--timer-t1", "50"}, "--timer-t1"},
             {{"--first-media-port", "16385"}, "Media ports are even"},
             {{"--first-media-port", "40000"}, "must be below --last-media-port"},
             {{"--dtmf-events", "loud"}, "is not a value of dtmf-events"},
             {{"--rfc2543-hold", "maybe"}, "is not a value of rfc2543-hold"}}) {
        CAPTURE(row.words);
        std::vector<std::string> words{"sip-profile", "add", "X"};
        words.insert(words.end(), row.words.begin(), row.words.end());
        CHECK_THAT(bench.refusal(words), Contains(row.sentence));
    }
    CHECK_THAT(bench.refusal({"sip-profile", "add", kStandard}), Contains("Standard SIP Profile"));
    CHECK_THAT(
        bench.refusal({"sip-profile", "show", "Standrad SIP Profile"}), Contains("Did you mean Standard")
    );
}

TEST_CASE("security-profile: add, set, use, remove", "[operations][sip]") {
    Bench bench;
    bench.with_node();
    REQUIRE(
        bench.ask({"security-profile", "add", "Strict", "--digest", "on", "--transport", "tcp"}).has_value()
    );
    REQUIRE(bench.ask({"security-profile", "set", "Strict", "--nonce-validity", "5m"}).has_value());
    const auto shown = bench.json({"security-profile", "show", "Strict"});
    CHECK(json_at(shown, "/digest") == "true");
    CHECK(json_at(shown, "/transport") == "TCP");
    CHECK(json_at(shown, "/nonce_seconds") == "300");
    REQUIRE(bench
                .ask(
                    {"phone",
                     "add",
                     "--mac",
                     "001122334455",
                     "--model",
                     "7841",
                     "--dn",
                     "1001",
                     "--security-profile",
                     "Strict"}
                )
                .has_value());
    CHECK(json_at(bench.json({"phone", "show", "SEP001122334455"}), "/security_profile") == "Strict");
    CHECK_THAT(bench.refusal({"security-profile", "remove", "Strict"}), Contains("has 1 phone."));
    REQUIRE(bench.ask({"phone", "set", "SEP001122334455", "--security-profile", ""}).has_value());
    CHECK(bench.ask({"security-profile", "remove", "Strict"}).has_value());
    CHECK_THAT(
        bench.refusal({"security-profile", "remove", "Third-party SIP Device - Standard SIP Digest Profile"}),
        Contains("it stays")
    );
    CHECK_THAT(
        bench.refusal({"security-profile", "add", "Y", "--nonce-validity", "5"}), Contains("--nonce-validity")
    );
    CHECK(test::widest_line(bench.type({"security-profile", "list"}).out) <= 80);
}

TEST_CASE("dial-rule: add, list, set, remove", "[operations][sip]") {
    Bench bench;
    CHECK_THAT(bench.type({"dial-rule", "list"}).out, Contains("There is no dial rule"));
    REQUIRE(bench.ask({"dial-rule", "add", "1..."}).has_value());
    REQUIRE(
        bench.ask({"dial-rule", "add", "9,0*", "--timeout", "4", "--tone", "Bellcore-Outside"}).has_value()
    );
    REQUIRE(bench.ask({"dial-rule", "set", "1...", "--timeout", "2", "--rewrite", "7%0"}).has_value());
    const auto listed = bench.json({"dial-rule", "list"});
    CHECK(json_at(listed, "/0/pattern") == "1...");
    CHECK(json_at(listed, "/0/timeout") == "2");
    CHECK(json_at(listed, "/0/rewrite") == "7%0");
    CHECK(json_at(listed, "/1/tone") == "Bellcore-Outside");
    REQUIRE(bench.ask({"dial-rule", "set", "9,0*", "--tone", "none"}).has_value());
    CHECK(json_at(bench.json({"dial-rule", "list"}), "/1/tone") == "");
    CHECK(bench.ask({"dial-rule", "remove", "1..."}).has_value());
    CHECK_THAT(bench.refusal({"dial-rule", "remove", "1..."}), Contains("There is no dial rule 1..."));
}

TEST_CASE("dial-rule: what is no pattern is refused", "[operations][sip]") {
    Bench bench;
    for (const auto* pattern : {",", "12x", "1\\2", "1\\", "<1>"}) {
        CAPTURE(pattern);
        CHECK_THAT(bench.refusal({"dial-rule", "add", pattern}), Contains("is not a pattern"));
    }
    CHECK(bench.ask({"dial-rule", "add", "\\*2."}).has_value());
    CHECK_THAT(bench.refusal({"dial-rule", "add", "\\*2."}), Contains("already"));
    CHECK_THAT(bench.refusal({"dial-rule", "add", "*"}), Contains("--timeout"));
    CHECK(bench.ask({"dial-rule", "add", "*", "--timeout", "5"}).has_value());
    CHECK_THAT(bench.refusal({"dial-rule", "add", "3", "--rewrite", "a"}), Contains("--rewrite"));
    CHECK_THAT(bench.refusal({"dial-rule", "add", "3", "--timeout", "61"}), Contains("--timeout"));
}
