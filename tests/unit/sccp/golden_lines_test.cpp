#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

/// Golden frames of lines, speed dials, features and what the phone asks besides: see
/// golden_registration_test.cpp.
namespace dialtone::sccp::test {

namespace {

constexpr Dialect kOld{3, false};
constexpr Dialect k22{22, true};

ServerRes two_servers() {
    ServerRes message;
    message.servers[0] = {"lab-cucm-a", 2000, Ipv4{10, 0, 0, 1}};
    message.servers[1] = {"lab-cucm-b", 2000, Ipv4{10, 0, 0, 2}};
    return message;
}

}  // namespace

TEST_CASE("F-15 SCCP golden frame: LineStat", "[sccp][message]") {
    const LineStat message{1, "1001", "Alice Smith", "Alice 1001"};
    check_frame(
        message,
        kOld,
        "74 00 00 00 00 00 00 00 92 00 00 00 01 00 00 00 "
        "31 30 30 31 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 41 6c 69 63 65 20 53 6d "
        "69 74 68 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "41 6c 69 63 65 20 31 30 30 31 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 0f 00 00 00 "
    );
}

TEST_CASE("F-16 SCCP golden frame: LineStat, dynamic", "[sccp][message]") {
    const LineStat message{1, "1001", "Alice Smith", "Alice 1001"};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 47 01 00 00 01 00 00 00 "
        "0f 00 00 00 31 30 30 31 00 41 6c 69 63 65 20 53 "
        "6d 69 74 68 00 41 6c 69 63 65 20 31 30 30 31 00 "
    );
}

TEST_CASE("F-17 SCCP golden frame: SpeedDialStat", "[sccp][message]") {
    const SpeedDialStat message{1, "2001", "Bob"};
    check_frame(
        message,
        kOld,
        "48 00 00 00 00 00 00 00 91 00 00 00 01 00 00 00 "
        "32 30 30 31 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 42 6f 62 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-18 SCCP golden frame: FeatureStat, dynamic", "[sccp][message]") {
    const FeatureStat message{3, ButtonType::blf_speed_dial, "Bob", 2};
    check_frame(
        message,
        k22,
        "8c 00 00 00 16 00 00 00 46 01 00 00 03 00 00 00 "
        "15 00 00 00 02 00 00 00 42 6f 62 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*96 "
        "00 00 00 00 "
    );
}

TEST_CASE("F-19 SCCP golden frame: ServiceUrlStat, dynamic", "[sccp][message]") {
    const ServiceUrlStat message{1, "http://10.0.0.1/svc.xml", "Services"};
    check_frame(
        message,
        k22,
        "2c 00 00 00 16 00 00 00 48 01 00 00 01 00 00 00 "
        "68 74 74 70 3a 2f 2f 31 30 2e 30 2e 30 2e 31 2f "
        "73 76 63 2e 78 6d 6c 00 53 65 72 76 69 63 65 73 "
        "00 00 00 00 "
    );
}

TEST_CASE("F-20 SCCP golden frame: ConfigStat", "[sccp][message]") {
    const ConfigStat message{"SEP001B535CD3D6", 1, "alice", "lab-cucm", 2, 1};
    check_frame(
        message,
        kOld,
        "74 00 00 00 00 00 00 00 93 00 00 00 53 45 50 30 "
        "30 31 42 35 33 35 43 44 33 44 36 00 00 00 00 00 "
        "01 00 00 00 61 6c 69 63 65 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 6c 61 62 2d "
        "63 75 63 6d 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 02 00 00 00 01 00 00 00 "
    );
}

TEST_CASE("F-21 SCCP golden frame: ForwardStat", "[sccp][message]") {
    const ForwardStat message{.line = 1, .all = {true, "2002"}};
    check_frame(
        message,
        kOld,
        "60 00 00 00 00 00 00 00 90 00 00 00 01 00 00 00 "
        "01 00 00 00 01 00 00 00 32 30 30 32 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*48 "
        "00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-22 SCCP golden frame: ForwardStat, packed", "[sccp][message]") {
    const ForwardStat message{.line = 1, .all = {true, "2002"}};
    check_frame(
        message,
        k22,
        "64 00 00 00 16 00 00 00 90 00 00 00 02 00 00 00 "
        "01 00 00 00 02 00 00 00 32 30 30 32 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*48 "
        "00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-23 SCCP golden frame: DefineTimeDate", "[sccp][message]") {
    const DefineTimeDate message{2026, 6, 4, 4, 11, 37, 17, 0, 0x6a21a9bd};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 94 00 00 00 ea 07 00 00 "
        "06 00 00 00 04 00 00 00 04 00 00 00 0b 00 00 00 "
        "25 00 00 00 11 00 00 00 00 00 00 00 bd a9 21 6a "
    );
}

TEST_CASE("F-24 SCCP golden frame: ServerRes", "[sccp][message]") {
    const ServerRes message = two_servers();
    check_frame(
        message,
        k22,
        "6c 01 00 00 16 00 00 00 9e 00 00 00 6c 61 62 2d "
        "63 75 63 6d 2d 61 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 6c 61 62 2d "
        "63 75 63 6d 2d 62 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*144 "
        "00 00 00 00 00 00 00 00 00 00 00 00 d0 07 00 00 "
        "d0 07 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 0a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 0a 00 00 02 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*48 "
        "00 00 00 00 "
    );
}

}  // namespace dialtone::sccp::test
