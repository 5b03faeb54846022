#include "server/provision/default_file.hpp"
#include "parsed_file.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::test;

TEST_CASE("XMLDefault: exists only while auto-registration is on", "[provision]") {
    auto world = sample_world();
    CHECK_FALSE(provision::generate(world, "XMLDefault.cnf.xml"));
    switch_autoreg_on(world, kCm1);
    CHECK(provision::generate(world, "XMLDefault.cnf.xml"));
    CHECK(provision::generate(world, "xmldefault.CNF.xml"));
    switch_autoreg_off(world, kCm1);
    CHECK_FALSE(provision::generate(world, "XMLDefault.cnf.xml"));
}

TEST_CASE("XMLDefault: a range of one number is off", "[provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1, 1000, 1000);
    CHECK_FALSE(provision::generate(world, "XMLDefault.cnf.xml"));
}

TEST_CASE("XMLDefault: names the nodes of the auto-registration group in order", "[provision]") {
    auto world = sample_world();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    switch_autoreg_on(world, kCm2);
    const ParsedFile file{world, "XMLDefault.cnf.xml"};
    CHECK(std::string{file.root().name()} == "Default");
    CHECK(
        file.text("callManagerGroup/members/member[@priority='0']/callManager/processNodeName") == "10.77.0.1"
    );
    CHECK(
        file.text("callManagerGroup/members/member[@priority='1']/callManager/processNodeName") == "10.77.0.2"
    );
}

TEST_CASE("XMLDefault: names the load of models that have one, and of no other", "[provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    edit(world.device_defaults, DefaultKey{k7965, Protocol::sccp}, [](DeviceDefault& row) {
        row.load = "SCCP45.9-4-2SR3-1S";
    });
    hold_loads(world, {"SCCP45.9-4-2SR3-1S"});
    const ParsedFile file{world, "XMLDefault.cnf.xml"};
    CHECK(file.text("loadInformation436[@model='Cisco 7965']") == "SCCP45.9-4-2SR3-1S");
    CHECK(file.count("loadInformation7") == 0);
}

TEST_CASE("XMLDefault: leaves out a load that is not whole, and says so", "[provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    for (const auto& [model, load] :
         {std::pair{k7965, "SCCP45.9-4-2SR3-1S"}, std::pair{k7975, "SCCP75.8-5-4S"}}) {
        edit(world.device_defaults, DefaultKey{model, Protocol::sccp}, [name = load](DeviceDefault& row) {
            row.load = name;
        });
    }
    hold_loads(world, {"SCCP75.8-5-4S"});
    const ParsedFile file{world, "XMLDefault.cnf.xml"};
    CHECK(file.count("loadInformation436") == 0);
    CHECK(file.text("loadInformation437") == "SCCP75.8-5-4S");
    const auto withheld = provision::generate(world, "XMLDefault.cnf.xml")->withheld;
    REQUIRE(withheld);
    CHECK(withheld->load == "SCCP45.9-4-2SR3-1S");
    CHECK(withheld->missing == "SCCP45.9-4-2SR3-1S.loads");
    hold_loads(world, {"SCCP75.8-5-4S", "SCCP45.9-4-2SR3-1S"});
    CHECK_FALSE(provision::generate(world, "XMLDefault.cnf.xml")->withheld);
}

TEST_CASE("XMLDefault: a model of both protocols gets the load of the one chosen", "[provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    const auto add = [&](Protocol protocol, const char* load) {
        world.device_defaults.set(
            DefaultKey{k7965, protocol},
            DeviceDefault{.model = k7965, .protocol = protocol, .load = load, .pool = kDefaultPool}
        );
    };
    add(Protocol::sccp, "SCCP45.9-4-2SR3-1S");
    add(Protocol::sip, "SIP45.9-4-2SR3-1S");
    hold_loads(world, {"SCCP45.9-4-2SR3-1S", "SIP45.9-4-2SR3-1S"});
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").text("loadInformation436") == "SCCP45.9-4-2SR3-1S");
    world.parameters.set("enterprise/auto-registration-phone-protocol", "SIP");
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").text("loadInformation436") == "SIP45.9-4-2SR3-1S");
    edit(world.models, k7965, [](PhoneModel& model) { model.speaks_sip = false; });
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").text("loadInformation436") == "SCCP45.9-4-2SR3-1S");
}

