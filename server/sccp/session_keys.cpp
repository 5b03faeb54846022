#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/session.hpp"
#include "server/sccp/station.hpp"

/// What the user does, told to call control.
namespace dialtone::sccp {

using calls::Trigger;

void Session::on_off_hook(const FrameView& frame, Turn& turn) {
    const auto event = parse<OffHook>(frame, dialect_);
    begin_call(event->line, Trigger::handset, turn);
}

void Session::on_on_hook(const FrameView&, Turn& turn) {
    if (turn.calls.is_busy(id_)) {
        turn.calls.hang_up(id_);
        return;
    }
    // The call ended before the handset was put down.
    send(SetSpeakerMode{Switch::off}, turn);
    send(StopTone{}, turn);
}

void Session::on_keypad_button(const FrameView& frame, Turn& turn) {
    const auto event = parse<KeypadButton>(frame, dialect_);
    if (const char digit = character_of(event->key); digit != '\0') {
        turn.calls.digit(id_, digit, turn.now);
    }
}

void Session::on_enbloc_call(const FrameView& frame, Turn& turn) {
    const auto event = parse<EnblocCall>(frame, dialect_);
    turn.calls.dial(id_, line_for(event->line, turn), event->number, Trigger::handset, turn.now);
}

void Session::on_stimulus(const FrameView& frame, Turn& turn) {
    const auto event = parse<Stimulus>(frame, dialect_);
    switch (ButtonType{static_cast<std::uint8_t>(event->stimulus)}) {
        case ButtonType::line:
            begin_call(event->instance, Trigger::key, turn);
            break;
        case ButtonType::speed_dial:
        case ButtonType::blf_speed_dial:
            dial_speed_dial(event->instance, turn);
            break;
        case ButtonType::last_number_redial:
            turn.calls.redial(id_, line_for(0, turn), Trigger::key, turn.now);
            break;
        case ButtonType::new_call:
            begin_call(0, Trigger::key, turn);
            break;
        case ButtonType::end_call:
            turn.calls.hang_up(id_);
            break;
        default:
            turn.calls.key_not_active(id_);
            break;
    }
}

void Session::on_soft_key_event(const FrameView& frame, Turn& turn) {
    const auto event = parse<SoftKeyEvent>(frame, dialect_);
    switch (event->key) {
        case SoftKey::new_call:
            begin_call(event->line, Trigger::key, turn);
            break;
        case SoftKey::redial:
            turn.calls.redial(id_, line_for(event->line, turn), Trigger::key, turn.now);
            break;
        case SoftKey::end_call:
            turn.calls.hang_up(id_);
            break;
        case SoftKey::backspace:
            turn.calls.backspace(id_, turn.now);
            break;
        default:
            turn.calls.key_not_active(id_);
            break;
    }
}

void Session::on_ignored(const FrameView&, Turn&) {}

void Session::begin_call(std::uint32_t named, Trigger trigger, Turn& turn) {
    const auto line = line_for(named, turn);
    if (line != 0) {
        turn.calls.off_hook(id_, line, trigger, turn.now);
        return;
    }
    // A phone without a number: silence would be taken for a broken phone.
    send(StartTone{.tone = Tone::reorder}, turn);
    prompt(coded(Phrase::number_not_configured), 0, 0, 0, turn);
}

void Session::dial_speed_dial(std::uint32_t index, Turn& turn) {
    const auto* speed_dial = find_speed_dial(device(turn), index);
    if (speed_dial != nullptr) {
        turn.calls.dial(id_, line_for(0, turn), speed_dial->number, Trigger::key, turn.now);
    } else {
        turn.calls.key_not_active(id_);
    }
}

std::uint32_t Session::line_for(std::uint32_t named, const Turn& turn) const {
    const auto& lines = device(turn).lines;
    if (find_line(device(turn), named) != nullptr) {
        return named;
    }
    return lines.empty() ? 0 : lines.front().line;
}

}  // namespace dialtone::sccp
