#include "parsed_file.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace dialtone;
using namespace dialtone::test;

namespace {

constexpr auto kName = "SEP001122334455";
constexpr auto kFile = "SEP001122334455.cnf.xml";

struct Office {
    World world = sample_world();
    DeviceId phone;

    explicit Office(ModelId model = k7965) : phone{add_device(world, kName, model, {"1000"})} {}

    [[nodiscard]] ParsedFile file() const { return {world, kFile}; }

    [[nodiscard]] std::string body() const { return body_of(world, kFile); }

    [[nodiscard]] std::string stamp() const { return file().text("versionStamp"); }
};

}  // namespace

TEST_CASE("Phone file: exists for every device but a third-party one", "[provision]") {
    Office office;
    CHECK(provision::generate(office.world, "sep001122334455.CNF.XML"));
    CHECK_FALSE(provision::generate(office.world, "SEP00112233AAAA.cnf.xml"));
    CHECK_FALSE(provision::generate(office.world, "SEP001122334455.cnf.xml.sgn"));
    edit_device(office.world, office.phone, [](Device& device) { device.protocol = Protocol::sip; });
    CHECK(provision::generate(office.world, kFile));
    edit(office.world.models, k7965, [](PhoneModel& model) { model.family = kThirdPartyFamily; });
    CHECK_FALSE(provision::generate(office.world, kFile));
}

