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

/// Golden frames of calls: who talks to whom. See golden_registration_test.cpp.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
constexpr Dialect kOld{3, false};
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

}  // namespace

TEST_CASE("F-28 SCCP golden frame: DisplayPriNotify", "[sccp][message]") {
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

TEST_CASE("F-33 SCCP golden frame: CallInfo", "[sccp][message]") {
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
TEST_CASE("F-34 SCCP golden frame: CallInfo, twelve texts", "[sccp][message]") {
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

TEST_CASE("F-35 SCCP golden frame: CallInfo, fifteen texts", "[sccp][message]") {
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

TEST_CASE("F-52 SCCP golden frame: DialedNumber, packed", "[sccp][message]") {
    const DialedNumber message{"2001", 1, kCall};
    check_frame(
        message,
        k22,
        "28 00 00 00 16 00 00 00 1d 01 00 00 32 30 30 31 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 01 00 00 00 1a 00 00 01 00 00 00 "
    );
}

TEST_CASE("F-53 SCCP golden frame: ConnectionStatisticsRes, version 22", "[sccp][message]") {
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

TEST_CASE("F-54 SCCP golden frame: UserToDeviceData", "[sccp][message]") {
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
