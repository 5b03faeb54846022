#include "server/sccp/messages/media.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

/// Golden frames of the voice. See golden_registration_test.cpp.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
constexpr std::uint32_t kParty = 0x01000101;
constexpr std::uint32_t kUlaw = 4;
constexpr Dialect kOld{3, false};
constexpr Dialect k11{11, false};
constexpr Dialect k22{22, true};

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

TEST_CASE("F-36 SCCP golden frame: OpenReceiveChannel as CallManager 4.1 sends it", "[sccp][message]") {
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

TEST_CASE("F-37 SCCP golden frame: OpenReceiveChannel as CUCM 7 sends it", "[sccp][message]") {
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

TEST_CASE("F-38 SCCP golden frame: OpenReceiveChannel, version 15", "[sccp][message]") {
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

TEST_CASE("F-39 SCCP golden frame: OpenReceiveChannel, version 17", "[sccp][message]") {
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

TEST_CASE("F-40 SCCP golden frame: OpenReceiveChannel, version 22", "[sccp][message]") {
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

TEST_CASE("F-41 SCCP golden frame: OpenReceiveChannelAck", "[sccp][message]") {
    const OpenReceiveChannelAck message{0, Ipv4{10, 102, 10, 209}, 16384, kParty, kCall};
    check_frame(
        message,
        kOld,
        "18 00 00 00 00 00 00 00 22 00 00 00 00 00 00 00 "
        "0a 66 0a d1 00 40 00 00 01 01 00 01 1a 00 00 01 "
    );
}

TEST_CASE("F-42 SCCP golden frame: OpenReceiveChannelAck, version 17", "[sccp][message]") {
    const OpenReceiveChannelAck message{0, Ipv4{10, 102, 10, 209}, 16384, kParty, kCall};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 22 00 00 00 00 00 00 00 "
        "00 00 00 00 0a 66 0a d1 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 40 00 00 01 01 00 01 1a 00 00 01 "
    );
}

TEST_CASE("F-43 SCCP golden frame: StartMediaTransmission as CallManager 4.1 sends it", "[sccp][message]") {
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

TEST_CASE("F-44 SCCP golden frame: StartMediaTransmission, version 11", "[sccp][message]") {
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

TEST_CASE("F-45 SCCP golden frame: StartMediaTransmission, version 17", "[sccp][message]") {
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

TEST_CASE("F-46 SCCP golden frame: StartMediaTransmission, version 22", "[sccp][message]") {
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

TEST_CASE("F-47 SCCP golden frame: StartMediaTransmissionAck", "[sccp][message]") {
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

TEST_CASE("F-57 SCCP frame of CallManager 4.1: open receive channel", "[sccp][message]") {
    constexpr std::uint32_t kLeg = 0x0100001F;
    const OpenReceiveChannel message{.conference = kLeg, .party = kParty, .codec = kUlaw, .call = kLeg};
    check_frame(
        message,
        Dialect{5, false},
        "48000000 00000000 05010000 1f000001 01010001 14000000 04000000 00000000 00000000 1f000001 *40"
    );
}

TEST_CASE("F-57 SCCP frame of CallManager 4.1: start media transmission", "[sccp][message]") {
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

TEST_CASE("F-57 SCCP frame of CallManager 4.1: the acknowledgement without a call", "[sccp][message]") {
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

}  // namespace dialtone::sccp::test
