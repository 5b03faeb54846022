#include "server/sccp/text.hpp"
#include "tests/unit/sccp/exchange.hpp"

#include <catch2/catch.hpp>

namespace dialtone::sccp::test {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kName = "SEP001122334455";

World world_with_phone(ModelId model) {
    auto world = sample_world();
    const auto id = add_device(world, kName, model, {"1001", "1002"});
    edit_device(world, id, [](Device& device) {
        device.lines[0].label = "Front d\xC3\xA9sk";
        device.lines[0].display = "Reception";
        device.speed_dials.push_back({1, "2001", "Bob", false});
        device.speed_dials.push_back({2, "2002", "Eve", true});
    });
    return world;
}

}  // namespace

TEST_CASE("7960: registers at version 11 and asks for everything", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.say(Alarm{2, "25: Name=SEP001122334455 Load=8.1(2.0) Last=Initialized"});
    phone.say(phone.registration());

    const auto ack = phone.hears<RegisterAck>();
    CHECK(ack.version == 11);
    CHECK(ack.keepalive_seconds == 24);  // of 30, spread by name
    CHECK(ack.secondary_keepalive_seconds == 60);
    CHECK(ack.date_template == "M/D/Y");
    CHECK(ack.features == std::array<std::uint8_t, 3>{0x20, 0xF1, 0xFF});
    phone.learn_version(ack);
    phone.hears<CapabilitiesReq>();

    phone.say(IpPort{16384});
    phone.say(HeadsetStatus{});
    phone.say(CapabilitiesRes{{{4, 40, {}}, {2, 40, {}}}});
    CHECK(phone.hears_nothing());

    phone.say(ButtonTemplateReq{});
    using Button = ButtonTemplate::Button;
    CHECK(
        phone.hears<ButtonTemplate>().buttons ==
        std::vector<Button>{
            {1, ButtonType::line},
            {2, ButtonType::line},
            {1, ButtonType::speed_dial},
            {2, ButtonType::speed_dial},  // a BLF key of a phone that cannot show its state
            {3, ButtonType::speed_dial},
            {4, ButtonType::speed_dial}}
    );
    phone.say(SoftKeyTemplateReq{});
    const auto keys = phone.hears<SoftKeyTemplate>().keys;
    REQUIRE(keys.size() == 15);
    CHECK(keys[0] == SoftKeyTemplate::Key{"\x80\x01", SoftKey::redial});
    phone.say(SoftKeySetReq{});
    const auto sets = phone.hears<SoftKeySet>().sets;
    REQUIRE(sets.size() == 12);
    CHECK(sets[0].positions[1] == 2);
    CHECK(sets[0].help[1] == 302);

    phone.say(ConfigStatReq{});
    const auto config = phone.hears<ConfigStat>();
    CHECK(config.name == kName);
    CHECK(config.server == "cm1");
    CHECK(config.lines == 2);

    phone.say(LineStatReq{1});
    const auto line = phone.hears<LineStat>();
    CHECK(line.number == "1001");
    CHECK(line.name == "Reception");
    CHECK(line.label == "Front d\xC3\xA9sk");
    phone.say(LineStatReq{2});
    CHECK(phone.hears<LineStat>().label == "1002");
    phone.say(LineStatReq{7});
    CHECK(phone.hears<LineStat>().number.empty());

    phone.say(RegisterAvailableLines{2});
    phone.say(ForwardStatReq{1});
    CHECK(!phone.hears<ForwardStat>().is_active());
    phone.say(SpeedDialStatReq{1});
    CHECK(phone.hears<SpeedDialStat>().number == "2001");
    phone.say(SpeedDialStatReq{9});
    CHECK(phone.hears<SpeedDialStat>().number.empty());
    phone.say(FeatureStatReq{5});
    CHECK(phone.hears<FeatureStat>().feature == ButtonType::undefined);
    phone.say(ServiceUrlStatReq{1});
    CHECK(phone.hears<ServiceUrlStat>().url.empty());
    phone.say(VersionReq{});
    CHECK(phone.hears<Version>().load.empty());
    phone.say(ServerReq{});
    const auto servers = phone.hears<ServerRes>().servers;
    CHECK(servers[0].name == "cm1");
    CHECK(servers[0].address == Ipv4{10, 77, 0, 1});
    CHECK(servers[0].port == 2000);
    CHECK(servers[1].name.empty());
    CHECK(exchange.stored_registrations.empty());

    phone.say(TimeDateReq{});
    const auto time = phone.hears<DefineTimeDate>();
    CHECK(time.year == 2026);
    CHECK(time.day_of_week == 4);
    CHECK(time.hour == 11);
    CHECK(phone.header_version == 0);

    for (const std::uint32_t lamp : {1U, 2U}) {
        const auto off = phone.hears<SetLamp>();
        CHECK(off.lamp == ButtonType::line);
        CHECK(off.instance == lamp);
    }
    for (const std::uint32_t lamp : {0U, 1U, 2U}) {
        const auto off = phone.hears<SetLamp>();
        CHECK(off.lamp == ButtonType::voicemail);
        CHECK(off.instance == lamp);
    }
    CHECK(phone.hears<SelectSoftKeys>().mode == SoftKeyMode::on_hook);
    CHECK(phone.hears<DisplayPromptStatus>().text == coded(Phrase::your_current_options));
    CHECK(phone.hears_nothing());

    REQUIRE(exchange.stored_registrations.size() == 1);
    CHECK(exchange.stored_registrations[0].name.text() == kName);
    CHECK(exchange.stored_registrations[0].protocol_version == 11);
    std::vector<journal::Step> steps;
    for (const auto& observation : exchange.journal) {
        CHECK(observation.subject == kName);
        steps.push_back(observation.step);
    }
    CHECK(
        steps ==
        std::vector{
            journal::Step::sccp_connected,
            journal::Step::sccp_alarm,
            journal::Step::sccp_register,
            journal::Step::sccp_accepted,
            journal::Step::sccp_registered}
    );
}