TEST_CASE(
    "XMLDefault: while auto-registration is off it is served only if the parameter says so", "[provision]"
) {
    auto world = sample_world();
    world.parameters.set("tftp/default-file-when-off", "false");
    CHECK_FALSE(provision::generate(world, "XMLDefault.cnf.xml"));
    world.parameters.set("tftp/default-file-when-off", "true");
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").text("autoRegistration") == "disabled");
    CHECK(
        ParsedFile(world, "XMLDefault.cnf.xml")
            .text("callManagerGroup/members/member/callManager/processNodeName") == "10.77.0.1"
    );
    switch_autoreg_on(world, kCm1);
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").text("autoRegistration") == "enabled");
    // Without a flagged group it is the one called Default; without that the phone asks whoever served it.
    switch_autoreg_off(world, kCm1);
    edit(world.groups, kDefaultGroup, [](CallManagerGroup& group) { group.autoreg = false; });
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").count("callManagerGroup/members/member") == 1);
    edit(world.groups, kDefaultGroup, [](CallManagerGroup& group) { group.name = "Other"; });
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").count("callManagerGroup") == 0);
}

TEST_CASE("XMLDefault: says disabled when every number is taken", "[provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1, 1000, 1002);
    const auto word = [&] { return ParsedFile(world, "XMLDefault.cnf.xml").text("autoRegistration"); };
    CHECK(word() == "enabled");
    add_device(world, "SEP000000000001", k7965, {"1000"});
    add_device(world, "SEP000000000002", k7965, {"1002"});
    add_device(world, "SEP000000000003", k7965, {"2000"});
    CHECK(word() == "enabled");
    const auto last = add_device(world, "SEP000000000004", k7965, {"1001"});
    CHECK(word() == "disabled");
    // Numbers live in partitions: the line template's comes first.
    world.universal_line_templates.set(
        UniversalLineTemplateId{1},
        UniversalLineTemplate{.id = UniversalLineTemplateId{1}, .name = "Lab", .partition = PartitionId{9}}
    );
    edit(world.nodes, kCm1, [](Node& node) { node.autoreg.line_template = UniversalLineTemplateId{1}; });
    CHECK(word() == "enabled");
    edit(world.nodes, kCm1, [](Node& node) { node.autoreg.line_template = {}; });
    const auto number = world.devices.find(last)->lines[0].number;
    erase_device(world, last);
    world.number_by_pattern.erase(NumberKey{"1001", kNoPartition});
    world.numbers.erase(number);
    CHECK(word() == "enabled");
}

TEST_CASE("XMLDefault: URLs stand in it when something answers them", "[provision]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").count("servicesURL") == 0);
    world.parameters.set("enterprise/url-services", "http://10.77.0.1/menu?a&b");
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").text("servicesURL") == "http://10.77.0.1/menu?a&b");
}

TEST_CASE("XMLDefault: an unknown SIP phone is told as whom to register, while it may", "[provision][sip]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1, 1000, 1001);
    const ParsedFile file{world, "XMLDefault.cnf.xml"};
    CHECK(file.text("autoRegistrationName") == provision::kAutoRegistrationName);
    CHECK(file.text("autoRegistration") == "enabled");
    CHECK(std::string{file.root().first_child().name()} == "autoRegistrationName");
    ensure_number(world, "1000");
    ensure_number(world, "1001");
    CHECK(ParsedFile(world, "XMLDefault.cnf.xml").count("autoRegistrationName") == 0);
}
