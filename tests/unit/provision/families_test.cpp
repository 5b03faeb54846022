#include "parsed_file.hpp"
#include "server/provision/family_profile.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;

namespace {

constexpr auto kName = "SEP001122334455";
constexpr auto kFile = "SEP001122334455.cnf.xml";

/// A phone whose model reads files of the given family.
struct Desk {
    World world = sample_world();
    DeviceId phone = add_device(world, kName, k7965, {"1000"});

    explicit Desk(std::string_view family) {
        edit(world.models, k7965, [&](PhoneModel& model) {
            model.family = family;
            model.max_modules = 2;
        });
    }

    [[nodiscard]] ParsedFile file() const { return {world, kFile}; }

    void enterprise(std::string_view settings) {
        world.enterprise_phone.set(
            EnterprisePhoneId{1}, EnterprisePhone{EnterprisePhoneId{1}, std::string{settings}}
        );
    }

    void profile(PhoneProfile row) {
        const auto id = row.id;
        world.phone_profiles.set(id, std::move(row));
    }

    void own(std::string_view settings) {
        edit_device(world, phone, [&](Device& device) { device.vendor_config = settings; });
    }
};

constexpr std::array kFamilies = {
    "legacy40",
    "legacy05",
    "legacy10",
    "legacy35",
    "conf37",
    "wifi20",
    "wifi",
    "java79",
    "java85",
    "java69",
    "ce89",
    "ce8x",
    "cipc",
    "ata",
    "analog",
    "spa",
    "ce99",
    "ata19",
    "third-party"};

}  // namespace

TEST_CASE("Families: each has a profile of its own, and none is like no other", "[provision]") {
    provision::FamilySet all = 0;
    for (const auto* family : kFamilies) {
        CAPTURE(family);
        const auto& profile = provision::family_profile(family);
        CHECK(profile.name == family);
        CHECK((all & profile.bit) == 0);
        all |= profile.bit;
        if (profile.bit != provision::kThirdParty) {
            CHECK(Desk{family}.file().text("deviceProtocol") == "SCCP");
        }
    }
    CHECK(provision::family_profile("of-the-future").name == "java79");
}

TEST_CASE("Families: what a family is known to need is there, what it has not is left out", "[provision]") {
    CHECK(Desk{"java69"}.file().text("vendorConfig/alwaysUsePrimeLine") == "true");
    CHECK(Desk{"java79"}.file().count("vendorConfig/alwaysUsePrimeLine") == 0);
    CHECK(Desk{"conf37"}.file().text("ipAddressMode") == "2");
    CHECK(Desk{"conf37"}.file().text("ipPreferenceModeControl") == "1");
    CHECK(Desk{"java79"}.file().text("ipAddressMode") == "0");
    CHECK(Desk{"ce89"}.file().text("vendorConfig/videoCapability") == "1");
    CHECK(Desk{"java79"}.file().text("vendorConfig/videoCapability") == "0");
    CHECK(Desk{"wifi"}.file().text("vendorConfig/WlanProfile1") == "0");
    CHECK(Desk{"wifi"}.file().count("vendorConfig/pcPort") == 0);
    CHECK(Desk{"ata"}.file().count("vendorConfig/disableSpeaker") == 0);
    CHECK(Desk{"legacy05"}.file().count("phoneServices") == 0);
    CHECK(Desk{"cipc"}.file().count("vendorConfig/pcPort") == 0);
    for (const auto* old :
         {"legacy40", "legacy05", "legacy10", "legacy35", "wifi20", "ata", "analog", "spa"}) {
        CAPTURE(old);
        Desk desk{old};
        const auto body = body_of(desk.world, kFile);
        CHECK(body.size() < 5120);
        CHECK(body.find("/>") == std::string::npos);
        CHECK(desk.file().text("userLocale/winCharSet") == "iso-8859-1");
        CHECK(desk.file().count("devicePool/dateTimeSetting/olsonTimeZone") == 0);
    }
}

TEST_CASE("Vendor settings: the nearest layer that says something counts", "[provision]") {
    Desk desk{"java79"};
    desk.enterprise("<webAccess>1</webAccess><pcPort>1</pcPort><ownThing>e</ownThing>");
    CHECK(desk.file().text("vendorConfig/webAccess") == "1");
    CHECK(desk.file().text("vendorConfig/ownThing") == "e");

    desk.profile(
        {.id = kStandardPhoneProfile, .name = "Standard", .vendor_config = "<webAccess>2</webAccess>"}
    );
    CHECK(desk.file().text("vendorConfig/webAccess") == "2");
    CHECK(desk.file().text("vendorConfig/pcPort") == "1");

    desk.own("<webAccess>0</webAccess><pcPort></pcPort>");
    CHECK(desk.file().text("vendorConfig/webAccess") == "0");
    CHECK(desk.file().text("vendorConfig/pcPort") == "1");
    CHECK(desk.file().count("vendorConfig/webAccess") == 1);

    // A layer that cannot be read leaves the others alone.
    desk.own("<webAccess>0");
    CHECK(desk.file().text("vendorConfig/webAccess") == "2");
}

