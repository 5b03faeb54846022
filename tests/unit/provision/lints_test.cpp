#include "server/provision/lints.hpp"

#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;
using provision::Finding;
using provision::Severity;

namespace {

struct Office {
    World world = sample_world();
    DeviceId phone = add_device(world, "SEP001122334455", k7965, {"1000"});

    [[nodiscard]] std::vector<Finding> lint() const {
        return provision::lint(world, *world.devices.find(phone));
    }
};

}  // namespace

TEST_CASE("Lints: a healthy phone raises nothing", "[provision]") {
    Office office;
    CHECK(office.lint().empty());
    switch_autoreg_on(office.world, kCm1);
    CHECK(provision::lint_default(office.world).empty());
}

TEST_CASE("Lints: each trouble raises its finding", "[provision]") {
    struct Row {
        std::string code;
        Severity severity;
        std::function<void(World&, DeviceId)> trouble;
        std::string words;
    };

    const auto device = [](auto change) {
        return [change](World& world, DeviceId id) { edit_device(world, id, change); };
    };
    const std::vector<Row> rows = {
        {"C01",
         Severity::error,
         [](World& world, DeviceId id) {
             edit(world.models, k7965, [](PhoneModel& model) { model.family = "legacy40"; });
             edit_device(world, id, [](Device& d) {
                 d.vendor_config = "<a>" + std::string(8000, 'x') + "</a>";
             });
         },
         "octets"},
        {"C02",
         Severity::error,
         [](World& world, DeviceId) { edit(world.nodes, kCm1, [](Node& node) { node.address = Ipv4{}; }); },
         "no address"},
        {"C02",
         Severity::error,
         [](World& world, DeviceId) {
             edit(world.nodes, kCm1, [](Node& node) {
                 node.sccp_port = 10000;
                 node.port_offset = 60000;
             });
         },
         "70000"},
        {"C03", Severity::error, device([](Device& d) { d.pool = PoolId{99}; }), "does not exist"},
        {"C07",
         Severity::warning,
         [](World& world, DeviceId) { world.parameters.set("enterprise/url-idle", std::string(300, 'x')); },
         "enterprise/url-idle"},
        {"C08",
         Severity::warning,
         [](World& world, DeviceId) {
             edit(world.date_time_groups, kCmLocal, [](DateTimeGroup& group) {
                 group.time_zone = "Mars/Olympus";
             });
         },
         "Mars/Olympus"},
        {"C08",
         Severity::warning,
         [](World& world, DeviceId) {
             edit(world.date_time_groups, kCmLocal, [](DateTimeGroup& group) {
                 group.date_template = "DD.MM";
             });
         },
         "DD.MM"},
        {"C10", Severity::error, device([](Device& d) { d.load = "SIP45.9-4-2SR3-1S"; }), "SIP image"},
        {"C10",
         Severity::error,
         [](World& world, DeviceId) {
             edit(world.models, k7965, [](PhoneModel& model) { model.speaks_sccp = false; });
         },
         "does not speak SCCP"},
        {"C11",
         Severity::error,
         [](World& world, DeviceId id) {
             edit(world.models, k7965, [](PhoneModel& model) {
                 model.typical_sccp_load = "SCCP45.9-4-2SR3-1S";
             });
             edit_device(world, id, [](Device& d) { d.load = "SCCP42.9-4-2SR3-1S"; });
         },
         "other hardware"},
        {"C14",
         Severity::warning,
         [](World& world, DeviceId) {
             edit(world.srst_references, kSrstDisable, [](SrstReference& row) {
                 row.mode = SrstMode::address;
             });
         },
         "without an address"},
        {"C15",
         Severity::warning,
         [](World& world, DeviceId id) {
             world.parameters.set("enterprise/url-authentication", "http://x");
             edit_device(world, id, [](Device& d) { d.vendor_config = "<webAccess>1</webAccess>"; });
         },
         "webAccess"},
        {"F06",
         Severity::error,
         [](World& world, DeviceId id) {
             hold_loads(world, {});
             edit_device(world, id, [](Device& d) { d.load = "SCCP45.8-5-4S"; });
         },
         "There is no SCCP45.8-5-4S.loads"},
        {"F06",
         Severity::error,
         [](World& world, DeviceId id) {
             world.loads = std::make_shared<const LoadInventory>(std::vector<Load>{
                 {"SCCP45.8-5-4S", "SCCP45.8-5-4S.loads", {{"a.sbn", 1, 0}, {"b.sbn", 0, 0}}, ""}});
             edit_device(world, id, [](Device& d) { d.load = "SCCP45.8-5-4S"; });
         },
         "lacks b.sbn"},
        {"F01",
         Severity::warning,
         [](World& world, DeviceId id) {
             hold_loads(world, {"sccp45.8-5-4s"});
             edit_device(world, id, [](Device& d) { d.load = "SCCP45.8-5-4S"; });
         },
         "spelled sccp45.8-5-4s on disk"},
        {"C18", Severity::error, device([](Device& d) { d.vendor_config = "<a>1</b>"; }), "not usable"},
        {"C18",
         Severity::error,
         device([](Device& d) { d.vendor_config = "<pcPort>1</pcPort><pcPort>0</pcPort>"; }),
         "more than once"},
        {"C18",
         Severity::error,
         [](World& world, DeviceId) {
             world.enterprise_phone.set(
                 EnterprisePhoneId{1}, EnterprisePhone{EnterprisePhoneId{1}, "<webAccess>"}
             );
         },
         "The enterprise: "},
        {"C18", Severity::error, device([](Device& d) { d.further_xml = "<a>1</b>"; }), "cannot be merged"},
        {"C18",
         Severity::error,
         device([](Device& d) { d.further_xml = "<devicePool>x</devicePool>"; }),
         "<devicePool> does not fit"},
        {"C25",
         Severity::error,
         device([](Device& d) { d.further_xml = "<deviceSecurityMode>3</deviceSecurityMode>"; }),
         "deviceSecurityMode 3"},
        {"C20",
         Severity::warning,
         device([](Device& d) { d.further_xml = "<capfAuthMode>2</capfAuthMode>"; }),
         "no CAPF service"},
        {"C12",
         Severity::warning,
         device([](Device& d) { d.vendor_config = "<videoCapability>1</videoCapability>"; }),
         "no camera"},
        {"C13",
         Severity::warning,
         [](World& world, DeviceId id) {
             edit(world.models, k7965, [](PhoneModel& model) { model.family = "java69"; });
             edit_device(world, id, [](Device& d) {
                 d.vendor_config = "<alwaysUsePrimeLine>false</alwaysUsePrimeLine>";
             });
         },
         "alwaysUsePrimeLine is off"},
        {"C16",
         Severity::error,
         [](World& world, DeviceId id) {
             SoftkeyTemplate keys = *world.softkey_templates.find(kStandardUser);
             keys.id = SoftkeyTemplateId{2};
             keys.name = "Own";
             keys.sets[0].keys = {"Redial"};
             world.softkey_templates.set(keys.id, keys);
             edit_device(world, id, [&](Device& d) { d.softkey_template = SoftkeyTemplateId{2}; });
         },
         "lacks NewCall for on hook"},
        {"C07",
         Severity::warning,
         device([](Device& d) {
             d.modules = {{1, ModelId{124}, ""}};
         }),
         "expansion modules"},
        {"F05",
         Severity::warning,
         [](World& world, DeviceId id) {
             world.loads = std::make_shared<const LoadInventory>();
             edit_device(world, id, [](Device& d) { d.user_locale = "German_Germany"; });
         },
         "Nothing of the user locale German_Germany"},
        {"C19",
         Severity::information,
         device([](Device& d) { d.vendor_config = "<peerFirmwareSharing>1</peerFirmwareSharing>"; }),
         "peerFirmwareSharing"},
        {"C21",
         Severity::information,
         [](World& world, DeviceId) {
             edit(world.models, k7965, [](PhoneModel& model) { model.family = "ce89"; });
             PhoneProfile profile{.id = kStandardPhoneProfile, .name = "Standard"};
             profile.background = "Logo.png";
             world.phone_profiles.set(profile.id, profile);
         },
         "Logo.png and its list in Desktops/800x480x24"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.code, row.words);
        Office office;
        row.trouble(office.world, office.phone);
        const auto findings = office.lint();
        REQUIRE_FALSE(findings.empty());
        CHECK(findings[0].code == row.code);
        CHECK(findings[0].severity == row.severity);
        CHECK(findings[0].sentence.find(row.words) != std::string::npos);
    }
}

TEST_CASE("Lints: the default file is checked while there is one", "[provision]") {
    auto world = sample_world();
    edit(world.nodes, kCm1, [](Node& node) { node.address = Ipv4{}; });
    CHECK(provision::lint_default(world).empty());
    switch_autoreg_on(world, kCm1);
    const auto findings = provision::lint_default(world);
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].code == "C02");

    edit(world.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 77, 0, 1}; });
    for (std::int64_t id = 1000; id < 1200; ++id) {
        world.models.set(ModelId{id}, PhoneModel{.id = ModelId{id}, .name = "M", .speaks_sccp = true});
        world.device_defaults.set(
            DefaultKey{ModelId{id}, Protocol::sccp},
            DeviceDefault{.model = ModelId{id}, .load = std::string(30, 'x')}
        );
    }
    hold_loads(world, {std::string(30, 'x').c_str()});
    REQUIRE(provision::lint_default(world).size() == 1);
    CHECK(provision::lint_default(world)[0].code == "C01");
}
