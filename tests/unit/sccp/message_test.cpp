#include "server/sccp/message_table.hpp"
#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/text.hpp"
#include "tests/unit/sccp/frame_text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

namespace dialtone::sccp::test {

namespace {

constexpr std::array<std::uint8_t, 14> kVersions{3, 5, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22};

/// A message as it goes out, as a frame that was cut or prolonged to a body of `size`.
template <class Message>
FrameView resized(const Message& message, const Dialect& dialect, std::size_t size, Buffer& keep) {
    Buffer whole = rendered(message, dialect);
    const auto frame = only_frame(whole);
    keep.assign(frame.body.begin(), frame.body.end());
    keep.resize(size, 0xEE);
    return {frame.header_version, frame.id, keep};
}

template <class Message>
void check_all_versions(const Message& message) {
    for (const auto version : kVersions) {
        for (const bool is_utf8 : {false, true}) {
            const Dialect dialect{version, is_utf8};
            CAPTURE(int{version}, is_utf8);
            const auto octets = rendered(message, dialect);
            CHECK(octets.size() % 4 == 0);
            const auto frame = only_frame(octets);
            CHECK(find_message(frame.id) != nullptr);
            CHECK(holds<Message>(frame.id));
            const auto parsed = parse<Message>(frame, dialect);
            REQUIRE(parsed.has_value());
            CHECK(to_hex(rendered(*parsed, dialect)) == to_hex(octets));
            // Cut anywhere and with a tail: never an error but for RegisterReq, and never a read outside.
            for (std::size_t size = 0; size <= frame.body.size() + 5; ++size) {
                Buffer body;
                const auto cut = parse<Message>(resized(message, dialect, size, body), dialect);
                CHECK((cut.has_value() || size < 36));
            }
        }
    }
}

}  // namespace

TEST_CASE(
    "SCCP messages: every one survives a round trip, every cut and a tail at every version", "[sccp][message]"
) {
    check_all_versions(KeepAlive{});
    check_all_versions(RegisterReq{
        .name = "SEP001122334455", .device_type = 436, .version = 22, .load = "SCCP45.9-4-2"});
    check_all_versions(RegisterReq{.length = 36, .name = "SEP001122334455", .device_type = 7});
    check_all_versions(RegisterAck{.date_template = "M/D/YA", .version = 11, .features = {1, 2, 3}});
    check_all_versions(RegisterReject{"Error DBConfig"});
    check_all_versions(RegisterTokenReq{.name = "SEP001122334455", .device_type = 436});
    check_all_versions(SpcpRegisterTokenReq{.name = "SEP001122334455", .device_type = 80004, .max_streams = 3}
    );
    check_all_versions(Alarm{2, "Name=SEP001122334455 Load=8.1 Last=Initialized", 1, 2});
    check_all_versions(XmlAlarm{"<x-cisco-alarm/>"});
    check_all_versions(CapabilitiesRes{{{4, 40, {1, 2, 3}}, {257, 0, {}}}});
    check_all_versions(Version{"P0030801SR02"});
    check_all_versions(ServerRes{});
    check_all_versions(ButtonTemplate{std::vector<ButtonTemplate::Button>(56, {1, ButtonType::speed_dial})});
    check_all_versions(SoftKeyTemplate{{{"\x80\x01", SoftKey::redial}, {"Dial", SoftKey::dial}}});
    check_all_versions(SoftKeySet{std::vector<SoftKeySet::Set>(12)});
    check_all_versions(LineStat{1, "1000", "Reception", "Front desk"});
    check_all_versions(ForwardStat{1, {true, "2000"}, {}, {true, "3000"}});
    check_all_versions(SpeedDialStat{3, "2000", "Bob"});
    check_all_versions(FeatureStat{1, ButtonType::feature, "Privacy", 1});
    check_all_versions(ServiceUrlStat{1, "http://10.0.0.1/menu", "Menu"});
    check_all_versions(ConfigStat{"SEP001122334455", 1, "", "cm1", 2, 4});
    check_all_versions(CallCountRes{{{4, 2}, {2, 1}}});
    check_all_versions(SubscriptionStatReq{1, 2, 3, "2000"});
    check_all_versions(DisplayPromptStatus{5, coded(Phrase::from) + "1003", 1, 0x01000001});
    check_all_versions(DefineTimeDate{});
    check_all_versions(KeypadButton{KeypadKey::star, 1, 2});
    check_all_versions(EnblocCall{"98011", 2});
    check_all_versions(Stimulus{9, 1, 0, 0});
    check_all_versions(StopTone{1, 2});
    check_all_versions(CallState{CallStateCode::off_hook, 1, 2});
}

TEST_CASE("RegisterReq: what is missing from a short one is absent, not wrong", "[sccp][message]") {
    RegisterReq request{.name = "SEP001122334455", .device_type = 7, .version = 11, .load = "never sent"};
    request.length = RegisterReq::kLegacyLength;
    const auto octets = rendered(request, {});
    const auto parsed = parse<RegisterReq>(only_frame(octets), {});
    REQUIRE(parsed.has_value());
    CHECK(only_frame(octets).body.size() == 68);
    CHECK(parsed->length == 68);
    CHECK(parsed->version == 11);
    CHECK(parsed->load.empty());
    Buffer body;
    CHECK(!parse<RegisterReq>(resized(request, {}, 35, body), {}).has_value());
    CHECK(parse<RegisterReq>(resized(request, {}, 36, body), {})->version == 0);
}

TEST_CASE("Button template: more than 42 keys need the long form", "[sccp][message]") {
    const ButtonTemplate few{std::vector<ButtonTemplate::Button>(42)};
    const ButtonTemplate many{std::vector<ButtonTemplate::Button>(54)};
    const ButtonTemplate too_many{std::vector<ButtonTemplate::Button>(300)};
    CHECK(only_frame(rendered(few, {})).body.size() == 96);
    CHECK(only_frame(rendered(many, {})).body.size() == 124);
    CHECK(only_frame(rendered(too_many, {})).body.size() == 124);
    CHECK(parse<ButtonTemplate>(only_frame(rendered(too_many, {})), {})->buttons.size() == 56);
}

TEST_CASE("Capabilities: a count beyond the slots is cut", "[sccp][message]") {
    auto octets = rendered(CapabilitiesRes{}, {});
    octets[kHeaderSize] = 0xFF;
    octets[kHeaderSize + 1] = 0xFF;
    CHECK(parse<CapabilitiesRes>(only_frame(octets), {})->codecs.size() == CapabilitiesRes::kSlots);
}

TEST_CASE(
    "EnblocCall: the packed form of a 7970 and the aligned one of an 8945 are both read", "[sccp][message]"
) {
    const auto aligned = octets("24000000 16000000 04000000 3938303131 *23 02000000");
    const auto call = parse<EnblocCall>(only_frame(aligned), {22, true});
    REQUIRE(call.has_value());
    CHECK(call->number == "98011");
    CHECK(call->line == 2);
}

TEST_CASE("KeypadButton: a 7912 sends the key alone", "[sccp][message]") {
    const auto key = parse<KeypadButton>(only_frame(octets("08000000 00000000 03000000 0f000000")), {});
    REQUIRE(key.has_value());
    CHECK(character_of(key->key) == '#');
    CHECK(key->line == 0);
}

TEST_CASE("Keypad: keys and characters agree, and a number that is no key is nothing", "[sccp][message]") {
    for (const char c : std::string{"0123456789ABCD*#+"}) {
        CHECK(character_of(key_of(c)) == c);
    }
    CHECK(character_of(KeypadKey{17}) == '\0');
    CHECK(character_of(KeypadKey{0xFFFFFFFF}) == '\0');
}

TEST_CASE("Reading a message: another message's frame is refused", "[sccp][message]") {
    CHECK(!parse<LineStat>(only_frame(rendered(SetLamp{}, {})), {}).has_value());
}

TEST_CASE("ServerRes: its length tells the form when the version does not", "[sccp][message]") {
    ServerRes servers;
    servers.servers[0] = {"cm1", 2000, Ipv4{10, 77, 0, 1}};
    const auto modern = rendered(servers, {22, true});
    const auto read = parse<ServerRes>(only_frame(modern), {11, false});
    REQUIRE(read.has_value());
    CHECK(read->servers[0].address == Ipv4{10, 77, 0, 1});
}

// Framing -----------------------------------------------------------------------------------------

TEST_CASE("Frame: not there before its last octet", "[sccp][message]") {
    const auto frame = rendered(LineStat{1, "1000"}, {22, true});
    for (std::size_t size = 0; size < frame.size(); ++size) {
        Bytes input = Bytes{frame}.first(size);
        const auto taken = take_frame(input);
        REQUIRE(taken.has_value());
        CHECK(!*taken);
        CHECK(input.size() == size);
    }
    CHECK(only_frame(frame).id == MessageId::line_stat_dynamic);
}

TEST_CASE("Frame: lengths out of bounds are told at once", "[sccp][message]") {
    for (const auto* dump : {"00000000", "03000000", "01400000", "ffffffff"}) {
        const auto buffer = octets(dump);
        Bytes input{buffer};
        CAPTURE(dump);
        CHECK(!take_frame(input).has_value());
    }
    const auto largest = octets("00400000");
    Bytes input{largest};
    CHECK(take_frame(input).has_value());
}

TEST_CASE("Header version: 0 below 15 and in registration answers, else as negotiated", "[sccp][message]") {
    CHECK(header_version(MessageId::line_stat, {11, false}) == 0);
    CHECK(header_version(MessageId::line_stat, {17, true}) == 17);
    CHECK(header_version(MessageId::capabilities_req, {22, true}) == 22);
    CHECK(header_version(MessageId::register_ack, {22, true}) == 0);
    CHECK(header_version(MessageId::keep_alive_ack, {22, true}) == 0);
}

TEST_CASE("Version: the lower of both sides, rounded down to one that exists", "[sccp][message]") {
    CHECK(negotiate(0) == 3);
    CHECK(negotiate(4) == 3);
    CHECK(negotiate(5) == 5);
    CHECK(negotiate(11) == 11);
    CHECK(negotiate(14) == 11);
    CHECK(negotiate(22) == 22);
    CHECK(negotiate(33) == 22);    // an ATA 186 says so
    CHECK(negotiate(33, 3) == 3);  // its row in the table of models knows better
    CHECK(negotiate(22, 11) == 11);
}

TEST_CASE("Message table: ascending, and names for what is unknown", "[sccp][message]") {
    const auto all = messages();
    CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
    CHECK(name_of(MessageId::register_req) == "RegisterReq");
    CHECK(name_of(MessageId{0x1234}) == "0x1234");
}

}  // namespace dialtone::sccp::test
