#include "parsed_file.hpp"
#include "server/provision/lints.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;

namespace {

constexpr auto kName = "SEP001122334455";
constexpr auto kFile = "SEP001122334455.cnf.xml";
const std::string kLines = "sipProfile/sipLines/line";
const std::string kFirst = kLines + "[@lineIndex='1']/";

/// A SIP phone whose model reads files of the given family.
struct Desk {
    World world = sample_world();
    DeviceId phone;

    explicit Desk(std::string_view family = "java79") {
        edit(world.models, k7965, [&](PhoneModel& model) { model.family = family; });
        phone = add_device(world, kName, k7965, {"1000"}, Protocol::sip);
        edit_device(world, phone, [](Device& device) {
            device.digest_user = "desk";
            device.digest_password = "s3cret";
        });
    }

    [[nodiscard]] ParsedFile file() const { return {world, kFile}; }

    template <class Change>
    void change(Change&& change) {
        edit_device(world, phone, change);
    }

    /// The codes of what is wrong with it.
    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> found;
        for (const auto& finding : provision::lint(world, *world.devices.find(phone))) {
            found.emplace_back(finding.code);
        }
        return found;
    }

    [[nodiscard]] bool has(const std::string& code) const {
        const auto all = codes();
        return std::find(all.begin(), all.end(), code) != all.end();
    }
};

}  // namespace

TEST_CASE("SIP file: what a phone needs at least", "[provision][sip]") {
    const Desk desk;
    const auto file = desk.file();
    CHECK(file.text("deviceProtocol") == "SIP");
    CHECK(file.text("fullConfig") == "true");
    CHECK(file.text("sipProfile/sipProxies/registerWithProxy") == "true");
    CHECK(file.count(kLines) == 1);
    CHECK(file.text(kFirst + "featureID") == "9");
    CHECK(file.text(kFirst + "name") == "1000");
    CHECK(file.text(kFirst + "displayName") == "1000");
    CHECK(file.text(kFirst + "featureLabel") == "1000");
    CHECK(file.text(kFirst + "contact") == "1000");
    CHECK(file.text(kFirst + "proxy") == "USECALLMANAGER");
    CHECK(file.text(kFirst + "port") == "5060");
    CHECK(file.text(kFirst + "authName") == "desk");
    CHECK(file.text(kFirst + "authPassword") == "s3cret");
    CHECK(file.text(kFirst + "sharedLine") == "false");
    CHECK(file.text("sipProfile/dialTemplate") == "dialplan.xml");
    CHECK(file.text("sipProfile/softKeyFile") == "softkeys.xml");
    CHECK(file.text("transportLayerProtocol") == "1");
    CHECK(file.text("deviceSecurityMode") == "1");
    CHECK(desk.codes().empty());
}

TEST_CASE("SIP file: CUCM's defaults, and the phone's own SIP profile", "[provision][sip]") {
    Desk desk;
    auto file = desk.file();
    CHECK(file.text("sipProfile/sipStack/timerRegisterExpires") == "3600");
    CHECK(file.text("sipProfile/sipStack/timerKeepAliveExpires") == "120");
    CHECK(file.text("sipProfile/sipStack/sipRetx") == "10");
    CHECK(file.text("sipProfile/sipStack/userInfo") == "None");
    CHECK(file.text("sipProfile/dtmfAvtPayload") == "101");
    CHECK(file.text("sipProfile/T302Timer") == "15000");
    CHECK(file.text("sipProfile/callStats") == "false");
    CHECK(file.text("sipProfile/natRecievedProcessing") == "false");
    CHECK(file.text("sipProfile/natReceivedProcessing") == "false");
    desk.world.sip_profiles.set(
        SipProfileId{5},
        SipProfile{
            .id = SipProfileId{5},
            .name = "Warehouse",
            .register_expires = 600,
            .user_info = "phone",
            .call_statistics = true}
    );
    desk.world.parameters.set("callmanager/t302-timer-ms", "4000");
    desk.change([](Device& device) { device.sip_profile = SipProfileId{5}; });
    file = desk.file();
    CHECK(file.text("sipProfile/sipStack/timerRegisterExpires") == "600");
    CHECK(file.text("sipProfile/sipStack/userInfo") == "Phone");
    CHECK(file.text("sipProfile/callStats") == "true");
    CHECK(file.text("sipProfile/T302Timer") == "4000");
}

