#include "server/provision/given.hpp"

#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;
using provision::Field;
using provision::FieldKey;
using provision::Given;

namespace {

struct Office {
    World world = sample_world();
    DeviceId phone = add_device(world, "SEP001122334455", k7965, {"1000", "1001"});

    Office() {
        edit_device(world, phone, [](Device& device) {
            device.speed_dials.push_back({1, "2000", "Boss", false});
        });
    }

    [[nodiscard]] Given given() const { return provision::given(world, *world.devices.find(phone)); }
};

}  // namespace

TEST_CASE("Given: each change shows in its own field", "[provision]") {
    struct Row {
        std::string name;
        std::function<void(World&, DeviceId)> change;
        FieldKey field;
    };

    const auto device = [](auto change) {
        return [change](World& world, DeviceId id) { edit_device(world, id, change); };
    };
    const std::vector<Row> rows = {
        {"load", device([](Device& d) { d.load = "SCCP45.8-5-4S"; }), {Field::load, 0}},
        {"vendor",
         device([](Device& d) { d.vendor_config = "<pcPort>1</pcPort>"; }),
         {Field::vendor_settings, 0}},
        {"locale", device([](Device& d) { d.user_locale = "German_Germany"; }), {Field::locale, 0}},
        {"profile",
         [](World& world, DeviceId) {
             world.phone_profiles.set(
                 kStandardPhoneProfile,
                 PhoneProfile{.id = kStandardPhoneProfile, .name = "Standard", .unlock_password = "1"}
             );
         },
         {Field::settings, 0}},
        {"enterprise",
         [](World& world, DeviceId) {
             world.enterprise_phone.set(
                 EnterprisePhoneId{1}, EnterprisePhone{EnterprisePhoneId{1}, "<pcPort>1</pcPort>"}
             );
         },
         {Field::vendor_settings, 0}},
        {"further", device([](Device& d) { d.further_xml = "<a>1</a>"; }), {Field::further, 0}},
        {"tones",
         [](World& world, DeviceId) {
             edit(world.pools, kDefaultPool, [](DevicePool& pool) { pool.network_locale = "Germany"; });
         },
         {Field::locale, 0}},
        {"label", device([](Device& d) { d.lines[0].label = "Reception"; }), {Field::line_label, 1}},
        {"display", device([](Device& d) { d.lines[1].display = "Ann"; }), {Field::line_display, 2}},
        {"speed dial", device([](Device& d) { d.speed_dials[0].label = "Chief"; }), {Field::speed_dial, 1}},
        {"buttons",
         [](World& world, DeviceId) {
             edit(world.button_templates, ButtonTemplateId{k7965.value()}, [](ButtonTemplate& keys) {
                 keys.buttons[2].feature = "line";
             });
         },
         {Field::buttons, 0}},
        {"softkeys",
         [](World& world, DeviceId) {
             edit(world.softkey_templates, kStandardUser, [](SoftkeyTemplate& keys) {
                 keys.sets[0].keys.pop_back();
             });
         },
         {Field::softkeys, 0}},
        {"number",
         [](World& world, DeviceId) {
             auto number = *world.numbers.find(ensure_number(world, "1000"));
             number.pattern = "1111";
             put_number(world, number);
         },
         {Field::line_number, 1}},
        {"node address",
         [](World& world, DeviceId) {
             edit(world.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 0, 0, 1}; });
         },
         {Field::call_managers, 0}},
        {"node name",
         [](World& world, DeviceId) { edit(world.nodes, kCm1, [](Node& node) { node.name = "berlin"; }); },
         {Field::names, 0}},
        {"pool name",
         [](World& world, DeviceId) {
             edit(world.pools, kDefaultPool, [](DevicePool& pool) { pool.name = "B"; });
         },
         {Field::names, 0}},
        {"time zone",
         [](World& world, DeviceId) {
             edit(world.date_time_groups, kCmLocal, [](DateTimeGroup& group) {
                 group.time_zone = "Asia/Tokyo";
             });
         },
         {Field::date_time, 0}},
        {"SRST",
         [](World& world, DeviceId) {
             edit(world.srst_references, kSrstDisable, [](SrstReference& row) { row.sccp_port = 2001; });
         },
         {Field::srst, 0}},
        {"URL",
         [](World& world, DeviceId) { world.parameters.set("enterprise/url-idle", "http://x"); },
         {Field::urls, 0}},
        {"service",
         [](World& world, DeviceId) {
             world.services.set(
                 ServiceId{1},
                 PhoneService{.id = ServiceId{1}, .name = "News", .url = "u", .enterprise = true}
             );
         },
         {Field::services_menu, 0}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Office office;
        const auto before = office.given();
        row.change(office.world, office.phone);
        const auto after = office.given();
        CHECK(provision::differences(before, after) == std::vector<FieldKey>{row.field});
        CHECK_FALSE(before.digest() == after.digest());
    }
}

TEST_CASE("Given: what concerns the server alone does not show", "[provision]") {
    Office office;
    const auto before = office.given();
    edit_device(office.world, office.phone, [](Device& device) {
        device.description = "Desk 7";
        device.lines[0].max_calls = 6;
        device.lines[0].busy_trigger = 3;
        device.lines[0].ring = "flash only";
    });
    edit(office.world.regions, kDefaultRegion, [](Region& region) { region.name = "Far"; });
    office.world.parameters.set("callmanager/t302-timer-ms", "5000");
    office.world.sequence = 99;
    CHECK(office.given() == before);
}

