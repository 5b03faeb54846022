#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/text.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

/// Golden frames of display, tones and lamps: see golden_registration_test.cpp.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
constexpr Dialect kOld{3, false};
constexpr Dialect k22{22, true};

}  // namespace

TEST_CASE("F-25 SCCP golden frame: CallState", "[sccp][message]") {
    const CallState message{CallStateCode::off_hook, 1, kCall};
    check_frame(
        message,
        k22,
        "1c 00 00 00 16 00 00 00 11 01 00 00 01 00 00 00 "
        "01 00 00 00 1a 00 00 01 00 00 00 00 04 00 00 00 "
        "00 00 00 00 "
    );
}

TEST_CASE("F-26 SCCP golden frame: DisplayPromptStatus", "[sccp][message]") {
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

TEST_CASE("F-27 SCCP golden frame: DisplayPromptStatus, dynamic", "[sccp][message]") {
    const DisplayPromptStatus message{0, coded(Phrase::from) + "Bob (2001)", 1, kCall};
    check_frame(
        message,
        k22,
        "20 00 00 00 16 00 00 00 45 01 00 00 00 00 00 00 "
        "01 00 00 00 1a 00 00 01 80 17 42 6f 62 20 28 32 "
        "30 30 31 29 00 00 00 00 "
    );
}

TEST_CASE("F-29 SCCP golden frame: StartTone", "[sccp][message]") {
    const StartTone message{Tone::inside_dial, 0, 1, kCall};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 82 00 00 00 21 00 00 00 "
        "00 00 00 00 01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("F-30 SCCP golden frame: StopTone", "[sccp][message]") {
    const StopTone message{1, kCall};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 83 00 00 00 01 00 00 00 "
        "1a 00 00 01 00 00 00 00 "
    );
}

TEST_CASE("F-31 SCCP golden frame: SetRinger", "[sccp][message]") {
    const SetRinger message{RingMode::inside, 1, 1, kCall};
    check_frame(
        message,
        k22,
        "14 00 00 00 16 00 00 00 85 00 00 00 02 00 00 00 "
        "01 00 00 00 01 00 00 00 1a 00 00 01 "
    );
}

TEST_CASE("F-32 SCCP golden frame: SetLamp", "[sccp][message]") {
    const SetLamp message{ButtonType::voicemail, 0, LampMode::on};
    check_frame(
        message,
        k22,
        "10 00 00 00 16 00 00 00 86 00 00 00 0f 00 00 00 "
        "00 00 00 00 02 00 00 00 "
    );
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: ringer off", "[sccp][message]") {
    const SetRinger message{};
    check_frame(message, Dialect{5, false}, "14000000 00000000 85000000 01000000 01000000 00000000 00000000");
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: speaker on", "[sccp][message]") {
    const SetSpeakerMode message{Switch::on};
    check_frame(message, Dialect{5, false}, "08000000 00000000 88000000 01000000");
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: line lamp on", "[sccp][message]") {
    const SetLamp message{ButtonType::line, 1, LampMode::on};
    check_frame(message, Dialect{5, false}, "10000000 00000000 86000000 09000000 01000000 02000000");
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: call state off hook", "[sccp][message]") {
    const CallState message{CallStateCode::off_hook, 1, kCall};
    check_frame(
        message,
        Dialect{5, false},
        "1c000000 00000000 11010000 01000000 01000000 1a000001 00000000 04000000 00000000"
    );
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: call plane", "[sccp][message]") {
    const ActivateCallPlane message{1};
    check_frame(message, Dialect{5, false}, "08000000 00000000 16010000 01000000");
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: dial tone", "[sccp][message]") {
    const StartTone message{Tone::inside_dial, 0, 1, kCall};
    check_frame(message, Dialect{5, false}, "14000000 00000000 82000000 21000000 00000000 01000000 1a000001");
}

}  // namespace dialtone::sccp::test
