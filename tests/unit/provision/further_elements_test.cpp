#include "server/provision/further_elements.hpp"
#include "parsed_file.hpp"
#include "server/provision/merged_file.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;
using provision::normal_further_elements;

namespace {

constexpr auto kName = "SEP001122334455";
constexpr auto kFile = "SEP001122334455.cnf.xml";

struct Desk {
    World world = sample_world();
    DeviceId phone;

    explicit Desk(ModelId model = k7965) : phone{add_device(world, kName, model, {"1000"})} {}

    void merge(const std::string& elements) {
        const auto normal = normal_further_elements("<device>" + elements + "</device>");
        INFO((normal.has_value() ? "" : normal.error().sentence));
        REQUIRE(normal.has_value());
        edit_device(world, phone, [&](Device& device) { device.further_xml = *normal; });
    }

    [[nodiscard]] ParsedFile file() const { return {world, kFile}; }

    [[nodiscard]] std::string misfit(const std::string& elements) const {
        const auto source = provision::PhoneSource::of(world, *world.devices.find(phone));
        return provision::misfit_of_further_elements(*source, elements);
    }
};

}  // namespace

TEST_CASE("Further elements: kept in a normal form that says the same of itself", "[provision]") {
    const auto normal = normal_further_elements(
        "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- from home --><device>\n <a> x &amp; y </a>\n"
        "<b><c p=\"1\"><![CDATA[<z>]]></c><d></d></b></device>\n"
    );
    REQUIRE(normal.has_value());
    CHECK(*normal == "<a> x &amp; y </a>\n<b>\n<c p=\"1\">&lt;z&gt;</c>\n<d/>\n</b>\n");
    CHECK(normal_further_elements("<device>" + *normal + "</device>").value() == *normal);
    CHECK(normal_further_elements(" \n").value().empty());
    CHECK(normal_further_elements("<device/>").value().empty());
}

TEST_CASE("P-15 a file as CUCM writes it, with a prefix that it never declares, is taken", "[provision]") {
    const auto normal = normal_further_elements(
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n"
        "<device  xsi:type=\"axl:XIPPhone\" ctiid=\"116\" uuid=\"{0bd52a5e-7d7d-4a0c-9e3b-1f2f3f4f5f6f}\">\n"
        "<sshUserId>admin</sshUserId><devicePool uuid=\"{1b1b9eb6-7803-11d3-bdf0-00108302ead1}\">"
        "<revertPriority>1</revertPriority></devicePool>\n"
        "<commonProfile><phonePassword>J\xfcrgen</phonePassword></commonProfile></device>\n"
    );
    INFO((normal.has_value() ? "" : normal.error().sentence));
    REQUIRE(normal.has_value());
    CHECK(normal->find("xsi:") == std::string::npos);
    CHECK(normal->find("J&#252;rgen") != std::string::npos);
    Desk desk;
    edit_device(desk.world, desk.phone, [&](Device& device) { device.further_xml = *normal; });
    const auto file = desk.file();
    CHECK(file.text("sshUserId") == "admin");
    CHECK(file.text("devicePool/revertPriority") == "1");
    CHECK(file.text("devicePool/name") == "Default");
    CHECK(file.text("commonProfile/phonePassword") == "J\xc3\xbcrgen");
    CHECK(file.text("commonProfile/backgroundImageAccess") == "true");
}

TEST_CASE("Further elements: what cannot be merged is refused with what is the matter", "[provision]") {
    const std::string deep = [] {
        std::string text;
        for (int i = 0; i < 20; ++i) {
            text += "<a>";
        }
        for (int i = 0; i < 20; ++i) {
            text += "</a>";
        }
        return text;
    }();
    std::string many;
    for (int i = 0; i < 600; ++i) {
        many += "<e" + std::to_string(i) + "/>";
    }
    std::string large;
    for (int i = 0; i < 40; ++i) {
        large += "<e" + std::to_string(i) + ">" + std::string(1000, 'x') + "</e" + std::to_string(i) + ">";
    }
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"<device><a>1</device>", "at octet"},
        {"no xml at all", "at octet"},
        {"<Default><a/></Default>", "its root is <Default>"},
        {"<device/><device/>", "more than one root"},
        {"<!DOCTYPE device [<!ENTITY x \"y\">]><device><a>&x;</a></device>", "document type"},
        {"<device><versionStamp>1</versionStamp></device>", "it follows from the content"},
        {"<device><loadInformation>x</loadInformation></device>", "--load"},
        {"<device><deviceProtocol>SIP</deviceProtocol></device>", "--protocol"},
        {"<device><devicePool><callManagerGroup/></devicePool></device>", "dialtone group set"},
        {"<device><a>1</a><a>2</a></device>", "<a> is given twice"},
        {"<device><b><a/><a/></b></device>", "<b/a> is given twice"},
        {"<device><a>text<b/></a></device>", "<a> holds text beside elements"},
        {"<device>text<b/></device>", "holds text beside elements"},
        {"<device>text</device>", "holds text instead of elements"},
        {"<device><a:b/></device>", "is no name of an element"},
        {"<device>" + deep + "</device>", "deeper than"},
        {"<device>" + many + "</device>", "more than 512"},
        {"<device>" + large + "</device>", "longer than 16384 octets"},
        {"<device><a>" + std::string(2000, 'x') + "</a></device>", "longer than 1024 octets"},
        {"<device><a>\x01</a></device>", "not printable"},
        {std::string(70000, ' '), "longer than 65536 octets"},
    };
    for (const auto& [document, words] : rows) {
        CAPTURE(document.substr(0, 80), words);
        const auto normal = normal_further_elements(document);
        REQUIRE_FALSE(normal.has_value());
        CHECK(normal.error().kind == ProblemKind::invalid);
        CHECK_THAT(normal.error().sentence, Catch::Matchers::Contains(words));
    }
}

