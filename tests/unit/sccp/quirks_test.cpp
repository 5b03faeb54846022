#include "server/sccp/text.hpp"
#include "tests/support/sccp_messages.hpp"
#include "tests/unit/sccp/exchange.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

/// What single models need, crash over or do differently.
namespace dialtone::sccp::test {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kName = "SEP001122334455";
constexpr ModelId k7915{228};

World site(ModelId model = k7965) {
    auto world = sample_world();
    add_device(world, kName, model, {"1001"});
    return world;
}

template <class Change>
World site_with(Change&& change, ModelId model = k7965) {
    auto world = site(model);
    edit_device(world, world.find_device(*DeviceName::parse(kName))->id, change);
    return world;
}

/// One that just got its RegisterAck.
struct Asking {
    explicit Asking(World world, std::uint8_t version = 22, ModelId model = k7965)
        : exchange{std::move(world)}, phone{exchange, kName, model, version} {
        phone.say(phone.registration());
        phone.learn_version(phone.hears<RegisterAck>());
        phone.hears<CapabilitiesReq>();
    }

    Exchange exchange;
    Phone phone;
};

World with_template(std::vector<TemplateButton> buttons) {
    auto world = site();
    edit(world.button_templates, ButtonTemplateId{k7965.value()}, [&](dialtone::ButtonTemplate& row) {
        row.buttons = std::move(buttons);
    });
    return world;
}

}  // namespace

TEST_CASE("Version: a phone's own limit holds below its model's", "[sccp][engine]") {
    const auto world = site_with([](Device& device) { device.max_sccp_version = 11; });
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    CHECK(phone.hears<RegisterAck>().version == 11);
}

TEST_CASE("7.2 ATA 18x: its version 33 means 3", "[sccp][engine]") {
    auto world = site();
    edit(world.models, k7965, [](PhoneModel& model) { model.max_sccp_version = 3; });
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 33};
    phone.say(phone.registration());
    const auto ack = phone.hears<RegisterAck>();
    CHECK(ack.version == 3);
    CHECK(ack.features == std::array<std::uint8_t, 3>{0, 0, 0});
}

