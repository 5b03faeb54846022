#include "server/sccp/text.hpp"
#include "tests/unit/sccp/exchange.hpp"

#include <catch2/catch.hpp>

namespace dialtone::sccp::test {

namespace {

using std::chrono::seconds;

constexpr const char* kName = "SEP001122334455";

World world_with_phone() {
    auto world = sample_world();
    const auto id = add_device(world, kName, k7960, {"1001", "1002"});
    edit_device(world, id, [](Device& device) { device.speed_dials.push_back({2, "2001", "Bob", false}); });
    return world;
}

/// A phone that is up, with everything it heard so far forgotten.
struct Ready {
    Ready() { phone.come_up(); }

    Exchange exchange{world_with_phone()};
    Phone phone{exchange, kName, k7960, 11};
};

const std::vector kIdleAgain{
    MessageId::stop_tone,
    MessageId::set_lamp,
    MessageId::clear_prompt_status,
    MessageId::call_state,
    MessageId::select_soft_keys,
    MessageId::display_dynamic_prompt_status,
    MessageId::set_speaker_mode,
    MessageId::set_ringer,
    MessageId::deactivate_call_plane,
    MessageId::define_time_date};

}  // namespace

TEST_CASE("Dial tone: the NewCall softkey gets what CallManager 4.1 sends, in its order", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(SoftKeyEvent{SoftKey::new_call, 1, 0});
    const auto ringer = phone.hears<SetRinger>();
    CHECK(ringer.mode == RingMode::off);
    CHECK(ringer.call == 0);
    CHECK(phone.hears<SetSpeakerMode>().mode == Switch::on);
    const auto lamp = phone.hears<SetLamp>();
    CHECK(lamp.lamp == ButtonType::line);
    CHECK(lamp.mode == LampMode::on);
    const auto state = phone.hears<CallState>();
    CHECK(state.state == CallStateCode::off_hook);
    CHECK(state.line == 1);
    CHECK(state.call != 0);
    CHECK(state.precedence == 4);
    CHECK(phone.hears<SelectSoftKeys>().mode == SoftKeyMode::off_hook);
    const auto prompt = phone.hears<DisplayPromptStatus>();
    CHECK(prompt.text == coded(Phrase::enter_number));
    CHECK(prompt.call == state.call);
    CHECK(phone.hears<ActivateCallPlane>().line == 1);
    const auto tone = phone.hears<StartTone>();
    CHECK(tone.tone == Tone::inside_dial);
    CHECK(tone.call == state.call);
    CHECK(phone.hears_nothing());
    CHECK(ready.exchange.last(journal::Step::dial_tone).field("line") == "1");
}

TEST_CASE("Dial tone: the handset needs no speaker, and putting it down brings silence", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(OffHook{});
    const auto ids = phone.ids();
    CHECK(std::count(ids.begin(), ids.end(), MessageId::set_speaker_mode) == 0);
    CHECK(ids.back() == MessageId::start_tone);
    phone.say(OnHook{});
    CHECK(phone.ids() == kIdleAgain);
    CHECK(ready.exchange.count(journal::Step::on_hook) == 1);
    CHECK(ready.exchange.engine.legs() == 0);
    phone.say(OnHook{});
    CHECK(phone.ids() == std::vector{MessageId::set_speaker_mode, MessageId::stop_tone});
}

TEST_CASE("Dial tone: a line key opens its own line, and another one changes over", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(Stimulus{9, 2});
    phone.hears<SetRinger>();
    phone.hears<SetSpeakerMode>();
    CHECK(phone.hears<SetLamp>().instance == 2);
    const auto second = phone.hears<CallState>();
    CHECK(second.line == 2);
    phone.forget_heard();
    phone.say(Stimulus{9, 2});
    CHECK(phone.hears_nothing());
    phone.say(Stimulus{9, 1});
    phone.hears<StopTone>();
    phone.hears<SetLamp>();
    phone.hears<ClearPromptStatus>();
    const auto closed = phone.hears<CallState>();
    CHECK(closed.state == CallStateCode::on_hook);
    CHECK(closed.call == second.call);
    CHECK(ready.exchange.engine.legs() == 1);
}

TEST_CASE("Digits: the first stops the tone, a complete number is answered as unknown", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(OffHook{});
    phone.forget_heard();
    phone.say(KeypadButton{KeypadKey{2}});
    phone.hears<StopTone>();
    CHECK(phone.hears<SelectSoftKeys>().mode == SoftKeyMode::digits_after_first);
    phone.say(KeypadButton{KeypadKey{0}});
    phone.say(KeypadButton{KeypadKey{0}});
    phone.say(KeypadButton{KeypadKey{1}});
    CHECK(phone.hears_nothing());
    ready.exchange.advance(seconds{16});
    phone.hears<StopTone>();
    CHECK(phone.hears<CallState>().state == CallStateCode::invalid_number);
    CHECK(phone.hears<DisplayPromptStatus>().text == coded(Phrase::unknown_number));
    CHECK(phone.hears<StartTone>().tone == Tone::reorder);
    CHECK(phone.hears<SelectSoftKeys>().mode == SoftKeyMode::ring_out);
    CHECK(phone.hears_nothing());
    CHECK(ready.exchange.last(journal::Step::digits).field("digits") == "2001");
    ready.exchange.advance(seconds{16});
    CHECK(phone.ids() == kIdleAgain);
}

TEST_CASE("Digits: none at all ends in reorder tone", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(OffHook{});
    phone.forget_heard();
    ready.exchange.advance(seconds{15});
    phone.hears<StopTone>();
    phone.hears<StopTone>();
    CHECK(phone.hears<StartTone>().tone == Tone::reorder);
}

TEST_CASE("Digits: # ends dialling, << takes back and brings the tone again", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(OffHook{});
    phone.say(KeypadButton{KeypadKey{7}});
    phone.forget_heard();
    phone.say(SoftKeyEvent{SoftKey::backspace, 1, 0});
    phone.hears<BackSpace>();
    CHECK(phone.hears<SelectSoftKeys>().mode == SoftKeyMode::off_hook);
    CHECK(phone.hears<StartTone>().tone == Tone::inside_dial);
    phone.say(KeypadButton{KeypadKey{5}});
    phone.say(KeypadButton{KeypadKey::pound});
    CHECK(ready.exchange.last(journal::Step::digits).field("digits") == "5");
}

TEST_CASE("Numbers at once: typed before, speed dial, redial", "[sccp][engine]") {
    Ready ready;
    auto& phone = ready.phone;
    phone.say(SoftKeyEvent{SoftKey::redial, 1, 0});
    CHECK(phone.hears<DisplayPromptStatus>().text == coded(Phrase::key_is_not_active));
    CHECK(phone.hears<StartTone>().tone == Tone::beep_bonk);
    phone.say(EnblocCall{"4711"});
    const auto ids = phone.ids();
    CHECK(std::count(ids.begin(), ids.end(), MessageId::start_tone) == 1);
    CHECK(ready.exchange.last(journal::Step::digits).field("digits") == "4711");
    phone.say(SoftKeyEvent{SoftKey::end_call, 1, 0});
    phone.say(SoftKeyEvent{SoftKey::redial, 1, 0});
    CHECK(ready.exchange.count(journal::Step::digits) == 2);
    phone.say(SoftKeyEvent{SoftKey::end_call, 1, 0});
    phone.say(Stimulus{2, 2});
    CHECK(ready.exchange.last(journal::Step::digits).field("digits") == "2001");
    phone.say(OnHook{});
    phone.forget_heard();
    phone.say(Stimulus{2, 4});
    CHECK(phone.hears<DisplayPromptStatus>().text == coded(Phrase::key_is_not_active));
    CHECK(ready.exchange.engine.legs() == 0);
}

TEST_CASE("Off hook without any line: reorder tone and the reason", "[sccp][engine]") {
    auto world = sample_world();
    add_device(world, kName, k7960);
    Exchange exchange{world};
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    phone.say(OffHook{});
    CHECK(phone.hears<StartTone>().tone == Tone::reorder);
    CHECK(phone.hears<DisplayPromptStatus>().text == coded(Phrase::number_not_configured));
    CHECK(exchange.engine.legs() == 0);
}

TEST_CASE("A phone that vanishes in a call leaves none behind", "[sccp][engine]") {
    Ready ready;
    ready.phone.say(OffHook{});
    CHECK(ready.exchange.engine.legs() == 1);
    ready.phone.hang_up_tcp();
    CHECK(ready.exchange.engine.legs() == 0);
    ready.exchange.advance(seconds{60});
    CHECK(ready.exchange.engine.sessions() == 0);
}

}  // namespace dialtone::sccp::test