TEST_CASE("Merging: replaces texts, goes into elements, adds in the phones' order", "[provision]") {
    Desk desk;
    desk.merge(
        "<idleTimeout>60</idleTimeout><vpnGroup><mtu>1290</mtu></vpnGroup><sshUserId>me</sshUserId>"
        "<devicePool><dateTimeSetting><ntps><ntp><name>10.0.0.9</name><ntpMode>Unicast</ntpMode></ntp></ntps>"
        "</dateTimeSetting></devicePool>"
        "<vendorConfig><webAccess>1</webAccess><ciscoCamera>0</ciscoCamera></vendorConfig><homeGrown>1</"
        "homeGrown>"
    );
    const auto file = desk.file();
    CHECK(file.text("idleTimeout") == "60");
    CHECK(file.count("idleTimeout") == 1);
    CHECK(file.text("sshUserId") == "me");
    CHECK(file.text("vendorConfig/webAccess") == "1");
    CHECK(file.text("vendorConfig/ciscoCamera") == "0");
    CHECK(file.text("vendorConfig/settingsAccess") == "1");
    CHECK(file.text("devicePool/dateTimeSetting/ntps/ntp/name") == "10.0.0.9");
    CHECK(std::string{file.root().child("vpnGroup").previous_sibling().name()} == "devicePool");
    CHECK(std::string{file.root().last_child().name()} == "homeGrown");
}

TEST_CASE(
    "Merging: of several alike the one with the same key is meant, another comes behind", "[provision]"
) {
    Desk desk;
    desk.merge(
        "<phoneServices><phoneService type=\"1\" category=\"0\"><name>Missed Calls</name><url>http://x/</url>"
        "</phoneService><phoneService type=\"0\" category=\"0\"><name>Food</name><url>http://y/</url>"
        "</phoneService></phoneServices>"
    );
    const auto file = desk.file();
    const std::string services = "phoneServices/phoneService";
    CHECK(file.count(services) == 5);
    CHECK(file.text(services + "[name='Missed Calls']/url") == "http://x/");
    CHECK(file.text(services + "[name='Placed Calls']/url") == "Application:Cisco/PlacedCalls");
    CHECK(file.text(services + "[5]/name") == "Food");
}

TEST_CASE("Merging: what does not fit is named, and left out of the file", "[provision]") {
    Desk desk;
    CHECK(desk.misfit("<devicePool>text</devicePool>") == "devicePool");
    CHECK(desk.misfit("<dndCallAlert><a/></dndCallAlert>") == "dndCallAlert");
    CHECK(desk.misfit("<devicePool/><idleURL><a/></idleURL>").empty());
    edit_device(desk.world, desk.phone, [](Device& device) {
        device.further_xml = "<devicePool>text</devicePool><versionStamp>x</versionStamp>";
    });
    const auto file = desk.file();
    CHECK(file.text("devicePool/name") == "Default");
    CHECK(file.text("versionStamp").size() == 36);
    // What is no XML, or mere text, can only have come past the command.
    for (const auto* further : {"<a>", "4d/S", "text<a/>text"}) {
        CAPTURE(further);
        edit_device(desk.world, desk.phone, [&](Device& device) { device.further_xml = further; });
        CHECK(desk.file().text("devicePool/name") == "Default");
    }
}

TEST_CASE("Merging: the file keeps the form of its family, and its stamp tells the content", "[provision]") {
    Desk desk{k7960};
    const auto before = desk.file().text("versionStamp");
    desk.merge(
        "<commonProfile><phonePassword>Z\xc3\xbcrich \xe6\x97\xa5</phonePassword></commonProfile><a></a>"
    );
    const auto body = body_of(desk.world, kFile);
    CHECK(body.find("<phonePassword>Z\xfcrich ?</phonePassword>") != std::string::npos);
    CHECK(body.find("/>") == std::string::npos);
    CHECK(body.starts_with("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<device>\n"));
    const auto stamp = desk.file().text("versionStamp");
    CHECK(stamp.size() == 36);
    CHECK(stamp != before);
    edit_device(desk.world, desk.phone, [](Device& device) { device.further_xml.clear(); });
    CHECK(desk.file().text("versionStamp") == before);
}

TEST_CASE("Merging: nothing is changed but what the elements name", "[provision]") {
    for (const auto model : {k7960, k7965}) {
        Desk plain{model};
        Desk merged{model};
        merged.merge("<homeGrown>1</homeGrown>");
        auto body = body_of(merged.world, kFile);
        const std::string added = "<homeGrown>1</homeGrown>\n";
        body.erase(body.find(added), added.size());
        auto expected = body_of(plain.world, kFile);
        const auto cut_stamp = [](std::string& text) { text.erase(text.find("<versionStamp>") + 14, 36); };
        cut_stamp(body);
        cut_stamp(expected);
        CHECK(body == expected);
    }
}
