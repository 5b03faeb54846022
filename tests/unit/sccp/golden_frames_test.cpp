#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/text.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <vector>

/// Frames that a protocol dissector nobody here wrote has read as they are meant, or that were captured
/// between a genuine CallManager and its phones. Each is rendered from its message, and read and rendered
/// again.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
constexpr Dialect kOld{3, false};
constexpr Dialect k11{11, false};
constexpr Dialect k22{22, true};

/// The keys of CallManager 4.1, in its order.
SoftKeyTemplate cucm_keys() {
    SoftKeyTemplate message;
    const auto add = [&](SoftKey key, char code) { message.keys.push_back({{'\x80', code}, key}); };
    for (const int same : {1, 2, 3, 4, 5, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18}) {
        add(SoftKey{static_cast<std::uint32_t>(same)}, static_cast<char>(same));
    }
    add(SoftKey::barge, '\x43');
    add(SoftKey::direct_transfer, '\x4D');
    add(SoftKey::select, '\x4E');
    add(SoftKey::conference_list, '\x4F');
    add(SoftKey::video_mode, '\x58');
    return message;
}

/// Its sets, as positions among those keys.
SoftKeySet cucm_sets() {
    const auto keys = cucm_keys().keys;
    SoftKeySet message;
    const auto add = [&](std::initializer_list<std::uint8_t> positions) {
        SoftKeySet::Set set;
        std::size_t slot = 0;
        for (const auto position : positions) {
            set.positions[slot] = position;
            if (position != 0) {
                const auto event = static_cast<std::uint32_t>(keys[position - 1U].event);
                set.help[slot] = static_cast<std::uint16_t>(300 + event);
            }
            ++slot;
        }
        message.sets.push_back(set);
    };
    add({1, 2, 5});
    add({3, 7, 4, 11, 10, 19, 18, 12, 17, 20});
    add({8, 2, 17, 18, 12});
    add({9});
    add({1, 7, 5, 14, 15, 13});
    add({0, 7, 4});
    add({6, 7});
    add({0, 7, 10});
    add({0, 7});
    add({1, 7});
    add({16, 2});
    return message;
}

ServerRes two_servers() {
    ServerRes message;
    message.servers[0] = {"lab-cucm-a", 2000, Ipv4{10, 0, 0, 1}};
    message.servers[1] = {"lab-cucm-b", 2000, Ipv4{10, 0, 0, 2}};
    return message;
}

}  // namespace

