#include "server/sccp/message_table.hpp"
#include "server/sccp/text.hpp"
#include "tests/support/sccp_messages.hpp"
#include "tests/unit/sccp/exchange.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>
#include <vector>

/// What a registrar must answer, must ignore, and must never say, message by message and version by version.
namespace dialtone::sccp::test {

namespace {

using std::chrono::seconds;

constexpr const char* kName = "SEP001122334455";

World site() {
    auto world = sample_world();
    const auto id = add_device(world, kName, k7965, {"1001"});
    edit_device(world, id, [](Device& device) { device.speed_dials.push_back({1, "2001", "Bob", false}); });
    return world;
}

/// A registered phone of this version, having heard everything.
struct Up {
    explicit Up(std::uint8_t version = 22) : phone{exchange, kName, k7965, version} {
        phone.come_up();
        exchange.journal.clear();
    }

    Exchange exchange{site()};
    Phone phone;
};

template <class Answer, class Question>
void check_answered(const Question& question) {
    for (const auto version : kSccpVersions) {
        CAPTURE(int{version});
        Up up{version};
        up.phone.say(question);
        CHECK_NOTHROW(up.phone.hears<Answer>());
    }
}

template <class Message>
void check_ignored(const Message& message) {
    for (const auto version : kSccpVersions) {
        CAPTURE(int{version});
        Up up{version};
        up.phone.say(message);
        CHECK(up.phone.hears_nothing());
        CHECK(up.exchange.closed.empty());
        up.phone.say(LineStatReq{1});
        CHECK(up.phone.hears<LineStat>().number == "1001");
    }
}

}  // namespace

TEST_CASE("R-0000 KeepAlive is answered, before and after registration", "[sccp][engine]") {
    check_answered<KeepAliveAck>(KeepAlive{});
    Exchange exchange{site()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(KeepAlive{});
    phone.hears<KeepAliveAck>();
}

TEST_CASE(
    "R-0001 RegisterReq is answered by RegisterAck and CapabilitiesReq, in this order", "[sccp][engine]"
) {
    for (const auto version : kSccpVersions) {
        CAPTURE(int{version});
        Exchange exchange{site()};
        Phone phone{exchange, kName, k7965, version};
        phone.say(phone.registration());
        const auto ack = phone.hears<RegisterAck>();
        CHECK(phone.header_version == 0);
        CHECK(ack.version == version);
        CHECK(ack.features == RegisterAck::features_for(version));
        phone.learn_version(ack);
        phone.hears<CapabilitiesReq>();
        CHECK(phone.header_version == (version < 15 ? 0U : version));
        CHECK(phone.hears_nothing());
    }
}

TEST_CASE("R-0009 ForwardStatReq is answered", "[sccp][engine]") {
    check_answered<ForwardStat>(ForwardStatReq{1});
}

TEST_CASE("R-000A SpeedDialStatReq is answered", "[sccp][engine]") {
    check_answered<SpeedDialStat>(SpeedDialStatReq{1});
}

TEST_CASE("R-000B LineStatReq is answered", "[sccp][engine]") {
    check_answered<LineStat>(LineStatReq{1});
}

TEST_CASE("R-000C ConfigStatReq is answered", "[sccp][engine]") {
    check_answered<ConfigStat>(ConfigStatReq{});
}

TEST_CASE("R-000D TimeDateReq is answered", "[sccp][engine]") {
    check_answered<DefineTimeDate>(TimeDateReq{});
}

TEST_CASE("R-000E ButtonTemplateReq is answered", "[sccp][engine]") {
    check_answered<ButtonTemplate>(ButtonTemplateReq{});
}

TEST_CASE("R-000F VersionReq is answered", "[sccp][engine]") {
    check_answered<Version>(VersionReq{});
}

TEST_CASE("R-0012 ServerReq is answered", "[sccp][engine]") {
    check_answered<ServerRes>(ServerReq{});
}

TEST_CASE("R-0025 SoftKeySetReq is answered", "[sccp][engine]") {
    check_answered<SoftKeySet>(SoftKeySetReq{});
}

TEST_CASE("R-0027 UnregisterReq is answered", "[sccp][engine]") {
    check_answered<UnregisterAck>(UnregisterReq{});
}

TEST_CASE("R-0028 SoftKeyTemplateReq is answered", "[sccp][engine]") {
    check_answered<SoftKeyTemplate>(SoftKeyTemplateReq{});
}

TEST_CASE("R-0029 RegisterTokenReq is answered", "[sccp][engine]") {
    check_answered<RegisterTokenAck>(RegisterTokenReq{.name = kName, .device_type = 436});
}

TEST_CASE("R-0033 ServiceURLStatReq is answered", "[sccp][engine]") {
    check_answered<ServiceUrlStat>(ServiceUrlStatReq{1});
}

TEST_CASE("R-0034 FeatureStatReq is answered", "[sccp][engine]") {
    check_answered<FeatureStat>(FeatureStatReq{1, 0});
}

TEST_CASE("R-0048 SubscriptionStatReq is answered with its own numbers", "[sccp][engine]") {
    Up up;
    up.phone.say(SubscriptionStatReq{7, 1, 30, "2001"});
    const auto answer = up.phone.hears<SubscriptionStat>();
    CHECK(answer.transaction == 7);
    CHECK(answer.feature == 1);
    CHECK(answer.timer == 30);
}

TEST_CASE("R-8000 SPCPRegisterTokenReq is answered", "[sccp][engine]") {
    check_answered<SpcpRegisterTokenAck>(SpcpRegisterTokenReq{.name = kName, .device_type = 436});
}

TEST_CASE("R-015E CallCountReq is answered", "[sccp][engine]") {
    check_answered<CallCountRes>(CallCountReq{});
}

TEST_CASE(
    "R-0002 R-0010 R-002B R-002C R-002D R-0030 R-0043 R-0044 R-0049 R-004A R-0157 R-0159 are taken in "
    "silence",
    "[sccp][engine]"
) {
    check_ignored(IpPort{16384});
    check_ignored(CapabilitiesRes{{{4, 40, {}}}});
    check_ignored(HeadsetStatus{1});
    check_ignored(MediaResourceNotification{7, 1, 1, 0});
    check_ignored(RegisterAvailableLines{2});
    check_ignored(UpdateCapabilities{.audio = {{4, 40, {}}}});
    check_ignored(MediaPathEvent{});
    check_ignored(MediaPathCapability{});
    check_ignored(LocationInfo{"<ap/>"});
    check_ignored(ExtensionDeviceCaps{1, 2, 2, {}, "max-chained=2 deviceLine=24"});
}

TEST_CASE("R-0020 R-015A alarms are taken in silence and kept", "[sccp][engine]") {
    Up up;
    up.phone.say(Alarm{1, "27: Waiting for Requesting Feature Key Status From 10.77.0.1"});
    CHECK(up.phone.hears_nothing());
    const auto& alarm = up.exchange.last(journal::Step::sccp_alarm);
    CHECK(alarm.field("severity") == "warning");
    CHECK(alarm.field("alarm") == "27");
    up.phone.say(Alarm{2, "25: Name=SEP001122334455 Load=8.1(2.0) Last=TCP-timeout"});
    CHECK(up.exchange.last(journal::Step::sccp_alarm).field("last") == "TCP-timeout");
    CHECK(up.exchange.last(journal::Step::sccp_alarm).field("severity").empty());
    up.phone.say(XmlAlarm{
        "<x-cisco-alarm><Alarm Name=\"LastOutOfServiceInformation\"><ParameterList>"
        "<String name=\"DeviceName\">SEP001122334455</String>"
        "<Enum name=\"ReasonForOutOfService\">18</Enum></ParameterList></Alarm></x-cisco-alarm>"});
    CHECK(up.exchange.last(journal::Step::sccp_alarm).field("last") == "18");
    CHECK(up.phone.hears_nothing());
}

TEST_CASE("R-01 everything else goes to call control, and what nobody knows is skipped", "[sccp][engine]") {
    using journal::Step;
    for (const auto version : kSccpVersions) {
        CAPTURE(int{version});
        Up up{version};
        const auto answers = [&] { return !up.phone.ids().empty(); };
        up.phone.say(OffHook{1});
        CHECK(up.exchange.count(Step::off_hook) == 1);
        CHECK(answers());
        up.phone.say(KeypadButton{KeypadKey{5}, 1});
        CHECK(answers());
        up.phone.say(OnHook{1});
        CHECK(up.exchange.count(Step::on_hook) == 1);
        CHECK(answers());
        up.phone.say(SoftKeyEvent{SoftKey::new_call, 1});
        CHECK(up.exchange.count(Step::off_hook) == 2);
        CHECK(answers());
        up.phone.say(SoftKeyEvent{SoftKey::end_call, 1});
        CHECK(answers());
        up.phone.say(Stimulus{9, 1});
        CHECK(up.exchange.count(Step::off_hook) == 3);
        CHECK(answers());
        up.phone.octets(octets("08000000 00000000 ee0e0000 00000000"));
        CHECK_FALSE(answers());
    }
}

TEST_CASE("R-02 unassigned indices are answered with empty texts", "[sccp][engine]") {
    for (const auto version : kSccpVersions) {
        for (const std::uint32_t index : {0U, 9U, 255U, 256U, 0xFFFFFFFFU}) {
            CAPTURE(int{version}, index);
            Up up{version};
            up.phone.say(LineStatReq{index});
            const auto line = up.phone.hears<LineStat>();
            CHECK(line.line == index);
            CHECK(line.number.empty());
            CHECK(line.label.empty());
            up.phone.say(ForwardStatReq{index});
            CHECK(up.phone.hears<ForwardStat>().line == index);
            up.phone.say(SpeedDialStatReq{index});
            CHECK(up.phone.hears<SpeedDialStat>().number.empty());
            up.phone.say(ServiceUrlStatReq{index});
            CHECK(up.phone.hears<ServiceUrlStat>().url.empty());
            up.phone.say(FeatureStatReq{index, 0});
            const auto feature = up.phone.hears<FeatureStat>();
            CHECK(feature.index == index);
            CHECK(feature.feature == ButtonType::undefined);
            CHECK(feature.label.empty());
            CHECK(feature.status == 0);
        }
    }
}

TEST_CASE("C-03 what a connection agreed on: version, encoding and header", "[sccp][engine]") {
    for (const auto version : kSccpVersions) {
        for (const bool is_utf8 : {false, true}) {
            CAPTURE(int{version}, is_utf8);
            auto world = site();
            edit_device(world, world.find_device(*DeviceName::parse(kName))->id, [](Device& device) {
                device.lines[0].label = "Zo\xC3\xAB";
            });
            Exchange exchange{world};
            Phone phone{exchange, kName, k7965, version};
            auto request = phone.registration();
            request.features[1] = is_utf8 ? 0x72 : 0x60;
            phone.say(request);
            phone.hears<RegisterAck>();
            phone.dialect = {version, is_utf8};
            phone.hears<CapabilitiesReq>();
            CHECK(exchange.engine.find(phone.session)->dialect() == Dialect{version, is_utf8});
            phone.say(LineStatReq{1});
            CHECK(phone.hears<LineStat>().label == "Zo\xC3\xAB");
            CHECK(phone.header_version == (version < 15 ? 0U : version));
        }
    }
}

TEST_CASE("No version is sent a message that is newer than it", "[sccp][engine]") {
    for (const auto version : kSccpVersions) {
        CAPTURE(int{version});
        Exchange exchange{site()};
        Phone phone{exchange, kName, k7965, version};
        phone.say(phone.registration());
        phone.dialect = {version, version > 11};
        detail::visit_from_phone([&](std::string_view, const auto& message) {
            using Message = std::decay_t<decltype(message)>;
            constexpr bool ends_it =
                std::is_same_v<Message, RegisterReq> || std::is_same_v<Message, UnregisterReq>;
            const auto id = variant_for<Message>(phone.dialect).id;
            if (!ends_it && find_message(id)->since <= version) {
                phone.say(message);
            }
        });
        exchange.advance(seconds{20});
        for (const auto id : phone.ids()) {
            CAPTURE(name_of(id));
            const auto* entry = find_message(id);
            REQUIRE(entry != nullptr);
            CHECK(entry->direction == Direction::to_phone);
            CHECK(entry->since <= version);
        }
        CHECK(exchange.closed.empty());
    }
}

}  // namespace dialtone::sccp::test