TEST_CASE("SIP file: a switch is spelled as the family reads it", "[provision][sip]") {
    struct Row {
        std::string family;
        std::string off;
        std::string on;
        std::string waiting;
        std::string log;
    };

    for (const auto& row :
         {Row{"java79", "2", "3", "3", "3"},
          Row{"java69", "0", "2", "1", "3"},
          Row{"ce89", "0", "2", "1", "3"},
          Row{"ce99", "0", "2", "1", "3"},
          Row{"ce8x", "0", "1", "1", "1"}}) {
        CAPTURE(row.family);
        Desk desk{row.family};
        auto file = desk.file();
        CHECK(file.text("sipProfile/sipCallFeatures/anonymousCallBlock") == row.off);
        CHECK(file.text("sipProfile/sipCallFeatures/callerIdBlocking") == row.off);
        CHECK(file.text(kFirst + "callWaiting") == row.waiting);
        CHECK(file.text("commonProfile/callLogBlfEnabled") == row.log);
        desk.world.sip_profiles.set(
            kStandardSipProfile, SipProfile{.id = kStandardSipProfile, .anonymous_call_block = true}
        );
        file = desk.file();
        CHECK(file.text("sipProfile/sipCallFeatures/anonymousCallBlock") == row.on);
        CHECK(file.text("sipProfile/sipCallFeatures/callerIdBlocking") == row.off);
        CHECK(file.count("featurePolicyFile") == (row.family == "ce8x" || row.family == "ce99" ? 1 : 0));
    }
}

TEST_CASE("SIP file: keys stand where the button template has them", "[provision][sip]") {
    Desk desk;
    desk.world.services.set(
        ServiceId{3}, PhoneService{.id = ServiceId{3}, .name = "Menu", .url = "http://10.0.0.1/?a=1&b=2"}
    );
    edit(desk.world.button_templates, ButtonTemplateId{k7965.value()}, [](ButtonTemplate& row) {
        row.buttons = {
            {1, "line", ""},
            {2, "line", ""},
            {3, "speed dial", ""},
            {4, "Speed Dial BLF", "Boss"},
            {5, "service url", ""},
            {6, "do not disturb", ""},
            {7, "line", ""},
            {8, "unheard of", ""}};
    });
    desk.change([&](Device& device) {
        device.lines.push_back(
            {.line = 3,
             .number = ensure_number(desk.world, "1003"),
             .display = "Ann",
             .label = "Sales & more"}
        );
        device.speed_dials = {{1, "2000", "Lobby", false}, {2, "2001", "", false}, {3, "2002", "", false}};
        device.services = {{ServiceId{3}, 1, ""}};
    });
    const auto file = desk.file();
    const auto key = [](int button) { return kLines + "[@button='" + std::to_string(button) + "']"; };
    CHECK(file.count(kLines) == 6);
    CHECK(file.count(key(2)) == 0);  // a line key without a line stays blank
    CHECK(file.text(key(3) + "/featureID") == "2");
    CHECK(file.text(key(3) + "/featureLabel") == "Lobby");
    CHECK(file.text(key(3) + "/speedDialNumber") == "2000");
    CHECK(file.text(key(4) + "/featureID") == "21");
    CHECK(file.text(key(4) + "/featureLabel") == "Boss");
    CHECK(file.text(key(4) + "/speedDialNumber") == "2001");
    CHECK(file.text(key(5) + "/featureID") == "20");
    CHECK(file.text(key(5) + "/serviceURI") == "http://10.0.0.1/?a=1&b=2");
    CHECK(file.text(key(6) + "/featureID") == "130");
    CHECK(file.text(key(7) + "[@lineIndex='2']/name") == "1003");
    CHECK(file.text(key(7) + "/displayName") == "Ann");
    CHECK(file.text(key(7) + "/featureLabel") == "Sales & more");
    CHECK(file.text(key(7) + "/authName") == "desk");
    CHECK(file.text("MissedCallLoggingOption") == "11");
}

TEST_CASE("SIP file: keys of modules go on where the phone's end", "[provision][sip]") {
    Desk desk;
    desk.world.models.set(
        ModelId{228},
        PhoneModel{.id = ModelId{228}, .short_name = "7915-24", .kind = ModelClass::module, .module_keys = 24}
    );
    desk.change([](Device& device) {
        device.modules = {{1, ModelId{228}, ""}};
        for (std::uint32_t position = 1; position <= 40; ++position) {
            device.speed_dials.push_back({position, "3" + std::to_string(position), "", position % 2 == 0});
        }
    });
    const auto file = desk.file();
    // Four speed dial keys of its own and 24 of the module.
    CHECK(file.count(kLines + "[speedDialNumber]") == 28);
    CHECK(file.text(kLines + "[@button='7']/speedDialNumber") == "35");
    CHECK(file.text(kLines + "[@button='30']/featureID") == "21");
    CHECK(file.count(kLines + "[@button='31']") == 0);
}

