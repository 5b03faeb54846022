#include "common/bytes/reader.hpp"
#include "server/sccp/message_table.hpp"
#include "tests/support/sccp_messages.hpp"
#include "tests/unit/sccp/frame_text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>

namespace dialtone::sccp::test {

using namespace dialtone::test;

namespace {

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
    for (const auto version : kSccpVersions) {
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
    "C-05 every message survives a round trip, every cut and a tail at every version", "[sccp][message]"
) {
    for_each_sccp_message([](std::string_view name, const auto& message) {
        CAPTURE(std::string{name});
        check_all_versions(message);
    });
}

TEST_CASE(
    "C-06 every message at every version is padded to four octets and says its size", "[sccp][message]"
) {
    for_each_sccp_message([](std::string_view name, const auto& message) {
        for (const auto version : kSccpVersions) {
            CAPTURE(std::string{name}, int{version});
            const auto octets = rendered(message, Dialect{version, version >= 15});
            CHECK(octets.size() % 4 == 0);
            CHECK(Reader{octets}.u32le() == octets.size() - kLengthSize);
        }
    });
}

TEST_CASE("C-04 what fixed layouts say of their size is true", "[sccp][message]") {
    for_each_sccp_message([](std::string_view name, const auto& message) {
        using Message = std::decay_t<decltype(message)>;
        for (const auto version : kSccpVersions) {
            for (const bool is_aligned : {false, true}) {
                CAPTURE(std::string{name}, int{version}, is_aligned);
                const Dialect dialect{version, true, is_aligned};
                const auto& variant = variant_for<Message>(dialect);
                const auto octets = rendered(message, dialect);
                CHECK(only_frame(octets).id == variant.id);
                if (variant.size != 0) {
                    CHECK(only_frame(octets).body.size() == variant.size);
                }
            }
        }
    });
}

TEST_CASE("C-04 the layout is chosen by the version alone when sending", "[sccp][message]") {
    const auto id = [](auto message, std::uint8_t version) {
        return only_frame(rendered(message, Dialect{version, true})).id;
    };

    struct Change {
        std::uint8_t version;  ///< the first with the newer layout
        MessageId older;
        MessageId newer;
    };

    const auto check = [&](auto message, const Change& change) {
        for (const auto version : kSccpVersions) {
            CAPTURE(int{version});
            CHECK(id(message, version) == (version < change.version ? change.older : change.newer));
        }
    };
    check(CallInfo{}, {8, MessageId::call_info, MessageId::call_info_dynamic});
    check(
        DisplayPromptStatus{}, {9, MessageId::display_prompt_status, MessageId::display_dynamic_prompt_status}
    );
    check(DisplayNotify{}, {9, MessageId::display_notify, MessageId::display_dynamic_notify});
    check(DisplayPriNotify{}, {9, MessageId::display_pri_notify, MessageId::display_dynamic_pri_notify});
    check(LineStat{}, {17, MessageId::line_stat, MessageId::line_stat_dynamic});
    check(FeatureStat{}, {15, MessageId::feature_stat, MessageId::feature_stat_dynamic});
    check(ServiceUrlStat{}, {8, MessageId::service_url_stat, MessageId::service_url_stat_dynamic});
    check(SpeedDialStat{}, {23, MessageId::speed_dial_stat, MessageId::speed_dial_stat_dynamic});
    check(ConfigStat{}, {23, MessageId::config_stat, MessageId::config_stat_dynamic});
    check(UserToDeviceData{}, {5, MessageId::user_to_device_data, MessageId::user_to_device_data_v1});
}

TEST_CASE("C-04 the layout is chosen by the length first when reading", "[sccp][message]") {
    // A 7961 sends the oldest capabilities at version 22, and V2 was seen under the number of V1.
    const UpdateCapabilities said{.audio = {{4, 40, {}}}, .video = {{103, 3}, {101, 1}}, .data = {{105, 2}}};
    const auto read = [&](std::uint8_t form_version, MessageId id) {
        const auto octets = rendered(said, Dialect{form_version, true});
        auto frame = only_frame(octets);
        frame.id = id;
        return parse<UpdateCapabilities>(frame, Dialect{22, true});
    };
    const auto check = [&](const Parsed<UpdateCapabilities>& parsed) {
        REQUIRE(parsed.has_value());
        CHECK(parsed->audio == said.audio);
        CHECK(parsed->video == said.video);
        CHECK(parsed->data == said.data);
    };
    check(read(11, MessageId::update_capabilities));
    check(read(15, MessageId::update_capabilities));
    check(read(15, MessageId::update_capabilities_v2));
    check(read(16, MessageId::update_capabilities_v3));
}

TEST_CASE("C-02 what is cut off reads as zero, and nothing beyond the end is read", "[sccp][message]") {
    const auto octets = rendered(LineStat{1, "1000", "Reception", "Front"}, Dialect{});
    auto frame = only_frame(octets);
    frame.body = frame.body.first(30);
    const auto line = parse<LineStat>(frame, Dialect{});
    REQUIRE(line.has_value());
    CHECK(line->number == "1000");
    CHECK(line->name == "Re");
    CHECK(line->label.empty());
    CHECK(line->options == 0);
}

TEST_CASE("Long numbers: an 8945 aligns them to 28 octets where others pack 25", "[sccp][message]") {
    const ForwardStat forwarded{1, {true, "2002"}, {}, {}};
    const auto packed = rendered(forwarded, Dialect{22, true, false});
    const auto aligned = rendered(forwarded, Dialect{22, true, true});
    CHECK(only_frame(packed).body.size() == 96);
    CHECK(only_frame(aligned).body.size() == 104);
    CHECK(parse<ForwardStat>(only_frame(aligned), Dialect{22, true, true})->all.number == "2002");
    CHECK(rendered(forwarded, Dialect{11, false, true}).size() == kHeaderSize + 92);
    CHECK(rendered(DialedNumber{"2001", 1, 2}, Dialect{22, true, true})[kHeaderSize + 28] == 1);
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

TEST_CASE("C-01 Frame: not there before its last octet", "[sccp][message]") {
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

TEST_CASE("C-01 Frame: lengths out of bounds are told at once", "[sccp][message]") {
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