TEST_CASE("Phone file: lists the group's nodes in order with their ports", "[provision]") {
    Office office;
    add_node(office.world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    edit(office.world.nodes, kCm2, [](Node& node) { node.port_offset = 20000; });
    const std::string members = "devicePool/callManagerGroup/members/member";
    const auto file = office.file();
    CHECK(file.count(members) == 2);
    CHECK(file.text(members + "[@priority='0']/callManager/processNodeName") == "10.77.0.1");
    CHECK(file.text(members + "[@priority='0']/callManager/ports/ethernetPhonePort") == "2000");
    CHECK(file.text(members + "[@priority='1']/callManager/processNodeName") == "10.77.0.2");
    CHECK(file.text(members + "[@priority='1']/callManager/ports/ethernetPhonePort") == "22000");
    CHECK(file.text(members + "[@priority='1']/callManager/ports/sipPort") == "25060");

    edit(office.world.groups, kDefaultGroup, [](CallManagerGroup& group) {
        std::swap(group.members[0], group.members[1]);
    });
    CHECK(office.file().text(members + "[@priority='0']/callManager/processNodeName") == "10.77.0.2");
}

TEST_CASE("Phone file: a node without an address is no member", "[provision]") {
    Office office;
    add_node(office.world, kCm2, "cm2", Ipv4{});
    CHECK(office.file().count("devicePool/callManagerGroup/members/member") == 1);
}

TEST_CASE("Phone file: says the time as the date/time group has it", "[provision]") {
    Office office;
    edit(office.world.date_time_groups, kCmLocal, [](DateTimeGroup& group) {
        group.time_zone = "Europe/Berlin";
        group.date_template = "D.M.Y";
        group.ntp_servers = {Ipv4{10, 77, 0, 9}};
    });
    const auto file = office.file();
    CHECK(file.text("devicePool/dateTimeSetting/timeZone") == "W. Europe Standard/Daylight Time");
    CHECK(file.text("devicePool/dateTimeSetting/olsonTimeZone") == "Europe/Berlin");
    CHECK(file.text("devicePool/dateTimeSetting/dateTemplate") == "D.M.Y");
    CHECK(file.text("devicePool/dateTimeSetting/ntps/ntp/name") == "10.77.0.9");

    edit(office.world.date_time_groups, kCmLocal, [](DateTimeGroup& group) {
        group.time_zone = "Mars/Olympus";
    });
    CHECK(office.file().text("devicePool/dateTimeSetting/timeZone") == "Greenwich Standard Time");
}

TEST_CASE("Phone file: the load is the device's, else the model's, else empty and there", "[provision]") {
    Office office;
    hold_loads(office.world, {"SCCP45.9-4-2SR3-1S", "SCCP45.8-5-4S"});
    CHECK(office.file().text("loadInformation").empty());
    edit(office.world.device_defaults, DefaultKey{k7965, Protocol::sccp}, [](DeviceDefault& row) {
        row.load = "SCCP45.9-4-2SR3-1S";
    });
    CHECK(office.file().text("loadInformation") == "SCCP45.9-4-2SR3-1S");
    edit_device(office.world, office.phone, [](Device& device) { device.load = "SCCP45.8-5-4S"; });
    CHECK(office.file().text("loadInformation") == "SCCP45.8-5-4S");
}

TEST_CASE("Phone file: names a load only if its list and every member are there", "[provision]") {
    Office office;
    edit_device(office.world, office.phone, [](Device& device) { device.load = "SCCP45.8-5-4S"; });
    const auto withheld = [&] {
        const auto file = provision::generate(office.world, kFile);
        return file->withheld ? file->withheld->load + " lacks " + file->withheld->missing : std::string{};
    };
    const auto hold = [&](Load load) {
        office.world.loads = std::make_shared<const LoadInventory>(std::vector<Load>{std::move(load)});
    };
    SECTION("nobody knows the directories") {
        CHECK(office.file().text("loadInformation").empty());
        CHECK(withheld() == "SCCP45.8-5-4S lacks SCCP45.8-5-4S.loads");
    }
    SECTION("there is no list") {
        hold({"SCCP45.9-4-2SR3-1S", "SCCP45.9-4-2SR3-1S.loads", {{"apps45.sbn", 1, 0}}, ""});
        CHECK(office.file().text("loadInformation").empty());
        CHECK(withheld() == "SCCP45.8-5-4S lacks SCCP45.8-5-4S.loads");
    }
    SECTION("one member is missing, one is cut short") {
        hold(
            {"SCCP45.8-5-4S",
             "SCCP45.8-5-4S.loads",
             {{"jar45.sbn", 10, 0}, {"apps45.sbn", 0, 0}, {"dsp45.sbn", 10, 20}},
             ""}
        );
        CHECK(office.file().text("loadInformation").empty());
        CHECK(withheld() == "SCCP45.8-5-4S lacks apps45.sbn, dsp45.sbn (not whole)");
    }
    SECTION("the list is not understood") {
        hold({"SCCP45.8-5-4S", "SCCP45.8-5-4S.loads", {}, "names no file"});
        CHECK(office.file().text("loadInformation").empty());
        CHECK(withheld() == "SCCP45.8-5-4S lacks SCCP45.8-5-4S.loads (names no file)");
    }
    SECTION("all is there, though spelled otherwise") {
        hold({"sccp45.8-5-4s", "sccp45.8-5-4s.LOADS", {{"jar45.sbn", 20, 20}}, ""});
        CHECK(office.file().text("loadInformation") == "SCCP45.8-5-4S");
        CHECK(withheld().empty());
    }
}

TEST_CASE("Phone file: SRST is off, the default gateway or an address", "[provision]") {
    Office office;
    CHECK(office.file().text("devicePool/srstInfo/srstOption") == "Disable");
    edit(office.world.srst_references, kSrstDisable, [](SrstReference& row) {
        row.mode = SrstMode::gateway;
    });
    CHECK(office.file().text("devicePool/srstInfo/srstOption") == "Use Default Gateway");
    edit(office.world.srst_references, kSrstDisable, [](SrstReference& row) {
        row.mode = SrstMode::address;
        row.name = "Branch";
        row.address = Ipv4{10, 77, 9, 1};
    });
    const auto file = office.file();
    CHECK(file.text("devicePool/srstInfo/name") == "Branch");
    CHECK(file.text("devicePool/srstInfo/srstOption") == "User Specific");
    CHECK(file.text("devicePool/srstInfo/ipAddr1") == "10.77.9.1");
    CHECK(file.text("devicePool/srstInfo/ipAddr2").empty());
}

TEST_CASE("Phone file: seconds of connection monitor are the pool's, else the parameter's", "[provision]") {
    Office office;
    CHECK(office.file().text("devicePool/connectionMonitorDuration") == "120");
    office.world.parameters.set("enterprise/connection-monitor-duration", "300");
    CHECK(office.file().text("devicePool/connectionMonitorDuration") == "300");
    edit(office.world.pools, kDefaultPool, [](DevicePool& pool) { pool.connection_monitor = 60; });
    CHECK(office.file().text("devicePool/connectionMonitorDuration") == "60");
}

TEST_CASE("Phone file: URLs appear where they are configured", "[provision]") {
    Office office;
    CHECK(office.file().text("servicesURL").empty());
    office.world.parameters.set("enterprise/url-services", "http://10.77.0.1/menu?a=1&b=2");
    const auto file = office.file();
    CHECK(file.text("servicesURL") == "http://10.77.0.1/menu?a=1&b=2");
    CHECK(file.text("secureServicesURL").empty());
    office.world.parameters.set("enterprise/url-services", "https://10.77.0.1/menu");
    CHECK(office.file().text("secureServicesURL") == "https://10.77.0.1/menu");
}

TEST_CASE("Phone file: the device's vendor settings replace and follow the defaults", "[provision]") {
    Office office;
    CHECK(office.file().text("vendorConfig/webAccess") == "0");
    edit_device(office.world, office.phone, [](Device& device) {
        device.vendor_config = "<webAccess>1</webAccess><ownThing>x</ownThing>";
    });
    const auto file = office.file();
    CHECK(file.text("vendorConfig/webAccess") == "1");
    CHECK(file.count("vendorConfig/webAccess") == 1);
    CHECK(std::string{file.root().child("vendorConfig").last_child().name()} == "ownThing");
    edit_device(office.world, office.phone, [](Device& device) { device.vendor_config = "<webAccess>1"; });
    CHECK(office.file().text("vendorConfig/webAccess") == "0");
}

TEST_CASE("Phone file: services are the enterprise's and the device's own, by priority", "[provision]") {
    Office office;
    const auto add = [&](std::int64_t id, const char* name, bool enterprise, std::int32_t priority) {
        PhoneService service{.id = ServiceId{id}, .name = name, .url = "http://x/?a&b"};
        service.enterprise = enterprise;
        service.priority = priority;
        office.world.services.set(service.id, service);
    };
    add(1, "Weather", true, 60);
    add(2, "News", false, 50);
    add(3, "Stocks", false, 10);
    edit_device(office.world, office.phone, [](Device& device) {
        device.services.push_back({ServiceId{2}, 0, ""});
    });
    const auto file = office.file();
    REQUIRE(file.count("phoneServices/phoneService[@type='0']") == 2);
    CHECK(file.text("phoneServices/phoneService[@type='0'][1]/name") == "News");
    CHECK(file.text("phoneServices/phoneService[@type='0'][2]/name") == "Weather");
    CHECK(file.text("phoneServices/phoneService[@type='0'][2]/url") == "http://x/?a&b");
    edit(office.world.services, ServiceId{1}, [](PhoneService& service) { service.enabled = false; });
    CHECK(office.file().count("phoneServices/phoneService[@type='0']") == 1);
}

TEST_CASE("Phone file: no name or text in the database can add an element", "[provision]") {
    const std::string hostile = "</name><evil>&x;</evil><!--\x01\"'>";
    for (const auto model : {k7960, k7965}) {
        Office office{model};
        auto& world = office.world;
        hold_loads(world, {hostile.c_str()});
        const auto elements = office.file().count("//*");
        edit(world.pools, kDefaultPool, [&](DevicePool& pool) { pool.name = hostile; });
        edit(world.groups, kDefaultGroup, [&](CallManagerGroup& group) { group.name = hostile; });
        edit(world.nodes, kCm1, [&](Node& node) { node.name = node.description = hostile; });
        edit(world.date_time_groups, kCmLocal, [&](DateTimeGroup& group) {
            group.name = group.date_template = group.time_zone = hostile;
        });
        world.parameters.set("enterprise/url-idle", hostile);
        edit_device(world, office.phone, [&](Device& device) {
            device.load = device.user_locale = device.description = hostile;
            device.lines[0].label = device.lines[0].display = hostile;
        });
        const auto file = office.file();
        CHECK(file.count("//*") == elements);
        CHECK(file.count("//evil") == 0);
        CHECK(file.text("devicePool/name") == "</name><evil>&x;</evil><!--\"'>");
    }
}

TEST_CASE("Phone file: a 7960 reads a small Latin-1 file without short empty elements", "[provision]") {
    Office office{k7960};
    edit(office.world.pools, kDefaultPool, [](DevicePool& pool) { pool.name = "Zürich 日本"; });
    const auto body = office.body();
    CHECK(body.find("<name>Z\xfcrich ?\?</name>") != std::string::npos);
    CHECK(body.find("/>") == std::string::npos);
    CHECK(body.find("olsonTimeZone") == std::string::npos);
    CHECK(body.size() < 4096);
    CHECK(office.file().text("userLocale/winCharSet") == "iso-8859-1");
}

TEST_CASE("Phone file: every family renders", "[provision]") {
    for (const auto* family : {"legacy40", "java79", "ce8x", "wifi", "ata", "of-the-future"}) {
        CAPTURE(family);
        Office office;
        edit(office.world.models, k7965, [&](PhoneModel& model) { model.family = family; });
        const auto file = office.file();
        CHECK(file.text("deviceProtocol") == "SCCP");
        CHECK(
            file.text("devicePool/callManagerGroup/members/member/callManager/processNodeName") == "10.77.0.1"
        );
    }
}

TEST_CASE("Version stamp: changes exactly with the content", "[provision]") {
    Office office;
    hold_loads(office.world, {"SCCP45.8-5-4S"});
    const auto first = office.stamp();
    CHECK(first.size() == 36);
    CHECK(office.stamp() == first);

    // What is sent over SCCP is not in the file.
    edit_device(office.world, office.phone, [](Device& device) { device.lines[0].label = "Reception"; });
    office.world.sequence = 77;
    CHECK(office.stamp() == first);

    std::set<std::string> stamps{first};
    edit_device(office.world, office.phone, [](Device& device) { device.load = "SCCP45.8-5-4S"; });
    stamps.insert(office.stamp());
    edit(office.world.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 77, 0, 2}; });
    stamps.insert(office.stamp());
    CHECK(stamps.size() == 3);

    edit_device(office.world, office.phone, [](Device& device) { device.load = ""; });
    edit(office.world.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 77, 0, 1}; });
    CHECK(office.stamp() == first);
}

TEST_CASE("Version stamp: does not depend on how a world came about", "[provision]") {
    Office one;
    for (const std::int64_t id : {1, 2, 3}) {
        one.world.services.set(
            ServiceId{id},
            PhoneService{
                .id = ServiceId{id}, .name = "S" + std::to_string(id), .url = "u", .enterprise = true}
        );
    }
    Office other;
    add_device(other.world, "SEP00112233AAAA", k7960, {"1001"});
    for (const std::int64_t id : {3, 1, 2}) {
        other.world.services.set(
            ServiceId{id},
            PhoneService{
                .id = ServiceId{id}, .name = "S" + std::to_string(id), .url = "u", .enterprise = true}
        );
    }
    CHECK(one.body() == other.body());
}