TEST_CASE("7965: registers at version 22 in UTF-8 and gets the newer forms", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7965)};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(XmlAlarm{"<x-cisco-alarm/>"});
    phone.say(phone.registration());
    const auto ack = phone.hears<RegisterAck>();
    CHECK(phone.header_version == 0);
    CHECK(ack.version == 22);
    phone.learn_version(ack);
    phone.hears<CapabilitiesReq>();
    CHECK(phone.header_version == 22);

    phone.say(ButtonTemplateReq{});
    CHECK(phone.hears<ButtonTemplate>().buttons[3] == ButtonTemplate::Button{2, ButtonType::blf_speed_dial});
    phone.say(LineStatReq{1});
    CHECK(exchange.sent[phone.session].front().id == MessageId::line_stat_dynamic);
    CHECK(phone.hears<LineStat>().label == "Front d\xC3\xA9sk");
    phone.say(FeatureStatReq{2, 1});
    CHECK(exchange.sent[phone.session].front().id == MessageId::feature_stat_dynamic);
    const auto feature = phone.hears<FeatureStat>();
    CHECK(feature.feature == ButtonType::blf_speed_dial);
    CHECK(feature.label == "Eve");
    phone.say(VersionReq{});
    CHECK(phone.hears<Version>().load == "SCCP45.9-4-2SR3");
    phone.say(CallCountReq{});
    CHECK(phone.hears<CallCountRes>().lines == std::vector<CallCountRes::Limits>{{4, 2}, {4, 2}});
    phone.say(SubscriptionStatReq{7, 1, 3, "2001"});
    CHECK(phone.hears<SubscriptionStat>().transaction == 7);
    phone.say(TimeDateReq{});
    CHECK(exchange.count(journal::Step::sccp_registered) == 1);
    CHECK(exchange.stored_registrations[0].load == "SCCP45.9-4-2SR3-1S");
}

TEST_CASE("Registration: the model's row caps the version", "[sccp][engine]") {
    auto world = world_with_phone(k7975);
    edit(world.models, k7975, [](PhoneModel& model) { model.max_sccp_version = 17; });
    Exchange exchange{world};
    Phone phone{exchange, kName, k7975, 22};
    phone.say(phone.registration());
    CHECK(phone.hears<RegisterAck>().version == 17);
    CHECK(exchange.stored_registrations.empty());
}