TEST_CASE("SIP file: a line on other phones is a shared one", "[provision][sip]") {
    Desk desk;
    add_device(desk.world, "SEP0011223344FF", k7965, {"1000"});
    CHECK(desk.file().text(kFirst + "sharedLine") == "true");
}

TEST_CASE("SIP file: the label of the phone fits it", "[provision][sip]") {
    Desk desk;
    const auto label = [&](std::string_view description) {
        desk.change([&](Device& device) { device.description = description; });
        return desk.file().text("sipProfile/phoneLabel");
    };
    CHECK(label("") == "1000");
    CHECK(label("Reception") == "Reception");
    CHECK(label("Front desk") == "1000");  // a blank ends it
    CHECK(label("Reception-East") == "1000");
    CHECK(label("Empfang\xc3\xbc") == "1000");
    Desk newer{"ce8x"};
    newer.change([](Device& device) { device.description = "Front desk"; });
    CHECK(newer.file().text("sipProfile/phoneLabel") == "Front desk");
}

TEST_CASE("SIP file: transport and ports", "[provision][sip]") {
    Desk desk;
    edit(desk.world.nodes, kCm1, [](Node& node) { node.port_offset = 20000; });
    desk.world.security_profiles.set(
        SecurityProfileId{7},
        SecurityProfile{.id = SecurityProfileId{7}, .name = "Old", .transport = SipTransport::udp}
    );
    CHECK(desk.file().text("transportLayerProtocol") == "1");
    desk.change([](Device& device) { device.security_profile = SecurityProfileId{7}; });
    const auto file = desk.file();
    CHECK(file.text("transportLayerProtocol") == "2");
    CHECK(file.text(kFirst + "port") == "25060");
    CHECK(file.text("devicePool/callManagerGroup/members/member/callManager/ports/sipPort") == "25060");
    CHECK(
        file.text("devicePool/callManagerGroup/members/member/callManager/ports/securedSipPort") == "25061"
    );
    CHECK(desk.has("C05"));
}

TEST_CASE("SIP file: a softkey template of its own is named by its number", "[provision][sip]") {
    Desk desk{"ce99"};
    desk.change([](Device& device) { device.softkey_template = SoftkeyTemplateId{7}; });
    CHECK(desk.file().text("sipProfile/softKeyFile") == "SK7.xml");
    CHECK(desk.file().text("featurePolicyFile") == "FP7.xml");
}

TEST_CASE("SIP lints: what would keep the phone from registering", "[provision][sip]") {
    {
        Desk desk;
        desk.change([](Device& device) { device.lines.clear(); });
        CHECK(desk.has("C03"));
    }
    {
        Desk desk;
        desk.change([](Device& device) { device.digest_password.clear(); });
        CHECK(desk.has("C03"));
    }

    struct Row {
        std::string further;
        std::string code;
    };

    for (const auto& row :
         {Row{"<sipProfile><sipLines><line "
              "button=\"1\"><name></name><proxy>10.0.0.9</proxy></line></sipLines>"
              "</sipProfile>",
              "C04"},
          Row{"<sipProfile><sipLines><line "
              "button=\"1\"><name>UNPROVISIONED</name></line></sipLines></sipProfile>",
              "C03"},
          Row{"<sipProfile><sipLines><line button=\"9\" "
              "lineIndex=\"7\"><featureID>9</featureID></line></sipLines>"
              "</sipProfile>",
              "C03"},
          Row{"<transportLayerProtocol>3</transportLayerProtocol>", "C06"},
          Row{"<sipProfile><natEnabled>true</natEnabled></sipProfile>", "C09"},
          Row{"<deviceSecurityMode>3</deviceSecurityMode>", "C25"}}) {
        CAPTURE(row.further);
        Desk desk;
        desk.change([&](Device& device) { device.further_xml = row.further; });
        CHECK(desk.has(row.code));
    }
}

TEST_CASE("SIP lints: a load of the other protocol", "[provision][sip]") {
    Desk desk;
    desk.change([](Device& device) { device.load = "SCCP45.9-4-2SR3-1S"; });
    CHECK(desk.has("C10"));
    desk.change([](Device& device) { device.load = "SIP45.9-4-2SR3-1S"; });
    CHECK_FALSE(desk.has("C10"));
}

TEST_CASE("SIP lints: a third-party device has no file to look at", "[provision][sip]") {
    const Desk desk{"third-party"};
    CHECK_FALSE(provision::generate(desk.world, kFile));
    CHECK(desk.codes().empty());
}
