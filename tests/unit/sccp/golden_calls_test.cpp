#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/call_info.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/media.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/user_data.hpp"
#include "server/sccp/text.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

/// Frames of calls: who talks to whom, and the voice.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
constexpr std::uint32_t kParty = 0x01000101;
constexpr std::uint32_t kUlaw = 4;
constexpr Dialect kOld{3, false};
constexpr Dialect k11{11, false};
constexpr Dialect k22{22, true};

CallInfo outbound() {
    CallInfo message;
    message.calling = {"1001", "Alice", ""};
    message.called = {"2001", "Bob", ""};
    message.original_called = {"2001", "Bob", ""};
    message.line = 1;
    message.call = kCall;
    message.type = CallType::outbound;
    return message;
}

StartMediaTransmission to_the_other(std::uint32_t telephone_event) {
    return {
        .conference = kCall,
        .party = kParty,
        .remote = Ipv4{10, 102, 219, 27},
        .remote_port = 60186,
        .codec = kUlaw,
        .call = kCall,
        .telephone_event = telephone_event};
}

}  // namespace

TEST_CASE("8.28 SCCP golden frame: DisplayPriNotify", "[sccp][message]") {
    const DisplayPriNotify message{10, 5, coded(Phrase::from) + "1003"};
    check_frame(
        message,
        kOld,
        "2c 00 00 00 00 00 00 00 20 01 00 00 0a 00 00 00 "
        "05 00 00 00 80 17 31 30 30 33 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 "
    );
}