TEST_CASE("Registration: one octet at a time is the same dialogue", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    Buffer all = rendered(KeepAlive{}, {});
    for (const auto& more :
         {rendered(phone.registration(), {}),
          rendered(ButtonTemplateReq{}, {}),
          rendered(TimeDateReq{}, {})}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    for (const auto octet : all) {
        phone.octets(Bytes{&octet, 1});
    }
    phone.hears<KeepAliveAck>();
    phone.learn_version(phone.hears<RegisterAck>());
    phone.hears<CapabilitiesReq>();
    phone.hears<ButtonTemplate>();
    phone.hears<DefineTimeDate>();
    CHECK(exchange.stored_registrations.size() == 1);
}

TEST_CASE("Registration: a burst in one segment is answered in order", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    Buffer all = rendered(phone.registration(), {});
    for (const auto& more :
         {rendered(ButtonTemplateReq{}, {}), rendered(LineStatReq{1}, {}), rendered(TimeDateReq{}, {})}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    phone.octets(all);
    const auto ids = phone.ids();
    REQUIRE(ids.size() > 5);
    CHECK(ids[0] == MessageId::register_ack);
    CHECK(ids[1] == MessageId::capabilities_req);
    CHECK(ids[2] == MessageId::button_template);
    CHECK(ids[3] == MessageId::line_stat);
    CHECK(ids[4] == MessageId::define_time_date);
}

TEST_CASE("Before registration: questions and keys are ignored, unknown messages skipped", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.say(LineStatReq{1});
    phone.say(OffHook{});
    phone.say(KeypadButton{});
    phone.say(TimeDateReq{});
    phone.octets(octets("08000000 00000000 34120000 00000000"));
    phone.say(RegisterAck{});  // a message for phones
    CHECK(phone.hears_nothing());
    CHECK(exchange.count(journal::Step::sccp_malformed) == 1);
    phone.say(KeepAlive{});
    phone.hears<KeepAliveAck>();
    phone.come_up();
    CHECK(exchange.stored_registrations.size() == 1);
}

TEST_CASE(
    "Malformed: a length out of bounds ends the connection with RST and is noted once a second",
    "[sccp][engine]"
) {
    Exchange exchange;
    for (int i = 0; i < 5; ++i) {
        Phone phone{exchange, kName, k7960, 11};
        phone.octets(octets("00000000"));
        CHECK(exchange.closed[phone.session] == "reset");
    }
    CHECK(exchange.count(journal::Step::sccp_malformed) == 1);
    CHECK(exchange.engine.sessions() == 0);
}

TEST_CASE("Malformed: a RegisterReq without a device type ends the connection", "[sccp][engine]") {
    Exchange exchange;
    Phone phone{exchange, kName, k7960, 11};
    phone.octets(octets("14000000 00000000 01000000 53455030 *12"));
    CHECK(exchange.closed[phone.session] == "reset");
}

TEST_CASE("Throttle: more than MaxEventsAllowed messages end the connection", "[sccp][engine]") {
    auto world = world_with_phone(k7960);
    world.parameters.set("callmanager/max-events-allowed", "100");
    Exchange exchange{world};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    for (int i = 0; i < 200 && !exchange.closed.contains(phone.session); ++i) {
        phone.say(KeepAlive{});
    }
    CHECK(exchange.closed[phone.session] == "reset");
    CHECK(exchange.engine.sessions() == 0);
    CHECK(exchange.removed_registrations.back().reason == registrar::StatusReason::device_throttling);
}

TEST_CASE("Connections: bounded for each source and in all", "[sccp][engine]") {
    Exchange exchange;
    for (int i = 0; i < 20; ++i) {
        CHECK(exchange.engine.on_connect({Ipv4{10, 0, 0, 1}, 1}, exchange.now).has_value());
    }
    CHECK(!exchange.engine.on_connect({Ipv4{10, 0, 0, 1}, 1}, exchange.now).has_value());
    for (int i = 0; i < 30; ++i) {
        CHECK(exchange.engine.on_connect({Ipv4{10, 0, static_cast<std::uint8_t>(i), 2}, 1}, exchange.now)
                  .has_value());
    }
    CHECK(!exchange.engine.on_connect({Ipv4{10, 1, 0, 1}, 1}, exchange.now).has_value());
    CHECK(exchange.engine.sessions() == 50);
}

TEST_CASE("Rejection: the text stays for two seconds before the connection ends", "[sccp][engine]") {
    Exchange exchange;
    Phone phone{exchange, kName, k7960, 11};
    phone.say(phone.registration());
    CHECK(phone.hears<RegisterReject>().text == "Error DBConfig");
    CHECK(
        exchange.last(journal::Step::sccp_rejected).field("reason") ==
        "SEP001122334455 is not in the device database, and auto-registration is off at cm1"
    );
    exchange.advance(seconds{1});
    CHECK(!exchange.closed.contains(phone.session));
    exchange.advance(seconds{2});
    CHECK(exchange.closed[phone.session] == "graceful");
}

TEST_CASE("Standby: a connection with keepalives alone lives, and dies of silence", "[sccp][engine]") {
    Exchange exchange;
    Phone phone{exchange, kName, k7960, 11};
    for (int i = 0; i < 60; ++i) {
        phone.say(KeepAlive{});
        phone.hears<KeepAliveAck>();
        exchange.advance(seconds{60});
    }
    CHECK(!exchange.closed.contains(phone.session));
    exchange.advance(seconds{181});
    CHECK(exchange.closed[phone.session] == "graceful");
    CHECK(exchange.engine.sessions() == 0);
}

TEST_CASE("Keepalive: silence of three intervals ends a registration with RST", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    for (int i = 0; i < 10; ++i) {
        exchange.advance(seconds{30});
        phone.say(KeepAlive{});
        phone.hears<KeepAliveAck>();
    }
    CHECK(exchange.count(journal::Step::sccp_keepalive) == 1);
    exchange.advance(seconds{94});
    CHECK(!exchange.closed.contains(phone.session));
    exchange.advance(seconds{2});
    CHECK(exchange.closed[phone.session] == "reset");
    CHECK(exchange.last(journal::Step::sccp_keepalive_lost).field("seconds") == "95");
    CHECK(exchange.removed_registrations.back().reason == registrar::StatusReason::keepalive_timeout);
    CHECK(exchange.engine.sessions() == 0);
}

TEST_CASE("Keepalive: its answer goes ahead of what the same segment asked for", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    Buffer both = rendered(SoftKeyTemplateReq{}, {});
    const auto keepalive = rendered(KeepAlive{}, {});
    both.insert(both.end(), keepalive.begin(), keepalive.end());
    phone.say(KeepAlive{});
    phone.forget_heard();
    phone.octets(both);
    phone.hears<KeepAliveAck>();
    phone.hears<SoftKeyTemplate>();
}

TEST_CASE("Unregister: acknowledged, and the connection ends", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    phone.say(UnregisterReq{});
    CHECK(phone.hears<UnregisterAck>().status == UnregisterStatus::ok);
    CHECK(exchange.removed_registrations.back().reason == registrar::StatusReason::device_unregistered);
    exchange.advance(seconds{3});
    CHECK(exchange.closed[phone.session] == "graceful");
    CHECK(exchange.removed_registrations.size() == 1);
}

TEST_CASE("Unregister: refused during a call", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    phone.say(OffHook{});
    phone.forget_heard();
    phone.say(UnregisterReq{});
    CHECK(phone.hears<UnregisterAck>().status == UnregisterStatus::call_active);
    CHECK(exchange.removed_registrations.empty());
}

TEST_CASE("Token: granted, then the phone registers on the same connection", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7965)};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(RegisterTokenReq{.name = kName, .device_type = 436});
    phone.hears<RegisterTokenAck>();
    phone.come_up();
    CHECK(exchange.stored_registrations.size() == 1);
}