TEST_CASE("7.2 7985 and 6911: a keepalive before the registration is answered", "[sccp][engine]") {
    Exchange exchange{site()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(KeepAlive{});
    phone.hears<KeepAliveAck>();
    phone.come_up();
    CHECK(exchange.stored_registrations.size() == 1);
}

TEST_CASE("7.2 6911 and 30 VIP: no prompt is ever sent", "[sccp][engine]") {
    auto world = site();
    edit(world.models, k7965, [](PhoneModel& model) { model.has_prompts = false; });
    Asking up{world};
    up.phone.say(TimeDateReq{});
    up.phone.say(OffHook{});
    up.phone.say(KeypadButton{key_of('5')});
    up.phone.say(SoftKeyEvent{SoftKey::end_call});
    for (const auto id : up.phone.ids()) {
        CHECK(id != MessageId::display_dynamic_prompt_status);
    }
}

TEST_CASE("7.2 8945: its long numbers are aligned", "[sccp][engine]") {
    auto world = site();
    edit(world.models, k7965, [](PhoneModel& model) { model.aligns_numbers = true; });
    Asking up{world};
    up.phone.say(ForwardStatReq{1});
    CHECK(up.exchange.sent[up.phone.session].front().body.size() == 104);
}

TEST_CASE(
    "7.2 7940 and 7960: a feature's status is never above 1, and every question has its answer",
    "[sccp][engine]"
) {
    for (std::uint32_t index = 0; index < 60; ++index) {
        Asking up{site(k7960), 11, k7960};
        up.phone.say(FeatureStatReq{index});
        CHECK(up.exchange.sent[up.phone.session].front().id == MessageId::feature_stat);
        CHECK(up.phone.hears<FeatureStat>().status <= 1);
    }
}

TEST_CASE("7.2 7975: the display is never cleared", "[sccp][engine]") {
    Asking up{site()};
    up.phone.say(TimeDateReq{});
    for (const char digit : std::string{"555#"}) {
        up.phone.say(OffHook{});
        up.phone.say(KeypadButton{key_of(digit)});
    }
    up.phone.say(OnHook{});
    for (const auto id : up.phone.ids()) {
        CHECK(id != MessageId::clear_display);
        CHECK(id != MessageId::display_text);
    }
}

TEST_CASE("7.2 7936: its clock is set after each call", "[sccp][engine]") {
    Asking up{site()};
    up.phone.say(TimeDateReq{});
    up.phone.say(OffHook{});
    up.phone.forget_heard();
    up.phone.say(OnHook{});
    const auto ids = up.phone.ids();
    CHECK(std::count(ids.begin(), ids.end(), MessageId::define_time_date) == 1);
}

TEST_CASE("7.2 7920: its first token is granted", "[sccp][engine]") {
    Exchange exchange{site()};
    Phone phone{exchange, kName, k7965, 11};
    phone.say(RegisterTokenReq{.name = kName, .device_type = 30002});
    phone.hears<RegisterTokenAck>();
}

TEST_CASE(
    "7.2 SPA: a token while it is registered changes nothing, from another connection neither",
    "[sccp][engine]"
) {
    Asking up{site(), 8};
    up.phone.say(RegisterAvailableLines{1});
    up.phone.say(TimeDateReq{});
    up.phone.forget_heard();
    const auto request = SpcpRegisterTokenReq{.name = kName, .instance = 16777216, .device_type = 80004};
    up.phone.say(request);
    up.phone.hears<SpcpRegisterTokenAck>();
    Phone second{up.exchange, kName, k7965, 8};
    second.say(request);
    second.hears<SpcpRegisterTokenAck>();
    CHECK(up.exchange.engine.registrations().size() == 1);
    CHECK(up.exchange.closed.empty());
}

TEST_CASE("7.2 CIPC and Nokia: what they say of their own is no event", "[sccp][engine]") {
    Asking up{site()};
    up.phone.say(TimeDateReq{});
    up.phone.forget_heard();
    up.phone.say(MediaPathCapability{});
    CHECK(up.phone.hears_nothing());
    up.phone.say(SoftKeyEvent{SoftKey::direct_transfer});  // a Nokia's EndCall
    CHECK(up.exchange.closed.empty());
    CHECK(up.exchange.engine.legs() == 0);
}

TEST_CASE("7.3 the registration is answered in the order that phones need", "[sccp][engine]") {
    Exchange exchange{site()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    phone.say(ButtonTemplateReq{});
    phone.say(TimeDateReq{});
    const auto ids = phone.ids();
    CHECK(ids[0] == MessageId::register_ack);
    CHECK(ids[1] == MessageId::capabilities_req);
    CHECK(ids[2] == MessageId::button_template);
    // Softkeys and the idle prompt come last.
    CHECK(ids[ids.size() - 2] == MessageId::select_soft_keys);
    CHECK(ids.back() == MessageId::display_dynamic_prompt_status);
}

TEST_CASE("7.3 nothing follows a reset", "[sccp][engine]") {
    Asking up{site()};
    up.phone.say(TimeDateReq{});
    up.phone.forget_heard();
    up.exchange.request(kName, change::Action::reset);
    CHECK(up.phone.hears<Reset>().type == ResetType::reset);
    up.phone.say(KeepAlive{});
    up.phone.say(LineStatReq{1});
    up.phone.say(OffHook{});
    CHECK(up.phone.hears_nothing());
}

// Keys --------------------------------------------------------------------------------------------

TEST_CASE(
    "Keys: an expansion module adds its own, as speed dials unless the template says more", "[sccp][engine]"
) {
    auto world = site_with([](Device& device) {
        device.modules = {{1, k7915, ""}, {2, k7915, ""}};
        device.speed_dials.push_back({5, "2005", "Eve", true});
    });
    world.models.set(
        k7915, PhoneModel{.id = k7915, .name = "7915", .kind = ModelClass::module, .module_keys = 24}
    );
    edit(world.button_templates, ButtonTemplateId{k7965.value()}, [](dialtone::ButtonTemplate& row) {
        row.buttons.push_back({7, "service url", ""});
    });
    Asking up{world};
    up.phone.say(ButtonTemplateReq{});
    const auto keys = up.phone.hears<ButtonTemplate>().buttons;
    REQUIRE(keys.size() == 54);
    CHECK(keys[6] == ButtonTemplate::Button{1, ButtonType::service_url});
    CHECK(keys[7] == ButtonTemplate::Button{5, ButtonType::blf_speed_dial});
    CHECK(keys[8] == ButtonTemplate::Button{6, ButtonType::speed_dial});
    CHECK(keys[53] == ButtonTemplate::Button{51, ButtonType::speed_dial});
    CHECK(up.exchange.count(journal::Step::note) == 0);
}

TEST_CASE("Keys: a module that the configuration does not name is told about once", "[sccp][engine]") {
    Asking up{site()};
    for (const std::uint32_t instance : {1U, 2U}) {
        up.phone.say(ExtensionDeviceCaps{instance, 2, 2, {}, "max-chained=2 deviceLine=24"});
    }
    REQUIRE(up.exchange.count(journal::Step::note) == 1);
    CHECK(
        up.exchange.last(journal::Step::note).field("text") ==
        "an expansion module (max-chained=2 deviceLine=24) hangs on it that its configuration does not name: "
        "`dialtone phone set SEP001122334455 --module MODEL`"
    );
}

TEST_CASE("Keys: features share their numbers, and are called by their names", "[sccp][engine]") {
    Asking up{with_template(
        {{1, "line", ""},
         {2, "privacy", ""},
         {3, "do not disturb", "Ruhe"},
         {4, "speed dial blf", ""},
         {5, "mobility", ""},
         {21, "messages", ""}}
    )};
    up.phone.say(ButtonTemplateReq{});
    const auto keys = up.phone.hears<ButtonTemplate>().buttons;
    CHECK(keys[1] == ButtonTemplate::Button{1, ButtonType::feature});
    CHECK(keys[2] == ButtonTemplate::Button{2, ButtonType::do_not_disturb});
    CHECK(keys[3] == ButtonTemplate::Button{1, ButtonType::blf_speed_dial});
    CHECK(keys[4] == ButtonTemplate::Button{3, ButtonType::mobility});
    CHECK(keys[20] == ButtonTemplate::Button{21, ButtonType::messages});
    const auto feature = [&](std::uint32_t index, std::uint32_t capabilities) {
        up.phone.say(FeatureStatReq{index, capabilities});
        return up.phone.hears<FeatureStat>();
    };
    CHECK(feature(1, 0).label == "Private");
    CHECK(feature(1, 1).feature == ButtonType::blf_speed_dial);
    CHECK(feature(2, 1).label == "Ruhe");
    CHECK(feature(3, 1).feature == ButtonType::mobility);
    CHECK(feature(3, 1).label == "Mobility");
}

TEST_CASE("Keys: a service button opens what the phone subscribed to for it", "[sccp][engine]") {
    auto world = site_with([](Device& device) {
        device.services = {{ServiceId{1}, 1, "Canteen"}, {ServiceId{2}, 0, ""}};
    });
    world.services.set(
        ServiceId{1}, PhoneService{.id = ServiceId{1}, .name = "Menu", .url = "http://10.0.0.1/m"}
    );
    world.services.set(
        ServiceId{2}, PhoneService{.id = ServiceId{2}, .name = "Hidden", .url = "http://10.0.0.1/h"}
    );
    for (const auto version : kSccpVersions) {
        CAPTURE(int{version});
        Asking up{world, version};
        up.phone.say(ServiceUrlStatReq{1});
        const auto service = up.phone.hears<ServiceUrlStat>();
        CHECK(service.url == "http://10.0.0.1/m");
        CHECK(service.label == "Canteen");
    }
}

// Capabilities ----------------------------------------------------------------------------------------

TEST_CASE("Capabilities: every form is understood, and the newest counts", "[sccp][engine]") {
    using Codec = Session::Codec;
    Asking up{site()};
    const auto& session = *up.exchange.engine.find(up.phone.session);
    up.phone.say(CapabilitiesRes{{{4, 40, {}}, {2, 40, {}}, {11, 60, {}}, {257, 0, {}}}});
    CHECK(session.codecs() == std::vector<Codec>{{4, 40}, {2, 40}, {11, 60}, {257, 0}});
    for (const std::uint8_t version : {std::uint8_t{5}, std::uint8_t{15}, std::uint8_t{22}}) {
        const UpdateCapabilities said{.audio = {{6, version, {}}, {86, 30, {}}}};
        up.phone.octets(rendered(said, Dialect{version, true}));
        CHECK(session.codecs() == std::vector<Codec>{{6, version}, {86, 30}});
    }
    up.phone.say(TimeDateReq{});
    CHECK(up.exchange.last(journal::Step::sccp_registered).field("codecs") == "G.722, iLBC");
}

TEST_CASE("Capabilities: counts that are too high are cut to what can be there", "[sccp][engine]") {
    Asking up{site()};
    auto octets = rendered(UpdateCapabilities{}, Dialect{22, true});
    for (const std::size_t at : {0U, 4U, 8U}) {
        octets[kHeaderSize + at] = 0xFF;
        octets[kHeaderSize + at + 3] = 0xFF;
    }
    up.phone.octets(octets);
    CHECK(up.exchange.engine.find(up.phone.session)->codecs().size() == CapabilitiesRes::kSlots);
    CHECK(up.exchange.closed.empty());
}

// Servers ---------------------------------------------------------------------------------------------

TEST_CASE("Wrong server: the display names the group, the journal says it in full", "[sccp][engine]") {
    auto world = site();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    edit(world.groups, kDefaultGroup, [](CallManagerGroup& group) {
        group.name = "HQ";
        group.members = {kCm2};
    });
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    CHECK(phone.hears<RegisterReject>().text == "Wrong server: use group HQ");
    CHECK(
        exchange.last(journal::Step::sccp_rejected).field("reason") ==
        "SEP001122334455 is in device pool Default, whose Call Manager group HQ does not contain cm1: it "
        "registers with cm2"
    );
    exchange.advance(std::chrono::milliseconds{1900});
    CHECK(!exchange.closed.contains(phone.session));
    exchange.advance(std::chrono::milliseconds{200});
    CHECK(exchange.closed[phone.session] == "graceful");
}

TEST_CASE(
    "Wrong server: who belongs elsewhere does not get the token that would lead it away", "[sccp][engine]"
) {
    auto world = site();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    edit(world.groups, kDefaultGroup, [](CallManagerGroup& group) { group.members = {kCm2}; });
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(RegisterTokenReq{.name = kName, .device_type = 436});
    CHECK(phone.hears<RegisterTokenReject>().wait_seconds == 60);
    Phone spa{exchange, kName, k7965, 8};
    spa.say(SpcpRegisterTokenReq{.name = kName, .device_type = 436});
    CHECK(spa.hears<SpcpRegisterTokenReject>().wait_seconds == 60);
}

TEST_CASE(
    "Keepalive: phones get three to four quarters of the interval, each always the same", "[sccp][engine]"
) {
    auto world = sample_world();
    std::vector<std::uint32_t> intervals;
    for (char last = 'A'; last <= 'F'; ++last) {
        add_device(world, std::string{"SEP00112233445"} + last, k7965, {});
    }
    Exchange exchange{world};
    for (char last = 'A'; last <= 'F'; ++last) {
        Phone phone{exchange, std::string{"SEP00112233445"} + last, k7965, 22};
        phone.say(phone.registration());
        const auto ack = phone.hears<RegisterAck>();
        CHECK(ack.keepalive_seconds >= 23);
        CHECK(ack.keepalive_seconds <= 30);
        CHECK(ack.secondary_keepalive_seconds == 60);
        intervals.push_back(ack.keepalive_seconds);
    }
    std::sort(intervals.begin(), intervals.end());
    CHECK(intervals.front() < intervals.back());
}

TEST_CASE(
    "Registration that stalls: the journal says that the phone never asked for the time", "[sccp][engine]"
) {
    Asking up{site()};
    up.exchange.advance(seconds{31});
    CHECK(up.exchange.last(journal::Step::sccp_registered).field("remark") == "it never asked for the time");
}

}  // namespace dialtone::sccp::test