TEST_CASE("8.33 SCCP golden frame: CallInfo", "[sccp][message]") {
    const CallInfo message = outbound();
    check_frame(
        message,
        kOld,
        "84 01 00 00 00 00 00 00 8f 00 00 00 41 6c 69 63 "
        "65 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 31 30 30 31 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 42 6f 62 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*16 "
        "00 00 00 00 32 30 30 31 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 "
        "1a 00 00 01 02 00 00 00 42 6f 62 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*16 "
        "32 30 30 31 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*160 "
        "01 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

// With version 0 in the header, as we send it below 15.
TEST_CASE("8.34 SCCP golden frame: CallInfo, twelve texts", "[sccp][message]") {
    const CallInfo message = outbound();
    check_frame(
        message,
        Dialect{11, false},
        "48 00 00 00 00 00 00 00 4a 01 00 00 01 00 00 00 "
        "1a 00 00 01 02 00 00 00 00 00 00 00 00 00 00 00 "
        "01 00 00 00 00 00 00 00 00 00 00 00 31 30 30 31 "
        "00 32 30 30 31 00 32 30 30 31 00 00 00 00 00 00 "
        "41 6c 69 63 65 00 42 6f 62 00 42 6f 62 00 00 00 "
    );
}

TEST_CASE("8.35 SCCP golden frame: CallInfo, fifteen texts", "[sccp][message]") {
    const CallInfo message = outbound();
    check_frame(
        message,
        k22,
        "4c 00 00 00 16 00 00 00 4a 01 00 00 01 00 00 00 "
        "1a 00 00 01 02 00 00 00 00 00 00 00 00 00 00 00 "
        "01 00 00 00 00 00 00 00 00 00 00 00 31 30 30 31 "
        "00 00 32 30 30 31 00 32 30 30 31 00 00 00 00 00 "
        "00 41 6c 69 63 65 00 42 6f 62 00 42 6f 62 00 00 "
        "00 00 00 00 "
    );
}

TEST_CASE("8.36 SCCP golden frame: OpenReceiveChannel as CallManager 4.1 sends it", "[sccp][message]") {
    const OpenReceiveChannel message{.conference = kCall, .party = kParty, .codec = kUlaw, .call = kCall};
    check_frame(
        message,
        Dialect{5, false},
        "48 00 00 00 00 00 00 00 05 01 00 00 1a 00 00 01 "
        "01 01 00 01 14 00 00 00 04 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.37 SCCP golden frame: OpenReceiveChannel as CUCM 7 sends it", "[sccp][message]") {
    const OpenReceiveChannel message{
        .conference = kCall, .party = kParty, .codec = kUlaw, .call = kCall, .telephone_event = 101};
    check_frame(
        message,
        k11,
        "60 00 00 00 00 00 00 00 05 01 00 00 1a 00 00 01 "
        "01 01 00 01 14 00 00 00 04 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 "
    );
}

TEST_CASE("8.38 SCCP golden frame: OpenReceiveChannel, version 15", "[sccp][message]") {
    const OpenReceiveChannel message{
        .conference = kCall,
        .party = kParty,
        .codec = kUlaw,
        .call = kCall,
        .telephone_event = 101,
        .source = Ipv4{10, 0, 0, 1},
        .source_port = 4000};
    check_frame(
        message,
        Dialect{15, true},
        "70 00 00 00 0f 00 00 00 05 01 00 00 1a 00 00 01 "
        "01 01 00 01 14 00 00 00 04 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00 "
        "0a 00 00 01 a0 0f 00 00 "
    );
}

TEST_CASE("8.39 SCCP golden frame: OpenReceiveChannel, version 17", "[sccp][message]") {
    const OpenReceiveChannel message{
        .conference = kCall,
        .party = kParty,
        .codec = kUlaw,
        .call = kCall,
        .telephone_event = 101,
        .source = Ipv4{10, 0, 0, 1},
        .source_port = 4000};
    check_frame(
        message,
        Dialect{17, true},
        "84 00 00 00 11 00 00 00 05 01 00 00 1a 00 00 01 "
        "01 01 00 01 14 00 00 00 04 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 0a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 a0 0f 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.40 SCCP golden frame: OpenReceiveChannel, version 22", "[sccp][message]") {
    const OpenReceiveChannel message{
        .conference = kCall, .party = kParty, .codec = kUlaw, .call = kCall, .telephone_event = 101};
    check_frame(
        message,
        k22,
        "ac 00 00 00 16 00 00 00 05 01 00 00 1a 00 00 01 "
        "01 01 00 01 14 00 00 00 04 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*48 "
        "00 00 00 00 "
    );
}

TEST_CASE("8.41 SCCP golden frame: OpenReceiveChannelAck", "[sccp][message]") {
    const OpenReceiveChannelAck message{0, Ipv4{10, 102, 10, 209}, 16384, kParty, kCall};
    check_frame(
        message,
        kOld,
        "18 00 00 00 00 00 00 00 22 00 00 00 00 00 00 00 "
        "0a 66 0a d1 00 40 00 00 01 01 00 01 1a 00 00 01 "
    );
}

TEST_CASE("8.42 SCCP golden frame: OpenReceiveChannelAck, version 17", "[sccp][message]") {
    const OpenReceiveChannelAck message{0, Ipv4{10, 102, 10, 209}, 16384, kParty, kCall};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 22 00 00 00 00 00 00 00 "
        "00 00 00 00 0a 66 0a d1 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 40 00 00 01 01 00 01 1a 00 00 01 "
    );
}

TEST_CASE("8.43 SCCP golden frame: StartMediaTransmission as CallManager 4.1 sends it", "[sccp][message]") {
    const StartMediaTransmission message = to_the_other(0);
    check_frame(
        message,
        Dialect{5, false},
        "58 00 00 00 00 00 00 00 8a 00 00 00 1a 00 00 01 "
        "01 01 00 01 0a 66 db 1b 1a eb 00 00 14 00 00 00 "
        "04 00 00 00 b8 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.44 SCCP golden frame: StartMediaTransmission, version 11", "[sccp][message]") {
    const StartMediaTransmission message = to_the_other(101);
    check_frame(
        message,
        k11,
        "74 00 00 00 00 00 00 00 8a 00 00 00 1a 00 00 01 "
        "01 01 00 01 0a 66 db 1b 1a eb 00 00 14 00 00 00 "
        "04 00 00 00 b8 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.45 SCCP golden frame: StartMediaTransmission, version 17", "[sccp][message]") {
    const StartMediaTransmission message = to_the_other(101);
    check_frame(
        message,
        Dialect{17, true},
        "88 00 00 00 11 00 00 00 8a 00 00 00 1a 00 00 01 "
        "01 01 00 01 00 00 00 00 0a 66 db 1b 00 00 00 00 "
        "00 00 00 00 00 00 00 00 1a eb 00 00 14 00 00 00 "
        "04 00 00 00 b8 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00 "
    );
}

TEST_CASE("8.46 SCCP golden frame: StartMediaTransmission, version 22", "[sccp][message]") {
    const StartMediaTransmission message = to_the_other(101);
    check_frame(
        message,
        k22,
        "ac 00 00 00 16 00 00 00 8a 00 00 00 1a 00 00 01 "
        "01 01 00 01 00 00 00 00 0a 66 db 1b 00 00 00 00 "
        "00 00 00 00 00 00 00 00 1a eb 00 00 14 00 00 00 "
        "04 00 00 00 b8 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 1a 00 00 01 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*32 "
        "65 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "*16 "
        "00 00 00 00 "
    );
}

TEST_CASE("8.47 SCCP golden frame: StartMediaTransmissionAck", "[sccp][message]") {
    const StartMediaTransmissionAck message{kCall, kParty, kCall, Ipv4{10, 1, 2, 44}, 12276, 0};
    check_frame(
        message,
        k22,
        "2c 00 00 00 16 00 00 00 54 01 00 00 1a 00 00 01 "
        "01 01 00 01 1a 00 00 01 00 00 00 00 0a 01 02 2c "
        "00 00 00 00 00 00 00 00 00 00 00 00 f4 2f 00 00 "
        "00 00 00 00 "
    );
}

TEST_CASE("8.52 SCCP golden frame: DialedNumber, packed", "[sccp][message]") {
    const DialedNumber message{"2001", 1, kCall};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 1d 01 00 00 32 30 30 31 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 01 00 00 00 1a 00 00 01 00 00 00 "
    );
}

TEST_CASE("8.53 SCCP golden frame: ConnectionStatisticsRes, version 22", "[sccp][message]") {
    const auto golden = octets(
        "59 00 00 00 16 00 00 00 23 00 00 00 39 38 30 31 "
        "31 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 01 00 00 00 00 5c 00 00 "
        "00 d0 3d 00 00 59 00 00 00 cc 3b 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 14 00 00 00 4d 4c 51 "
        "4b 3d 30 2e 30 30 30 30 3b 43 43 52 3d 30 2e 30 "
        "30 "
    );
    const auto read = parse<ConnectionStatisticsRes>(only_frame(golden), k22);
    REQUIRE(read.has_value());
    CHECK(read->number == "98011");
    CHECK(read->call == 1);
    CHECK(read->packets_sent == 92);
    CHECK(read->octets_sent == 0x3DD0);
    CHECK(read->packets_received == 89);
    CHECK(read->octets_received == 15308);
    CHECK(read->quality == "MLQK=0.0000;CCR=0.00");
    // The phone does not pad its frame; we would.
    auto ours = rendered(*read, k22);
    ours.resize(golden.size());
    ours[0] = golden[0];
    CHECK(to_hex(ours) == to_hex(golden));
}

TEST_CASE("8.54 SCCP golden frame: UserToDeviceData", "[sccp][message]") {
    UserToDeviceData message;
    message.transaction = 1;
    message.data = "<CiscoIPPhoneExecute><ExecuteItem URL=\"Init:Services\"/></CiscoIPPhoneExecute>";
    check_frame(
        message,
        k22,
        "7c 00 00 00 16 00 00 00 3f 01 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 01 00 00 00 4d 00 00 00 "
        "02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 3c 43 69 73 63 6f 49 50 50 68 6f 6e "
        "65 45 78 65 63 75 74 65 3e 3c 45 78 65 63 75 74 "
        "65 49 74 65 6d 20 55 52 4c 3d 22 49 6e 69 74 3a "
        "53 65 72 76 69 63 65 73 22 2f 3e 3c 2f 43 69 73 "
        "63 6f 49 50 50 68 6f 6e 65 45 78 65 63 75 74 65 "
        "3e 00 00 00 "
    );
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: open receive channel", "[sccp][message]") {
    constexpr std::uint32_t kLeg = 0x0100001F;
    const OpenReceiveChannel message{.conference = kLeg, .party = kParty, .codec = kUlaw, .call = kLeg};
    check_frame(
        message,
        Dialect{5, false},
        "48000000 00000000 05010000 1f000001 01010001 14000000 04000000 00000000 00000000 1f000001 *40"
    );
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: start media transmission", "[sccp][message]") {
    auto message = to_the_other(0);
    message.conference = 0x0100001F;
    message.call = 0x0100001F;
    check_frame(
        message,
        Dialect{5, false},
        "58000000 00000000 8a000000 1f000001 01010001 0a66db1b 1aeb0000 14000000 04000000 b8000000 00000000 "
        "00000000 00000000 1f000001 *40"
    );
}

TEST_CASE("8.57 SCCP frame of CallManager 4.1: the acknowledgement without a call", "[sccp][message]") {
    const auto frame = octets("14000000 00000000 22000000 00000000 0a660ad1 00400000 01010001");
    const auto ack = parse<OpenReceiveChannelAck>(only_frame(frame), Dialect{5, false});
    REQUIRE(ack.has_value());
    CHECK(ack->address == Ipv4{10, 102, 10, 209});
    CHECK(ack->port == 16384);
    CHECK(ack->party == kParty);
    CHECK(ack->call == 0);
}

TEST_CASE(
    "StartMediaTransmissionAck: a 6901 adds octets and leaves out all but the call", "[sccp][message]"
) {
    const auto frame = octets(
        "34000000 16000000 54010000 00000000 00000000 1a000001 00000000 0a01022c *12 f42f0000 00000000 *8"
    );
    const auto ack = parse<StartMediaTransmissionAck>(only_frame(frame), k22);
    REQUIRE(ack.has_value());
    CHECK(ack->call == kCall);
    CHECK(ack->address == Ipv4{10, 1, 2, 44});
    CHECK(ack->port == 12276);
}

TEST_CASE(
    "ConnectionStatisticsRes: at version 22 its length is the text's, whatever it happens to be",
    "[sccp][message]"
) {
    for (const std::size_t length : {595U, 599U, 600U}) {
        ConnectionStatisticsRes said{.number = "98011", .call = kCall, .packets_sent = 92};
        said.quality.assign(length, 'q');
        const auto octets = rendered(said, k22);
        const auto read = parse<ConnectionStatisticsRes>(only_frame(octets), k22);
        REQUIRE(read.has_value());
        CHECK(read->packets_sent == 92);
        CHECK(read->quality == said.quality);
    }
}

}  // namespace dialtone::sccp::test