TEST_CASE("Token: refused while the server is full", "[sccp][engine]") {
    auto world = world_with_phone(k7965);
    world.parameters.set("callmanager/max-registered-devices", "0");
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(RegisterTokenReq{.name = kName, .device_type = 436});
    CHECK(phone.hears<RegisterTokenReject>().wait_seconds == 60);
}

TEST_CASE("SPA phones: registered when they announce their lines", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7965)};
    Phone phone{exchange, kName, k7965, 8};
    phone.say(SpcpRegisterTokenReq{.name = kName, .device_type = 436});
    CHECK(phone.hears<SpcpRegisterTokenAck>().features == 65535);
    phone.say(phone.registration());
    phone.learn_version(phone.hears<RegisterAck>());
    phone.say(TimeDateReq{});
    CHECK(exchange.stored_registrations.empty());
    phone.say(RegisterAvailableLines{1});
    CHECK(exchange.stored_registrations.size() == 1);
    phone.forget_heard();
    phone.say(SpcpRegisterTokenReq{.name = kName, .device_type = 436});
    phone.hears<SpcpRegisterTokenAck>();
    phone.say(LineStatReq{1});
    phone.hears<LineStat>();
}

TEST_CASE(
    "Registration: a phone that never asks for the time is registered after a while", "[sccp][engine]"
) {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.say(phone.registration());
    exchange.advance(seconds{31});
    CHECK(exchange.stored_registrations.size() == 1);
}