TEST_CASE("8.1 SCCP golden frame: RegisterReq, 7960", "[sccp][message]") {
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

TEST_CASE("8.2 SCCP golden frame: RegisterReq, 7975", "[sccp][message]") {
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

TEST_CASE("8.3 SCCP golden frame: RegisterReq with version stamp", "[sccp][message]") {
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

TEST_CASE("8.4 SCCP golden frame: RegisterAck, version 11", "[sccp][message]") {
    const RegisterAck message{
        .date_template = "D/M/YA", .version = 11, .features = RegisterAck::features_for(11)};
    check_frame(
        message,
        k11,
        "18 00 00 00 00 00 00 00 81 00 00 00 1e 00 00 00 "
        "44 2f 4d 2f 59 41 00 00 3c 00 00 00 0b 20 f1 ff "
    );
}

TEST_CASE("8.5 SCCP golden frame: RegisterAck, version 22", "[sccp][message]") {
    const RegisterAck message{
        .date_template = "D/M/YA", .version = 22, .features = RegisterAck::features_for(22)};
    check_frame(
        message,
        k22,
        "18 00 00 00 00 00 00 00 81 00 00 00 1e 00 00 00 "
        "44 2f 4d 2f 59 41 00 00 3c 00 00 00 16 20 f1 ff "
    );
}

TEST_CASE("8.6 SCCP golden frame: RegisterReject", "[sccp][message]") {
    const RegisterReject message{"Device Unknown"};
    check_frame(
        message,
        k22,
        "24 00 00 00 00 00 00 00 9d 00 00 00 44 65 76 69 "
        "63 65 20 55 6e 6b 6e 6f 77 6e 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.7 SCCP golden frame: RegisterTokenReq", "[sccp][message]") {
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

TEST_CASE("8.8 SCCP golden frame: RegisterTokenReject", "[sccp][message]") {
    const RegisterTokenReject message{60};
    check_frame(message, k22, "08 00 00 00 00 00 00 00 1b 01 00 00 3c 00 00 00 ");
}

TEST_CASE("8.9 SCCP golden frame: Alarm", "[sccp][message]") {
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

TEST_CASE("8.10 SCCP golden frame: CapabilitiesRes", "[sccp][message]") {
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

TEST_CASE("8.11 SCCP golden frame: ButtonTemplate", "[sccp][message]") {
    const ButtonTemplate message{
        {{1, ButtonType::line},
         {2, ButtonType::line},
         {1, ButtonType::speed_dial},
         {2, ButtonType::speed_dial},
         {1, ButtonType::feature},
         {1, ButtonType::service_url}}};
    check_frame(
        message,
        k22,
        "64 00 00 00 16 00 00 00 97 00 00 00 00 00 00 00 "
        "06 00 00 00 06 00 00 00 01 09 02 09 01 02 02 02 "
        "01 13 01 14 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff "
        "00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff "
        "00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff "
        "00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff "
        "00 ff 00 ff 00 ff 00 ff 00 ff 00 ff "
    );
}

TEST_CASE("8.12 SCCP golden frame: SoftKeyTemplate", "[sccp][message]") {
    const SoftKeyTemplate message = cucm_keys();
    check_frame(
        message,
        k22,
        "90 02 00 00 16 00 00 00 08 01 00 00 00 00 00 00 "
        "14 00 00 00 14 00 00 00 80 01 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 01 00 00 00 80 02 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 "
        "80 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "03 00 00 00 80 04 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 04 00 00 00 80 05 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 05 00 00 00 80 08 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 "
        "80 09 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "09 00 00 00 80 0a 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 0a 00 00 00 80 0b 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 0b 00 00 00 80 0d 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 0d 00 00 00 "
        "80 0e 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "0e 00 00 00 80 0f 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 0f 00 00 00 80 10 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 10 00 00 00 80 11 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 11 00 00 00 "
        "80 12 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "12 00 00 00 80 43 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 15 00 00 00 80 4d 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 1c 00 00 00 80 4e 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 1d 00 00 00 "
        "80 4f 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "1e 00 00 00 80 58 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 21 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*208 "
        "00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.13 SCCP golden frame: SoftKeySet", "[sccp][message]") {
    const SoftKeySet message = cucm_sets();
    check_frame(
        message,
        k22,
        "10 03 00 00 16 00 00 00 09 01 00 00 00 00 00 00 "
        "0b 00 00 00 0b 00 00 00 01 02 05 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 2d 01 2e 01 31 01 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 03 07 04 0b 0a 13 12 0c "
        "11 14 00 00 00 00 00 00 2f 01 35 01 30 01 3a 01 "
        "39 01 4a 01 49 01 3b 01 48 01 4d 01 00 00 00 00 "
        "00 00 00 00 00 00 00 00 08 02 11 12 0c 00 00 00 "
        "00 00 00 00 00 00 00 00 36 01 2e 01 48 01 49 01 "
        "3b 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 09 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 37 01 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 01 07 05 0e 0f 0d 00 00 "
        "00 00 00 00 00 00 00 00 2d 01 35 01 31 01 3d 01 "
        "3e 01 3c 01 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 07 04 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 35 01 30 01 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 06 07 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 34 01 35 01 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 07 0a 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 35 01 39 01 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 07 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 35 01 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 01 07 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 2d 01 35 01 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 10 02 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 41 01 2e 01 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*240 "
        "00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.14 SCCP golden frame: SelectSoftKeys", "[sccp][message]") {
    const SelectSoftKeys message{};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 10 01 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 ff ff ff ff "
    );
}

TEST_CASE("8.15 SCCP golden frame: LineStat", "[sccp][message]") {
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

TEST_CASE("8.16 SCCP golden frame: LineStat, dynamic", "[sccp][message]") {
    const LineStat message{1, "1001", "Alice Smith", "Alice 1001"};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 47 01 00 00 01 00 00 00 "
        "0f 00 00 00 31 30 30 31 00 41 6c 69 63 65 20 53 "
        "6d 69 74 68 00 41 6c 69 63 65 20 31 30 30 31 00 "
    );
}

TEST_CASE("8.17 SCCP golden frame: SpeedDialStat", "[sccp][message]") {
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

TEST_CASE("8.18 SCCP golden frame: FeatureStat, dynamic", "[sccp][message]") {
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

TEST_CASE("8.19 SCCP golden frame: ServiceUrlStat, dynamic", "[sccp][message]") {
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

TEST_CASE("8.20 SCCP golden frame: ConfigStat", "[sccp][message]") {
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

TEST_CASE("8.21 SCCP golden frame: ForwardStat", "[sccp][message]") {
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

TEST_CASE("8.22 SCCP golden frame: ForwardStat, packed", "[sccp][message]") {
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

TEST_CASE("8.23 SCCP golden frame: DefineTimeDate", "[sccp][message]") {
    const DefineTimeDate message{2026, 6, 4, 4, 11, 37, 17, 0, 0x6a21a9bd};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 94 00 00 00 ea 07 00 00 "
        "06 00 00 00 04 00 00 00 04 00 00 00 0b 00 00 00 "
        "25 00 00 00 11 00 00 00 00 00 00 00 bd a9 21 6a "
    );
}

TEST_CASE("8.24 SCCP golden frame: ServerRes", "[sccp][message]") {
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

TEST_CASE("8.25 SCCP golden frame: CallState", "[sccp][message]") {
    const CallState message{CallStateCode::off_hook, 1, kCall};
    check_frame(
        message,
        k22,
        "1c 00 00 00 16 00 00 00 11 01 00 00 01 00 00 00 "
        "01 00 00 00 1a 00 00 01 00 00 00 00 04 00 00 00 "
        "00 00 00 00 "
    );
}

TEST_CASE("8.26 SCCP golden frame: DisplayPromptStatus", "[sccp][message]") {
    const DisplayPromptStatus message{0, coded(Phrase::enter_number), 1, kCall};
    check_frame(
        message,
        kOld,
        "30 00 00 00 00 00 00 00 12 01 00 00 00 00 00 00 "
        "80 20 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("8.27 SCCP golden frame: DisplayPromptStatus, dynamic", "[sccp][message]") {
    const DisplayPromptStatus message{0, coded(Phrase::from) + "Bob (2001)", 1, kCall};
    check_frame(
        message,
        k22,
        "20 00 00 00 16 00 00 00 45 01 00 00 00 00 00 00 "
        "01 00 00 00 1a 00 00 01 80 17 42 6f 62 20 28 32 "
        "30 30 31 29 00 00 00 00 "
    );
}

TEST_CASE("8.29 SCCP golden frame: StartTone", "[sccp][message]") {
    const StartTone message{Tone::inside_dial, 0, 1, kCall};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 82 00 00 00 21 00 00 00 "
        "00 00 00 00 01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("8.30 SCCP golden frame: StopTone", "[sccp][message]") {
    const StopTone message{1, kCall};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 83 00 00 00 01 00 00 00 "
        "1a 00 00 01 00 00 00 00 "
    );
}

TEST_CASE("8.31 SCCP golden frame: SetRinger", "[sccp][message]") {
    const SetRinger message{RingMode::inside, 1, 1, kCall};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 85 00 00 00 02 00 00 00 "
        "01 00 00 00 01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("8.32 SCCP golden frame: SetLamp", "[sccp][message]") {
    const SetLamp message{ButtonType::voicemail, 0, LampMode::on};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 86 00 00 00 0f 00 00 00 "
        "00 00 00 00 02 00 00 00 "
    );
}

TEST_CASE("8.48 SCCP golden frame: KeypadButton", "[sccp][message]") {
    const KeypadButton message{KeypadKey{5}, 1, kCall};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 03 00 00 00 05 00 00 00 "
        "01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("8.49 SCCP golden frame: Stimulus", "[sccp][message]") {
    const Stimulus message{9, 2};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 05 00 00 00 09 00 00 00 "
        "02 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.50 SCCP golden frame: SoftKeyEvent", "[sccp][message]") {
    const SoftKeyEvent message{SoftKey::new_call, 1};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 26 00 00 00 02 00 00 00 "
        "01 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.51 SCCP golden frame: EnblocCall, packed", "[sccp][message]") {
    const EnblocCall message{"98011", 1};
    check_frame(
        message,
        k22,
        "24 00 00 00 16 00 00 00 04 00 00 00 39 38 30 31 "
        "31 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 01 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.55 SCCP golden frame: Reset", "[sccp][message]") {
    const Reset message{ResetType::restart};
    check_frame(message, k22, "08 00 00 00 16 00 00 00 9f 00 00 00 02 00 00 00 ");
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: ringer off", "[sccp][message]") {
    const SetRinger message{};
    check_frame(message, Dialect{5, false}, "14000000 00000000 85000000 01000000 01000000 00000000 00000000");
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: speaker on", "[sccp][message]") {
    const SetSpeakerMode message{Switch::on};
    check_frame(message, Dialect{5, false}, "08000000 00000000 88000000 01000000");
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: line lamp on", "[sccp][message]") {
    const SetLamp message{ButtonType::line, 1, LampMode::on};
    check_frame(message, Dialect{5, false}, "10000000 00000000 86000000 09000000 01000000 02000000");
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: call state off hook", "[sccp][message]") {
    const CallState message{CallStateCode::off_hook, 1, kCall};
    check_frame(
        message,
        Dialect{5, false},
        "1c000000 00000000 11010000 01000000 01000000 1a000001 00000000 04000000 00000000"
    );
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: off-hook softkeys", "[sccp][message]") {
    const SelectSoftKeys message{1, kCall, SoftKeyMode::off_hook};
    check_frame(message, Dialect{5, false}, "14000000 00000000 10010000 01000000 1a000001 04000000 ffffffff");
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: call plane", "[sccp][message]") {
    const ActivateCallPlane message{1};
    check_frame(message, Dialect{5, false}, "08000000 00000000 16010000 01000000");
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: dial tone", "[sccp][message]") {
    const StartTone message{Tone::inside_dial, 0, 1, kCall};
    check_frame(message, Dialect{5, false}, "14000000 00000000 82000000 21000000 00000000 01000000 1a000001");
}

TEST_CASE("8.57 RegisterAck: the short one of CallManager 2 is read", "[sccp][message]") {
    const auto frame = octets("10000000 00000000 81000000 1e000000 4d2f442f5941 8e09");
    const auto ack = parse<RegisterAck>(only_frame(frame), kOld);
    REQUIRE(ack.has_value());
    CHECK(ack->keepalive_seconds == 30);
    CHECK(ack->date_template == "M/D/YA");
    CHECK(ack->version == 0);
}

}  // namespace dialtone::sccp::test
