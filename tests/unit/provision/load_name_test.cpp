#include "server/provision/load_name.hpp"

#include <catch2/catch.hpp>

using dialtone::Protocol;
using dialtone::provision::hardware_of_load;
using dialtone::provision::protocol_of_load;

TEST_CASE("Load name: tells the protocol", "[provision]") {
    CHECK(protocol_of_load("SCCP45.9-4-2SR3-1S") == Protocol::sccp);
    CHECK(protocol_of_load("SIP45.9-4-2SR3-1S") == Protocol::sip);
    CHECK(protocol_of_load("P0030801SR02") == Protocol::sccp);
    CHECK(protocol_of_load("P0S3-8-12-00") == Protocol::sip);
    CHECK_FALSE(protocol_of_load("term45.default"));
    CHECK_FALSE(protocol_of_load("CP7925G-1.4.8.4"));
    CHECK_FALSE(protocol_of_load(""));
}

TEST_CASE("Load name: tells the hardware", "[provision]") {
    CHECK(hardware_of_load("SCCP45.9-4-2SR3-1S") == "45");
    CHECK(hardware_of_load("term45.default") == "45");
    CHECK(hardware_of_load("P0030801SR02") == "P003");
    CHECK(hardware_of_load("CP7925G-1.4.8.4").empty());
}