TEST_CASE("Given: a line that goes differs in all it had", "[provision]") {
    Office office;
    const auto before = office.given();
    edit_device(office.world, office.phone, [](Device& device) { device.lines.pop_back(); });
    const auto keys = provision::differences(before, office.given());
    CHECK(std::count(keys.begin(), keys.end(), FieldKey{Field::line_number, 2}) == 1);
    CHECK(std::count(keys.begin(), keys.end(), FieldKey{Field::line_label, 2}) == 1);
}

TEST_CASE("Given: divides into file and station and joins again", "[provision]") {
    Office office;
    const auto given = office.given();
    CHECK(Given::joined(given.file_part(), given.station_part()) == given);
    CHECK(given.file_part() == provision::file_given(office.world, *office.world.devices.find(office.phone)));
    for (const auto& entry : given.station_part().entries()) {
        CHECK(entry.key.field >= provision::kFirstStationField);
    }
}

TEST_CASE("Given: packs and unpacks; anything else is refused", "[provision]") {
    Office office;
    const auto given = office.given();
    const auto octets = given.pack();
    REQUIRE(Given::unpack(octets));
    CHECK(*Given::unpack(octets) == given);
    CHECK(Given::unpack(Given{}.pack()) == Given{});
    for (std::size_t size = 0; size < octets.size(); ++size) {
        const auto cut = Given::unpack(std::string_view{octets}.substr(0, size));
        CHECK((!cut || *cut != given));
    }
    CHECK_FALSE(Given::unpack(""));
    CHECK_FALSE(Given::unpack("\x02" + octets.substr(1)));
}

TEST_CASE("Given: the last of equal keys counts", "[provision]") {
    const Given given{{{{Field::load, 0}, 1}, {{Field::protocol, 0}, 5}, {{Field::load, 0}, 2}}};
    CHECK(given.entries() == std::vector<Given::Entry>{{{Field::protocol, 0}, 5}, {{Field::load, 0}, 2}});
}

TEST_CASE("Given: all of a SIP phone comes in files, each part in its own field", "[provision]") {
    struct Row {
        std::string name;
        std::function<void(World&, DeviceId)> change;
        Field field;
    };

    const auto device = [](auto change) {
        return [change](World& world, DeviceId id) { edit_device(world, id, change); };
    };
    const std::vector<Row> rows = {
        {"label", device([](Device& d) { d.lines[0].label = "Reception"; }), Field::sip_lines},
        {"speed dial", device([](Device& d) { d.speed_dials[0].number = "2001"; }), Field::sip_lines},
        {"description", device([](Device& d) { d.description = "Desk"; }), Field::sip_lines},
        {"password", device([](Device& d) { d.digest_password = "another"; }), Field::credentials},
        {"SIP profile",
         [](World& world, DeviceId) {
             world.sip_profiles.set(
                 kStandardSipProfile,
                 SipProfile{.id = kStandardSipProfile, .name = "Standard", .timer_t1 = 600}
             );
         },
         Field::sip_settings},
        {"transport",
         [](World& world, DeviceId) {
             world.security_profiles.set(
                 kStandardSecurityProfile,
                 SecurityProfile{.id = kStandardSecurityProfile, .transport = SipTransport::udp}
             );
         },
         Field::security},
        {"dial rule",
         [](World& world, DeviceId) {
             world.sip_dial_rules.set(
                 SipDialRuleId{1}, SipDialRule{.id = SipDialRuleId{1}, .pattern = "1..."}
             );
         },
         Field::side_files},
        {"softkeys",
         [](World& world, DeviceId) {
             edit(world.softkey_templates, kStandardUser, [](SoftkeyTemplate& row) {
                 row.sets[0].keys = {"NewCall"};
             });
         },
         Field::side_files},
        {"shared line",
         [](World& world, DeviceId) { add_device(world, "SEP0011223344FF", k7965, {"1000"}); },
         Field::sip_lines},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Office office;
        edit_device(office.world, office.phone, [](Device& d) { d.protocol = Protocol::sip; });
        const auto before = office.given();
        CHECK(before.station_part().empty());
        row.change(office.world, office.phone);
        const auto differing = provision::differences(before, office.given());
        CHECK(differing == std::vector<FieldKey>{{row.field, 0}});
    }
}

TEST_CASE("Given: a 7960 with SIP has its lines in a text file", "[provision]") {
    auto world = sample_world();
    const auto phone = add_device(world, "SEP001122334455", k7960, {"1000"}, Protocol::sip);
    const auto before = provision::given(world, *world.devices.find(phone));
    edit_device(world, phone, [](Device& device) { device.lines[0].label = "Reception"; });
    const auto after = provision::given(world, *world.devices.find(phone));
    CHECK(provision::differences(before, after) == std::vector<FieldKey>{{Field::sip_text, 0}});
}

TEST_CASE("Given: nothing to a third-party device", "[provision]") {
    Office office;
    edit(office.world.models, k7965, [](PhoneModel& model) { model.family = kThirdPartyFamily; });
    edit_device(office.world, office.phone, [](Device& device) { device.protocol = Protocol::sip; });
    CHECK(office.given().empty());
}

TEST_CASE("Given: fields have words", "[provision]") {
    CHECK(provision::describe({Field::line_label, 1}) == "label of line 1");
    CHECK(provision::describe({Field::load, 0}) == "load");
    CHECK(provision::describe({static_cast<Field>(250), 0}) == "settings");
}
