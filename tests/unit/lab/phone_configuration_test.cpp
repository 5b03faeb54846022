#include "server/lab/phone_configuration.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::lab;

namespace {

std::string member(int priority, const std::string& node, int port) {
    return "<member priority=\"" + std::to_string(priority) + "\"><callManager><ports><ethernetPhonePort>" +
           std::to_string(port) + "</ethernetPhonePort></ports><processNodeName>" + node +
           "</processNodeName></callManager></member>";
}

std::string device_file(const std::string& members, const std::string& rest = "") {
    return "<device><devicePool><callManagerGroup><members>" + members +
           "</members></callManagerGroup></devicePool>" + rest + "</device>";
}

}  // namespace

TEST_CASE("Phone configuration: Call Managers by priority, at most three, names left out", "[lab]") {
    const auto read = read_configuration(
        device_file(
            member(2, "10.0.0.3", 2000) + member(0, "10.0.0.1", 22000) + member(1, "cm2.example", 2000) +
            member(3, "10.0.0.4", 2000) + member(4, "10.0.0.5", 2000)
        ),
        7
    );
    REQUIRE(read.has_value());
    CHECK(
        read->call_managers ==
        std::vector{
            Endpoint{Ipv4{10, 0, 0, 1}, 22000},
            Endpoint{Ipv4{10, 0, 0, 3}, 2000},
            Endpoint{Ipv4{10, 0, 0, 4}, 2000}}
    );
}

TEST_CASE("Phone configuration: load, stamp and locale of a device file", "[lab]") {
    const auto read = read_configuration(
        device_file(
            "",
            "<loadInformation>SCCP45.9-4-2SR3-1S</loadInformation><versionStamp>1-2</versionStamp>"
            "<userLocale><name>German_Germany</name></userLocale><networkLocale/>"
        ),
        436
    );
    REQUIRE(read.has_value());
    CHECK(read->load == "SCCP45.9-4-2SR3-1S");
    CHECK(read->version_stamp == "1-2");
    CHECK(read->has_user_locale);
    CHECK(read->user_locale == "German_Germany");
    CHECK(read->has_network_locale);
    CHECK(read->network_locale.empty());
}

TEST_CASE("Phone configuration: the default file names a load for each device type", "[lab]") {
    const std::string file = "<Default><callManagerGroup><members>" + member(0, "10.0.0.1", 2000) +
                             "</members></callManagerGroup><loadInformation7>P1</loadInformation7>"
                             "<loadInformation436>S1</loadInformation436></Default>";
    CHECK(read_configuration(file, 7)->load == "P1");
    CHECK(read_configuration(file, 436)->load == "S1");
    CHECK(read_configuration(file, 8)->load.empty());
    CHECK(read_configuration(file, 7)->call_managers.size() == 1);
}

TEST_CASE("Phone configuration: what is no configuration is refused with the reason", "[lab]") {
    CHECK_FALSE(read_configuration("", 7).has_value());
    CHECK_FALSE(read_configuration("<device><unclosed></device>", 7).has_value());
    CHECK_FALSE(read_configuration("<html/>", 7).has_value());
}
