#include "parsed_file.hpp"
#include "server/provision/lints.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

using namespace dialtone;
using namespace dialtone::test;

namespace {

constexpr auto kText = "SIP001122334455.cnf";

/// Keys and values as the phone's parser takes them: every line must be `key: "value"`.
std::map<std::string, std::string> parsed(const std::string& body) {
    std::map<std::string, std::string> values;
    std::istringstream in{body};
    for (std::string line; std::getline(in, line);) {
        CAPTURE(line);
        const auto colon = line.find(": \"");
        REQUIRE(colon != std::string::npos);
        REQUIRE(line.back() == '"');
        const auto value = line.substr(colon + 3, line.size() - colon - 4);
        REQUIRE(value.find('"') == std::string::npos);
        REQUIRE(values.emplace(line.substr(0, colon), value).second);
    }
    return values;
}

struct Desk {
    World world = sample_world();
    DeviceId phone;

    explicit Desk(ModelId model = k7960) {
        phone = add_device(world, "SEP001122334455", model, {"1000"}, Protocol::sip);
        edit_device(world, phone, [](Device& device) {
            device.digest_user = "desk";
            device.digest_password = "s3cret";
        });
    }

    [[nodiscard]] std::map<std::string, std::string> text() const { return parsed(body_of(world, kText)); }
};

}  // namespace

TEST_CASE("SIP text: lines, servers and what fills the rest", "[provision][sip]") {
    Desk desk;
    add_node(desk.world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    edit_device(desk.world, desk.phone, [](Device& device) {
        device.lines[0].display = "Zo\xc3\xab \"Z\" Q\nx";
        device.lines[0].label = "Desk";
    });
    auto values = desk.text();
    CHECK(values["line1_name"] == "1000");
    CHECK(values["line1_authname"] == "desk");
    CHECK(values["line1_password"] == "s3cret");
    CHECK(values["line1_displayname"] == "Zo\xeb  Z  Q x");
    CHECK(values["line1_shortname"] == "Desk");
    CHECK(values["line2_name"] == "UNPROVISIONED");
    CHECK(values["line6_name"] == "UNPROVISIONED");
    CHECK(values.count("line7_name") == 0);
    CHECK(values["proxy1_address"] == "10.77.0.1");
    CHECK(values["proxy6_port"] == "5060");
    CHECK(values["proxy_backup"] == "10.77.0.2");
    CHECK(values["proxy_register"] == "1");
    CHECK(values["timer_register_expires"] == "3600");
    CHECK(values["dial_template"] == "dialplan7940");
    CHECK(values["phone_label"] == "1000");
    CHECK(values.count("image_version") == 0);
}

TEST_CASE("SIP text: a 7940 has two lines", "[provision][sip]") {
    auto values = Desk{k7940}.text();
    CHECK(values.count("line2_name") == 1);
    CHECK(values.count("line3_name") == 0);
    CHECK(values.count("proxy3_address") == 0);
}

TEST_CASE("SIP text: names a load only when all of it lies ready", "[provision][sip]") {
    Desk desk;
    edit_device(desk.world, desk.phone, [](Device& device) { device.load = "P0S3-8-12-00"; });
    CHECK(desk.text().count("image_version") == 0);
    hold_loads(desk.world, {"P0S3-8-12-00"});
    CHECK(desk.text()["image_version"] == "P0S3-8-12-00");
    CHECK(ParsedFile(desk.world, "SEP001122334455.cnf.xml").text("loadInformation") == "P0S3-8-12-00");
    CHECK(ParsedFile(desk.world, "SEP001122334455.cnf.xml").count("sipProfile") == 0);
}

TEST_CASE("SIP text: hour and summer time", "[provision][sip]") {
    Desk desk;
    const auto zone = [&](std::string_view olson, std::string_view form = "D.M.Y") {
        edit(desk.world.date_time_groups, kCmLocal, [&](DateTimeGroup& group) {
            group.time_zone = olson;
            group.date_template = form;
        });
        return desk.text();
    };
    auto zurich = zone("Europe/Zurich");
    CHECK(zurich["time_zone"] == "CET");
    CHECK(zurich["dst_auto_adjust"] == "1");
    CHECK(zurich["dst_start_month"] == "March");
    CHECK(zurich["dst_start_week_of_month"] == "8");
    CHECK(zurich["dst_stop_month"] == "October");
    CHECK(zurich["date_format"] == "D/M/Y");
    CHECK(zurich["time_format_24hr"] == "1");
    auto chicago = zone("America/Chicago", "M/D/YA");
    CHECK(chicago["time_zone"] == "CST");
    CHECK(chicago["dst_stop_month"] == "November");
    CHECK(chicago["dst_stop_week_of_month"] == "1");
    CHECK(chicago["date_format"] == "M/D/Y");
    CHECK(chicago["time_format_24hr"] == "0");
    auto phoenix = zone("America/Phoenix");
    CHECK(phoenix["time_zone"] == "MST");
    CHECK(phoenix["dst_auto_adjust"] == "0");
    auto tokyo = zone("Asia/Tokyo");
    CHECK(tokyo["time_zone"] == "GMT");
    const auto findings = provision::lint(desk.world, *desk.world.devices.find(desk.phone));
    CHECK(std::any_of(findings.begin(), findings.end(), [](const auto& f) { return f.code == "C08"; }));
}

TEST_CASE("SIP text: is of 7940 and 7960 with SIP alone", "[provision][sip]") {
    Desk desk;
    CHECK(provision::generate(desk.world, kText));
    edit_device(desk.world, desk.phone, [](Device& device) { device.protocol = Protocol::sccp; });
    CHECK_FALSE(provision::generate(desk.world, kText));
    CHECK_FALSE(provision::generate(Desk{k7965}.world, kText));
    CHECK_FALSE(provision::generate(desk.world, "SIP00AA22334455.cnf"));
}

TEST_CASE("SIP text: the default has servers and no lines, and no load", "[provision][sip]") {
    auto world = sample_world();
    auto values = parsed(body_of(world, "SIPDefault.cnf"));
    CHECK(values["proxy1_address"] == "10.77.0.1");
    CHECK(values.count("line1_name") == 0);
    CHECK(values.count("image_version") == 0);
    edit(world.nodes, kCm1, [](Node& node) { node.address = {}; });
    CHECK_FALSE(provision::generate(world, "SIPDefault.cnf"));
}

TEST_CASE("SIP text: told to synchronise, a phone finds another number than its own", "[provision][sip]") {
    const Desk desk;
    const ParsedFile file{desk.world, "syncinfo.xml"};
    CHECK(std::string{file.root().attribute("SYNC").value()} != desk.text()["sync"]);
    CHECK(std::string{file.root().attribute("VERSION").value()} == "*");
}
