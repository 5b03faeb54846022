#include "parsed_file.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::test;

namespace {

void add_rule(World& world, std::int64_t id, SipDialRule rule) {
    rule.id = SipDialRuleId{id};
    world.sip_dial_rules.set(rule.id, std::move(rule));
}

}  // namespace

TEST_CASE("Softkey file: every set that phones want, with what they take in it", "[provision][sip]") {
    auto world = sample_world();
    const ParsedFile file{world, "softkeys.xml"};
    CHECK(std::string{file.root().name()} == "softKeyCfg");
    CHECK(std::string{file.root().first_child().name()} == "versionStamp");
    CHECK(file.count("softKeySets/softKeySet") == 12);
    CHECK(file.count("softKeySets/softKeySet[@id='On Hook']/softKey") == 3);
    CHECK(file.count("softKeySets/softKeySet[@id='Connected']/softKey[@keyID='Transfer']") == 1);
    // Not in this set, whatever the template says: the phone would refuse the set.
    CHECK(file.count("softKeySets/softKeySet[@id='Off Hook']/softKey[@keyID='MeetMe']") == 0);
    CHECK(file.count("softKeySets/softKeySet[@id='Digits After First']/softKey[@keyID='<<']") == 1);
    CHECK(file.count("softKeySets/softKeySet[@id='Remote In Use']/softKey") == 0);
    CHECK(file.text("typeSoftKey/softKeyDef[@keyID='AbbrDial']/tag") == "7740");
    CHECK(file.text("typeSoftKey/softKeyDef[@keyID='AbbrDial']/eventID") == "71");
    CHECK(file.text("typeSoftKey/softKeyDef[@keyID='AbbrDial']/helpID") == "371");
    CHECK(file.text("typeSoftKey/softKeyDef[@keyID='Undefined']/helpID") == "0");
}

TEST_CASE("Softkey file: a template of its own, and none that nobody has", "[provision][sip]") {
    auto world = sample_world();
    world.softkey_templates.set(
        SoftkeyTemplateId{7},
        SoftkeyTemplate{
            .id = SoftkeyTemplateId{7}, .name = "Lobby", .sets = {{"on hook", {"NewCall", "", "Nonsense"}}}}
    );
    const ParsedFile file{world, "SK7.xml"};
    CHECK(file.count("softKeySets/softKeySet[@id='On Hook']/softKey") == 2);
    CHECK(file.count("softKeySets/softKeySet[@id='On Hook']/softKey[2][@keyID='Undefined']") == 1);
    CHECK(file.count("softKeySets/softKeySet") == 12);
    CHECK(file.text("versionStamp") != ParsedFile(world, "softkeys.xml").text("versionStamp"));
    CHECK_FALSE(provision::generate(world, "SK8.xml"));
    CHECK_FALSE(provision::generate(world, "FP8.xml"));
    world.softkey_templates.erase(kStandardUser);
    CHECK_FALSE(provision::generate(world, "softkeys.xml"));
}

TEST_CASE("Feature policy: a feature is on when its softkey is somewhere", "[provision][sip]") {
    const auto world = sample_world();
    const ParsedFile file{world, "featurePolicyDefault.xml"};
    CHECK(file.count("featureDef") == 16);
    CHECK(file.text("featureDef[@name='Forward All']/id") == "1");
    CHECK(file.text("featureDef[@name='Forward All']/enable") == "true");
    CHECK(file.text("featureDef[@name='Park']/enable") == "true");
    CHECK(file.text("featureDef[@name='Speed Dial']/enable") == "true");
    CHECK(file.text("featureDef[@name='Malicious Caller ID']/id") == "16");
    CHECK(file.text("featureDef[@name='Malicious Caller ID']/enable") == "false");
}

TEST_CASE("Dial template: rules, and behind them the T302 timer", "[provision][sip]") {
    auto world = sample_world();
    {
        const ParsedFile file{world, "dialplan.xml"};
        CHECK(std::string{file.root().name()} == "dialTemplate");
        CHECK(std::string{file.root().first_child().name()} == "versionStamp");
        CHECK(file.count("TEMPLATE") == 1);
        CHECK(file.count("TEMPLATE[@match='*'][@timeout='15']") == 1);
    }
    const auto stamp = ParsedFile(world, "dialplan.xml").text("versionStamp");
    add_rule(world, 2, {.pattern = "9,0*", .timeout = 4, .tone = "Bellcore-Outside"});
    add_rule(world, 1, {.pattern = "1...", .rewrite = "7%0"});
    world.parameters.set("callmanager/t302-timer-ms", "3500");
    const ParsedFile file{world, "dialplan.xml"};
    CHECK(file.text("versionStamp") != stamp);
    CHECK(file.count("TEMPLATE") == 3);
    CHECK(file.count("TEMPLATE[1][@match='1...'][@timeout='0'][@rewrite='7%0']") == 1);
    CHECK(file.count("TEMPLATE[2][@match='9,0*'][@timeout='4'][@tone='Bellcore-Outside']") == 1);
    CHECK(file.count("TEMPLATE[3][@match='*'][@timeout='4']") == 1);
}

TEST_CASE("Dial template: a rule for everything takes the timer's place", "[provision][sip]") {
    auto world = sample_world();
    add_rule(world, 1, {.pattern = "*", .timeout = 9});
    const ParsedFile file{world, "dialplan.xml"};
    CHECK(file.count("TEMPLATE") == 1);
    CHECK(file.count("TEMPLATE[@match='*'][@timeout='9']") == 1);
}

TEST_CASE("Dial template: a 7960 has its own spelling and no stamp", "[provision][sip]") {
    auto world = sample_world();
    add_rule(world, 1, {.pattern = "9,0*", .timeout = 4, .tone = "Bellcore-Outside"});
    const ParsedFile file{world, "dialplan7940.xml"};
    CHECK(std::string{file.root().name()} == "DIALTEMPLATE");
    CHECK(file.count("versionStamp") == 0);
    CHECK(file.count("TEMPLATE[@MATCH='9,0*'][@Timeout='4'][@Tone='Bellcore-Outside']") == 1);
}

TEST_CASE("Dial rules of applications: an empty list that can be read", "[provision][sip]") {
    const auto world = sample_world();
    for (const auto* name : {"AppDialRules.xml", "DirLookupDialRules.xml"}) {
        const ParsedFile file{world, name};
        CHECK(std::string{file.root().name()} == "DialRules");
        CHECK(file.count("DialRule") == 0);
    }
}
