#include "server/calls/engine.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::calls {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// CUCM's call identifiers begin here.
constexpr LegId kFirstLeg = 0x01000000;
constexpr LegId kLastLeg = 0x7FFFFFFF;
/// An abandoned handset ends its call after this time of reorder tone, so that the phone can be restarted and
/// its line called.
constexpr auto kReorderTime = seconds{15};

}  // namespace

void Engine::on_world(const World& world) {
    const auto timer = [&](const char* key) {
        return milliseconds{std::max<std::int64_t>(1000, world.integer_parameter(key, 15000))};
    };
    first_digit_ = timer("callmanager/first-digit-timer-ms");
    inter_digit_ = timer("callmanager/t302-timer-ms");
}

void Engine::off_hook(PhoneId id, std::uint32_t line, Trigger trigger, Now now) {
    auto& phone = phones_[id];
    if (phone.state != State::idle) {
        if (phone.line == line) {
            return;
        }
        close(id, phone);
    }
    open(id, phone, line, trigger, true);
    play_dial_tone(id, phone, now);
}

void Engine::open(PhoneId id, Phone& phone, std::uint32_t line, Trigger trigger, bool is_dialling) {
    phone.leg = next_leg();
    phone.line = line;
    phone.digits.clear();
    phone.state = State::dialling;
    ++legs_;
    actions_.emplace_back(Opened{id, phone.leg, line, trigger, is_dialling});
}

void Engine::play_dial_tone(PhoneId id, Phone& phone, Now now) {
    phone.state = State::dial_tone;
    actions_.emplace_back(PlayTone{id, phone.leg, phone.line, Tone::dial});
    wait(id, phone, now.mono + first_digit_);
}

void Engine::digit(PhoneId id, char digit, Now now) {
    const auto found = phones_.find(id);
    if (found == phones_.end()) {
        return;
    }
    auto& phone = found->second;
    if (phone.state == State::dial_tone) {
        phone.state = State::dialling;
        actions_.emplace_back(StopTone{id, phone.leg, phone.line});
        actions_.emplace_back(FirstDigit{id, phone.leg, phone.line});
    } else if (phone.state != State::dialling) {
        return;
    } else if (digit == '#') {
        complete(id, phone, now);
        return;
    }
    phone.digits.push_back(digit);
    if (phone.digits.size() >= kMostDigits) {
        complete(id, phone, now);
    } else {
        wait(id, phone, now.mono + inter_digit_);
    }
}

void Engine::backspace(PhoneId id, Now now) {
    const auto found = phones_.find(id);
    if (found == phones_.end() || found->second.state != State::dialling) {
        key_not_active(id);
        return;
    }
    auto& phone = found->second;
    phone.digits.pop_back();
    actions_.emplace_back(DigitRemoved{id, phone.leg, phone.line, phone.digits.empty()});
    if (phone.digits.empty()) {
        play_dial_tone(id, phone, now);
    } else {
        wait(id, phone, now.mono + inter_digit_);
    }
}

void Engine::dial(PhoneId id, std::uint32_t line, std::string_view number, Trigger trigger, Now now) {
    auto& phone = phones_[id];
    if (number.empty() || phone.state == State::failed) {
        key_not_active(id);
        return;
    }
    if (phone.state == State::idle) {
        open(id, phone, line, trigger, false);
    } else if (phone.state == State::dial_tone) {
        phone.state = State::dialling;
        actions_.emplace_back(StopTone{id, phone.leg, phone.line});
    }
    phone.digits += number.substr(0, kMostDigits - phone.digits.size());
    complete(id, phone, now);
}

void Engine::redial(PhoneId id, std::uint32_t line, Trigger trigger, Now now) {
    const auto found = phones_.find(id);
    if (found == phones_.end()) {
        key_not_active(id);
        return;
    }
    const auto number = found->second.last_number;
    dial(id, line, number, trigger, now);
}

void Engine::complete(PhoneId id, Phone& phone, Now now) {
    phone.last_number = phone.digits;
    actions_.emplace_back(Dialled{id, phone.leg, phone.line, phone.digits});
    fail(id, phone, Failure::unknown_number, now);
}

void Engine::fail(PhoneId id, Phone& phone, Failure failure, Now now) {
    phone.state = State::failed;
    actions_.emplace_back(Failed{id, phone.leg, phone.line, failure});
    actions_.emplace_back(PlayTone{id, phone.leg, phone.line, Tone::reorder});
    wait(id, phone, now.mono + kReorderTime);
}

void Engine::key_not_active(PhoneId id) {
    const auto found = phones_.find(id);
    const bool is_idle = found == phones_.end() || found->second.state == State::idle;
    actions_.emplace_back(
        is_idle ? KeyNotActive{id, 0, 0} : KeyNotActive{id, found->second.leg, found->second.line}
    );
}

void Engine::hang_up(PhoneId id) {
    const auto found = phones_.find(id);
    if (found != phones_.end() && found->second.state != State::idle) {
        close(id, found->second);
    }
}

void Engine::close(PhoneId id, Phone& phone) {
    actions_.emplace_back(StopTone{id, phone.leg, phone.line});
    actions_.emplace_back(Closed{id, phone.leg, phone.line});
    phone.state = State::idle;
    phone.deadline = {};
    --legs_;
}

void Engine::forget(PhoneId id) {
    const auto found = phones_.find(id);
    if (found != phones_.end()) {
        legs_ -= found->second.state != State::idle ? 1U : 0U;
        phones_.erase(found);
    }
}

void Engine::on_wake(Now now) {
    while (const auto due = deadlines_.take_due(now.mono)) {
        const auto found = phones_.find(due->second);
        if (found == phones_.end() || found->second.deadline != due->first) {
            continue;
        }
        auto& phone = found->second;
        switch (phone.state) {
            case State::dial_tone:
                actions_.emplace_back(StopTone{due->second, phone.leg, phone.line});
                fail(due->second, phone, Failure::no_digits, now);
                break;
            case State::dialling:
                complete(due->second, phone, now);
                break;
            case State::failed:
                close(due->second, phone);
                break;
            case State::idle:
                break;
        }
    }
}

void Engine::wait(PhoneId id, Phone& phone, Instant until) {
    phone.deadline = until;
    deadlines_.add(until, id);
}

LegId Engine::next_leg() {
    last_leg_ = last_leg_ < kFirstLeg || last_leg_ >= kLastLeg ? kFirstLeg + 1 : last_leg_ + 1;
    return last_leg_;
}

void Engine::take_actions(std::vector<Action>& into) {
    into.clear();
    into.swap(actions_);
}

bool Engine::is_busy(PhoneId id) const {
    const auto found = phones_.find(id);
    return found != phones_.end() && found->second.state != State::idle;
}

}  // namespace dialtone::calls