TEST_CASE("Clock: pushed when daylight saving begins", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    exchange.zones.ahead = std::chrono::hours{1};
    for (int i = 0; i < 60; ++i) {
        exchange.advance(seconds{20});
        phone.say(KeepAlive{});
    }
    const auto ids = phone.ids();
    CHECK(std::count(ids.begin(), ids.end(), MessageId::define_time_date) == 1);
}

TEST_CASE("Stop: every phone is sent away with FIN, and no new one is let in", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    exchange.engine.stop(exchange.now, exchange.out);
    exchange.collect();
    CHECK(exchange.closed[phone.session] == "graceful");
    CHECK(exchange.removed_registrations.back().reason == registrar::StatusReason::call_manager_restart);
    phone.connect();
    phone.say(phone.registration());
    CHECK(phone.hears<RegisterReject>().text == "High Traffic Try Again Later");
}

TEST_CASE("Duplicate: the newest connection wins, the old one ends without a word", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    const auto old = phone.session;
    phone.connect();
    phone.come_up();
    CHECK(exchange.closed[old] == "reset");
    CHECK(exchange.sent[old].empty());
    CHECK(exchange.count(journal::Step::sccp_replaced) == 1);
    CHECK(exchange.engine.registrations().size() == 1);
    REQUIRE(exchange.removed_registrations.size() == 1);
    CHECK(exchange.removed_registrations[0].reason == registrar::StatusReason::duplicate_registration);
    CHECK(exchange.stored_registrations.size() == 2);
}

TEST_CASE("Registering again on the same connection: as if for the first time", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    phone.come_up();
    CHECK(!exchange.closed.contains(phone.session));
    CHECK(exchange.engine.registrations().size() == 1);
}

TEST_CASE("Adapters without display or softkeys are sent neither", "[sccp][engine]") {
    auto world = world_with_phone(k7960);
    edit(world.models, k7960, [](PhoneModel& model) {
        model.has_display = false;
        model.has_softkeys = false;
    });
    Exchange exchange{world};
    Phone phone{exchange, kName, k7960, 11};
    phone.say(phone.registration());
    phone.learn_version(phone.hears<RegisterAck>());
    phone.say(TimeDateReq{});
    phone.say(OffHook{});
    for (const auto id : phone.ids()) {
        CHECK(id != MessageId::display_dynamic_prompt_status);
        CHECK(id != MessageId::select_soft_keys);
    }
}

TEST_CASE("Softkeys: a template that changed is answered as it is now", "[sccp][engine]") {
    Exchange exchange{world_with_phone(k7960)};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    phone.say(SoftKeyTemplateReq{});
    phone.say(SoftKeySetReq{});
    CHECK(phone.hears<SoftKeyTemplate>().keys.size() > 10);
    CHECK(phone.hears<SoftKeySet>().sets.at(0).positions[1] != 0);
    edit(exchange.world.softkey_templates, kStandardUser, [](auto& row) {
        row.sets = {{"on hook", {"Redial"}}};
    });
    exchange.publish();
    phone.say(SoftKeyTemplateReq{});
    phone.say(SoftKeySetReq{});
    const auto keys = phone.hears<SoftKeyTemplate>().keys;
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].event == SoftKey::redial);
    const auto sets = phone.hears<SoftKeySet>().sets;
    CHECK(sets.at(0).positions[0] == 1);
    CHECK(sets.at(0).positions[1] == 0);
}

}  // namespace dialtone::sccp::test
