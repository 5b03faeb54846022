#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>

/// Golden frames of keys and softkeys: see golden_registration_test.cpp.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
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

}  // namespace

TEST_CASE("F-11 SCCP golden frame: ButtonTemplate", "[sccp][message]") {
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

TEST_CASE("F-12 SCCP golden frame: SoftKeyTemplate", "[sccp][message]") {
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

TEST_CASE("F-13 SCCP golden frame: SoftKeySet", "[sccp][message]") {
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

TEST_CASE("F-14 SCCP golden frame: SelectSoftKeys", "[sccp][message]") {
    const SelectSoftKeys message{};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 10 01 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 ff ff ff ff "
    );
}

TEST_CASE("F-48 SCCP golden frame: KeypadButton", "[sccp][message]") {
    const KeypadButton message{KeypadKey{5}, 1, kCall};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 03 00 00 00 05 00 00 00 "
        "01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("F-49 SCCP golden frame: Stimulus", "[sccp][message]") {
    const Stimulus message{9, 2};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 05 00 00 00 09 00 00 00 "
        "02 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-50 SCCP golden frame: SoftKeyEvent", "[sccp][message]") {
    const SoftKeyEvent message{SoftKey::new_call, 1};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 26 00 00 00 02 00 00 00 "
        "01 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-51 SCCP golden frame: EnblocCall, packed", "[sccp][message]") {
    const EnblocCall message{"98011", 1};
    check_frame(
        message,
        k22,
        "24 00 00 00 16 00 00 00 04 00 00 00 39 38 30 31 "
        "31 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 01 00 00 00 00 00 00 "
    );
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: off-hook softkeys", "[sccp][message]") {
    const SelectSoftKeys message{1, kCall, SoftKeyMode::off_hook};
    check_frame(message, Dialect{5, false}, "14000000 00000000 10010000 01000000 1a000001 04000000 ffffffff");
}

}  // namespace dialtone::sccp::test