TEST_CASE("Common phone profile: the phone's own, else the standard one", "[provision]") {
    Desk desk{"java79"};
    CHECK(desk.file().text("commonProfile/phonePassword").empty());
    CHECK(desk.file().text("dndCallAlert") == "5");
    desk.profile({.id = kStandardPhoneProfile, .name = "Standard", .unlock_password = "12345"});
    desk.profile(
        {.id = PhoneProfileId{7},
         .name = "Lobby",
         .unlock_password = "777",
         .user_backgrounds = false,
         .background = "logo.png",
         .dnd_alert = "flash"}
    );
    CHECK(desk.file().text("commonProfile/phonePassword") == "12345");
    CHECK(desk.file().count("commonProfile/defaultBackground") == 0);
    edit_device(desk.world, desk.phone, [](Device& device) { device.profile = PhoneProfileId{7}; });
    const auto file = desk.file();
    CHECK(file.text("commonProfile/phonePassword") == "777");
    CHECK(file.text("commonProfile/backgroundImageAccess") == "false");
    CHECK(file.text("commonProfile/defaultBackground") == "logo.png");
    CHECK(file.text("dndCallAlert") == "1");
}

TEST_CASE("Phone file: expansion modules with their keys and loads", "[provision]") {
    Desk desk{"java79"};
    desk.world.models.set(
        ModelId{228},
        PhoneModel{
            .id = ModelId{228},
            .name = "Cisco 7915 24-Button",
            .short_name = "7915-24",
            .kind = ModelClass::module,
            .module_keys = 24}
    );
    CHECK(desk.file().count("addOnModules") == 0);
    edit_device(desk.world, desk.phone, [](Device& device) {
        device.modules = {{1, ModelId{228}, "B015-1-0-4-2"}, {2, ModelId{228}, ""}};
    });
    const auto file = desk.file();
    CHECK(file.count("addOnModules/addOnModule") == 2);
    CHECK(file.text("addOnModules/addOnModule[@idx='1']/deviceType") == "7915");
    CHECK(file.text("addOnModules/addOnModule[@idx='1']/deviceLine") == "24");
    CHECK(file.text("addOnModules/addOnModule[@idx='1']/loadInformation") == "B015-1-0-4-2");
    CHECK(file.text("addOnModules/addOnModule[@idx='2']/loadInformation").empty());
}

TEST_CASE("Phone file: enterprise parameters in the phones' terms", "[provision]") {
    Desk desk{"java79"};
    CHECK(desk.file().text("dscpForSCCPPhoneConfig") == "96");
    CHECK(desk.file().text("advertiseG722Codec") == "1");
    CHECK(desk.file().text("phoneServices/provisioning") == "2");
    desk.world.parameters.set("enterprise/dscp-phone-configuration", "26");
    desk.world.parameters.set("enterprise/advertise-g722", "false");
    desk.world.parameters.set("enterprise/auto-call-pickup", "true");
    desk.world.parameters.set("enterprise/blf-audible-alert-busy", "true");
    desk.world.parameters.set("enterprise/services-provisioning", "internal");
    const auto file = desk.file();
    CHECK(file.text("dscpForSCCPPhoneConfig") == "104");
    CHECK(file.text("advertiseG722Codec") == "0");
    CHECK(file.text("autoCallPickupEnable") == "true");
    CHECK(file.text("blfAudibleAlertSettingOfIdleStation") == "0");
    CHECK(file.text("blfAudibleAlertSettingOfBusyStation") == "1");
    CHECK(file.text("phoneServices/provisioning") == "0");
}

TEST_CASE("Phone file: tones are the pool's, else the enterprise's", "[provision]") {
    Desk desk{"java79"};
    CHECK(desk.file().text("networkLocale") == "United_States");
    desk.world.parameters.set("enterprise/network-locale", "Germany");
    CHECK(desk.file().text("networkLocaleInfo/name") == "Germany");
    edit(desk.world.pools, kDefaultPool, [](DevicePool& pool) { pool.network_locale = "Austria"; });
    CHECK(desk.file().text("networkLocale") == "Austria");
    CHECK(desk.file().text("networkLocaleInfo/name") == "Austria");
}

TEST_CASE("Phone file: a locale that is known not to be there is the one built in", "[provision]") {
    Desk desk{"java79"};
    edit_device(desk.world, desk.phone, [](Device& device) { device.user_locale = "German_Germany"; });
    edit(desk.world.pools, kDefaultPool, [](DevicePool& pool) { pool.network_locale = "Germany"; });
    CHECK(desk.file().text("userLocale/name") == "German_Germany");
    desk.world.loads = std::make_shared<const LoadInventory>();
    CHECK(desk.file().text("userLocale/name") == "English_United_States");
    CHECK(desk.file().text("userLocale/langCode") == "en_US");
    CHECK(desk.file().text("networkLocale") == "United_States");
    desk.world.loads =
        std::make_shared<const LoadInventory>(LoadInventory{}.with_locales({"german_germany", "germany"}));
    CHECK(desk.file().text("userLocale/name") == "German_Germany");
    CHECK(desk.file().text("userLocale/langCode") == "de_DE");
    CHECK(desk.file().text("networkLocaleInfo/name") == "Germany");
}

TEST_CASE(
    "OS79XX.TXT: only while it is switched on and the image is there, with nothing behind it", "[provision]"
) {
    auto world = sample_world();
    CHECK_FALSE(provision::generate(world, "OS79XX.TXT"));
    world.parameters.set("tftp/os79xx-load", "P00308010200 \r\n");
    CHECK_FALSE(provision::generate(world, "OS79XX.TXT"));
    Load load{.name = "P00308010200", .members = {{"P00308010200.sbn", 100, 0}, {"P00308010200.sb2", 0, 0}}};
    world.loads = std::make_shared<const LoadInventory>(std::vector{load});
    CHECK_FALSE(provision::generate(world, "OS79XX.TXT"));
    load.members[1].octets = 200;
    world.loads = std::make_shared<const LoadInventory>(std::vector{load});
    CHECK(body_of(world, "os79xx.txt") == "P00308010200");
    world.parameters.set("tftp/os79xx-load", "");
    CHECK_FALSE(provision::generate(world, "OS79XX.TXT"));
}
