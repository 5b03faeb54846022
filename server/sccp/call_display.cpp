#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/session.hpp"

/// What call control says, as lamps, tones, softkeys and prompts. The order matters to phones: the call's
/// state and its call plane come before a tone or a prompt of that call, and a 7970 gets from CallManager 4.1
/// exactly these messages in exactly this order when it goes off hook.
namespace dialtone::sccp {

namespace {

std::string line_field(std::uint32_t line) {
    return std::to_string(line);
}

}  // namespace

void Session::show(const calls::Opened& event, Turn& turn) {
    send(SetRinger{}, turn);
    if (event.trigger == calls::Trigger::key) {
        send(SetSpeakerMode{Switch::on}, turn);
    }
    send(SetLamp{ButtonType::line, event.line, LampMode::on}, turn);
    send(CallState{CallStateCode::off_hook, event.line, event.leg}, turn);
    select_soft_keys(SoftKeyMode::off_hook, event.line, event.leg, turn);
    if (event.is_dialling) {
        prompt(coded(Phrase::enter_number), event.line, event.leg, 0, turn);
    }
    send(ActivateCallPlane{event.line}, turn);
    note(journal::Step::off_hook, {{"line", line_field(event.line)}}, turn);
}

void Session::show(const calls::PlayTone& event, Turn& turn) {
    const bool is_dial_tone = event.tone == calls::Tone::dial;
    const auto tone = is_dial_tone ? Tone::inside_dial : Tone::reorder;
    send(StartTone{.tone = tone, .line = event.line, .call = event.leg}, turn);
    if (is_dial_tone) {
        note(journal::Step::dial_tone, {{"line", line_field(event.line)}}, turn);
    } else {
        select_soft_keys(SoftKeyMode::ring_out, event.line, event.leg, turn);
    }
}

void Session::show(const calls::StopTone& event, Turn& turn) {
    send(StopTone{event.line, event.leg}, turn);
}

void Session::show(const calls::FirstDigit& event, Turn& turn) {
    select_soft_keys(SoftKeyMode::digits_after_first, event.line, event.leg, turn);
}

void Session::show(const calls::DigitRemoved& event, Turn& turn) {
    send(BackSpace{event.line, event.leg}, turn);
    if (event.is_empty) {
        select_soft_keys(SoftKeyMode::off_hook, event.line, event.leg, turn);
    }
}

void Session::show(const calls::Dialled& event, Turn& turn) {
    note(journal::Step::digits, {{"digits", event.number}, {"line", line_field(event.line)}}, turn);
}

void Session::show(const calls::Failed& event, Turn& turn) {
    send(StopTone{event.line, event.leg}, turn);
    if (event.failure == calls::Failure::unknown_number) {
        send(CallState{CallStateCode::invalid_number, event.line, event.leg}, turn);
        prompt(coded(Phrase::unknown_number), event.line, event.leg, 0, turn);
    }
}

void Session::show(const calls::Closed& event, Turn& turn) {
    send(SetLamp{ButtonType::line, event.line, LampMode::off}, turn);
    send(ClearPromptStatus{event.line, event.leg}, turn);
    send(CallState{CallStateCode::on_hook, event.line, event.leg}, turn);
    select_soft_keys(SoftKeyMode::on_hook, 0, 0, turn);
    prompt(coded(Phrase::your_current_options), 0, 0, 0, turn);
    send(SetSpeakerMode{Switch::off}, turn);
    send(SetRinger{.line = event.line, .call = event.leg}, turn);
    send(DeactivateCallPlane{}, turn);
    send_time(turn);  // a 7936 shows a wrong clock after a call otherwise
    note(journal::Step::on_hook, {{"line", line_field(event.line)}}, turn);
}

void Session::show(const calls::KeyNotActive& event, Turn& turn) {
    constexpr std::uint32_t kSeconds = 5;
    prompt(coded(Phrase::key_is_not_active), event.line, event.leg, kSeconds, turn);
    send(StartTone{.tone = Tone::beep_bonk, .line = event.line, .call = event.leg}, turn);
}

/// Analog adapters have nothing to show a text on, and a 6911 no place for it.
void Session::prompt(
    std::string text, std::uint32_t line, std::uint32_t call, std::uint32_t timeout, Turn& turn
) {
    if (has_prompts_) {
        send(DisplayPromptStatus{timeout, std::move(text), line, call}, turn);
    }
}

void Session::select_soft_keys(SoftKeyMode mode, std::uint32_t line, std::uint32_t call, Turn& turn) {
    if (has_softkeys_) {
        send(SelectSoftKeys{line, call, mode}, turn);
    }
}

}  // namespace dialtone::sccp
