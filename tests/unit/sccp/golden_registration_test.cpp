#include "server/sccp/messages/registration.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

/// Frames that a protocol dissector nobody here wrote has read as they are meant, or that were captured
/// between a genuine CallManager and its phones. Each is rendered from its message, and read and rendered
/// again.
namespace dialtone::sccp::test {

namespace {

constexpr Dialect kOld{3, false};
constexpr Dialect k11{11, false};
constexpr Dialect k22{22, true};

}  // namespace

TEST_CASE("F-01 SCCP golden frame: RegisterReq, 7960", "[sccp][message]") {
    const RegisterReq message{
        .length = 68,
        .name = "SEP001B535CD3D6",
        .address = Ipv4{10, 15, 15, 178},
        .device_type = 7,
        .version = 11,
        .features = {0x00, 0x60, 0x85},
        .address_scope = 0};
    check_frame(
        message,
        kOld,
        "48 00 00 00 00 00 00 00 01 00 00 00 53 45 50 30 "
        "30 31 42 35 33 35 43 44 33 44 36 00 00 00 00 00 "
        "01 00 00 00 0a 0f 0f b2 07 00 00 00 00 00 00 00 "
        "00 00 00 00 0b 00 60 85 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-02 SCCP golden frame: RegisterReq, 7975", "[sccp][message]") {
    const RegisterReq message{
        .name = "SEP001F9E266369",
        .address = Ipv4{192, 168, 9, 36},
        .device_type = 437,
        .max_streams = 5,
        .version = 22,
        .features = {0x00, 0x72, 0x85},
        .max_conferences = 1,
        .mac = {0x00, 0x1f, 0x9e, 0x26, 0x63, 0x69},
        .max_lines = 8,
        .load = "SCCP75.9-4-2SR3-1S"};
    check_frame(
        message,
        kOld,
        "80 00 00 00 00 00 00 00 01 00 00 00 53 45 50 30 "
        "30 31 46 39 45 32 36 36 33 36 39 00 00 00 00 00 "
        "01 00 00 00 c0 a8 09 24 b5 01 00 00 05 00 00 00 "
        "00 00 00 00 16 00 72 85 01 00 00 00 00 00 00 00 "
        "00 1f 9e 26 63 69 00 00 00 00 00 00 03 00 00 00 "
        "08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 53 43 43 50 37 35 2e 39 "
        "2d 34 2d 32 53 52 33 2d 31 53 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-03 SCCP golden frame: RegisterReq with version stamp", "[sccp][message]") {
    const RegisterReq message{
        .length = 188,
        .name = "SEP001F9E266369",
        .address = Ipv4{192, 168, 9, 36},
        .device_type = 437,
        .max_streams = 5,
        .version = 22,
        .features = {0x00, 0x72, 0x85},
        .max_conferences = 1,
        .mac = {0x00, 0x1f, 0x9e, 0x26, 0x63, 0x69},
        .max_lines = 8,
        .load = "SCCP75.9-4-2SR3-1S",
        .version_stamp = "1234567890-6d4b0a51-9f14-4c0c-b4a3-1f3b5b0d7f11"};
    check_frame(
        message,
        kOld,
        "c0 00 00 00 00 00 00 00 01 00 00 00 53 45 50 30 "
        "30 31 46 39 45 32 36 36 33 36 39 00 00 00 00 00 "
        "01 00 00 00 c0 a8 09 24 b5 01 00 00 05 00 00 00 "
        "00 00 00 00 16 00 72 85 01 00 00 00 00 00 00 00 "
        "00 1f 9e 26 63 69 00 00 00 00 00 00 03 00 00 00 "
        "08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 53 43 43 50 37 35 2e 39 "
        "2d 34 2d 32 53 52 33 2d 31 53 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 31 32 33 34 35 36 37 38 "
        "39 30 2d 36 64 34 62 30 61 35 31 2d 39 66 31 34 "
        "2d 34 63 30 63 2d 62 34 61 33 2d 31 66 33 62 35 "
        "62 30 64 37 66 31 31 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-04 SCCP golden frame: RegisterAck, version 11", "[sccp][message]") {
    const RegisterAck message{
        .date_template = "D/M/YA", .version = 11, .features = RegisterAck::features_for(11)};
    check_frame(
        message,
        k11,
        "18 00 00 00 00 00 00 00 81 00 00 00 1e 00 00 00 "
        "44 2f 4d 2f 59 41 00 00 3c 00 00 00 0b 20 f1 ff "
    );
}

TEST_CASE("F-05 SCCP golden frame: RegisterAck, version 22", "[sccp][message]") {
    const RegisterAck message{
        .date_template = "D/M/YA", .version = 22, .features = RegisterAck::features_for(22)};
    check_frame(
        message,
        k22,
        "18 00 00 00 00 00 00 00 81 00 00 00 1e 00 00 00 "
        "44 2f 4d 2f 59 41 00 00 3c 00 00 00 16 20 f1 ff "
    );
}

TEST_CASE("F-06 SCCP golden frame: RegisterReject", "[sccp][message]") {
    const RegisterReject message{"Device Unknown"};
    check_frame(
        message,
        k22,
        "24 00 00 00 00 00 00 00 9d 00 00 00 44 65 76 69 "
        "63 65 20 55 6e 6b 6e 6f 77 6e 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-07 SCCP golden frame: RegisterTokenReq", "[sccp][message]") {
    const RegisterTokenReq message{
        .name = "SEP001F9E266369", .address = Ipv4{192, 168, 9, 36}, .device_type = 437};
    check_frame(
        message,
        kOld,
        "38 00 00 00 00 00 00 00 29 00 00 00 53 45 50 30 "
        "30 31 46 39 45 32 36 36 33 36 39 00 00 00 00 00 "
        "01 00 00 00 c0 a8 09 24 b5 01 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-08 SCCP golden frame: RegisterTokenReject", "[sccp][message]") {
    const RegisterTokenReject message{60};
    check_frame(message, k22, "08 00 00 00 00 00 00 00 1b 01 00 00 3c 00 00 00 ");
}

TEST_CASE("F-09 SCCP golden frame: Alarm", "[sccp][message]") {
    const Alarm message{
        2, "25: Name=SEP001F9E266369 Load=SCCP75.9-4-2SR3-1S Last=Reset-Reset", 0x1104, 0x2409a8c0};
    check_frame(
        message,
        kOld,
        "60 00 00 00 00 00 00 00 20 00 00 00 02 00 00 00 "
        "32 35 3a 20 4e 61 6d 65 3d 53 45 50 30 30 31 46 "
        "39 45 32 36 36 33 36 39 20 4c 6f 61 64 3d 53 43 "
        "43 50 37 35 2e 39 2d 34 2d 32 53 52 33 2d 31 53 "
        "20 4c 61 73 74 3d 52 65 73 65 74 2d 52 65 73 65 "
        "74 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "04 11 00 00 c0 a8 09 24 "
    );
}

TEST_CASE("F-10 SCCP golden frame: CapabilitiesRes", "[sccp][message]") {
    const CapabilitiesRes message{{{4, 40, {}}, {2, 40, {}}, {11, 60, {}}}};
    check_frame(
        message,
        k11,
        "28 01 00 00 00 00 00 00 10 00 00 00 03 00 00 00 "
        "04 00 00 00 28 00 00 00 00 00 00 00 00 00 00 00 "
        "02 00 00 00 28 00 00 00 00 00 00 00 00 00 00 00 "
        "0b 00 00 00 3c 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*208 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-55 SCCP golden frame: Reset", "[sccp][message]") {
    const Reset message{ResetType::restart};
    check_frame(message, k22, "08 00 00 00 16 00 00 00 9f 00 00 00 02 00 00 00 ");
}

TEST_CASE("F-57 RegisterAck: the short one of CallManager 2 is read", "[sccp][message]") {
    const auto frame = octets("10000000 00000000 81000000 1e000000 4d2f442f5941 8e09");
    const auto ack = parse<RegisterAck>(only_frame(frame), kOld);
    REQUIRE(ack.has_value());
    CHECK(ack->keepalive_seconds == 30);
    CHECK(ack->date_template == "M/D/YA");
    CHECK(ack->version == 0);
}

}  // namespace dialtone::sccp::test
