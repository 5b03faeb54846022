#include "server/lab/phone.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

/// The half of a phone's life that begins when it has its configuration: Call Managers, orders, the handset.
namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

constexpr unsigned kRoundsBeforeBoot = 3;
constexpr Duration kToneDue = 5s;

/// A phone that came up on the default file expects to be restarted onto its own: its user waits that long.
constexpr Duration kSettled = 10s;

}  // namespace

void Phone::begin_managers(Now now, Actions& out) {
    // A phone of another group comes here because somebody once told it to by hand.
    if (configuration_.call_managers.empty() || settings_.ailment == Ailment::wrong_group) {
        configuration_.call_managers = {{tftp_servers_.front(), settings_.ports.sccp}};
    }
    manager_ = 0;
    rounds_ = 0;
    was_rejected_ = false;
    connect_manager(now, out);
}

void Phone::connect_manager(Now now, Actions& out) {
    const auto& manager = configuration_.call_managers[manager_];
    phase_ = Phase::connecting;
    report(Progress::connecting, "to Call Manager " + manager.to_string(), out);
    station_.connect(now, manager, address_, load_, last_reason_, out);
}

void Phone::leave_manager(Actions& out) {
    station_.close(out);
    handset_at_.reset();
    handset_ = had_dial_tone() ? Handset::done : Handset::untried;
}

void Phone::try_next_manager(Now now, Actions& out) {
    leave_manager(out);
    if (std::exchange(is_applying_, false)) {
        files_.abandon(out);
        plan_.clear();
    }
    phase_ = Phase::waiting;
    if (++manager_ < configuration_.call_managers.size()) {
        wait_and(now, pause(500ms, 1500ms), &Phone::connect_manager);
        return;
    }
    manager_ = 0;
    if (was_rejected_ || ++rounds_ >= kRoundsBeforeBoot) {
        // Refused by all of them, a phone resets itself every few tens of seconds.
        wait_and(now, dice_.between(20s, 40s), &Phone::boot);
    } else {
        wait_and(now, dice_.between(5s, 10s), &Phone::connect_manager);
    }
}

void Phone::take_station_events(Now now, const StationEvents& events, Actions& out) {
    for (const auto event : events) {
        take_station_event(now, event, out);
    }
}

void Phone::take_station_event(Now now, StationEvent event, Actions& out) {
    switch (event) {
        case StationEvent::registering:
            phase_ = Phase::registering;
            report(Progress::registering, fmt::format("as {}", name()), out);
            return;
        case StationEvent::registered:
            take_registered(now, out);
            return;
        case StationEvent::rejected:
            ++tally_.rejections;
            rejection_ = station_.text();
            was_rejected_ = true;
            last_reason_ = "Registration-Rejected";
            report(Progress::rejected, fmt::format("\"{}\"", station_.text()), out);
            try_next_manager(now, out);
            return;
        case StationEvent::connect_failed:
            last_reason_ = "CM-closed-TCP";
            report(Progress::connect_failed, station_.text(), out);
            try_next_manager(now, out);
            return;
        case StationEvent::stuck:
            last_reason_ = "TCP-timeout";
            report(Progress::stuck, station_.text(), out);
            try_next_manager(now, out);
            return;
        case StationEvent::lost:
            ++tally_.losses;
            last_reason_ = "CM-closed-TCP";
            report(Progress::connection_lost, station_.text(), out);
            try_next_manager(now, out);
            return;
        case StationEvent::reset:
        case StationEvent::restart:
        case StationEvent::apply:
            take_order(now, event, out);
            return;
        case StationEvent::dial_tone:
            ++tally_.dial_tones;
            report(Progress::dial_tone, "in the handset", out);
            if (handset_ == Handset::lifted) {
                handset_at_ = now.mono + dice_.between(300ms, 900ms);
            }
            return;
        case StationEvent::silence:
            ++tally_.silences;
            report(Progress::silence, "after hanging up", out);
            handset_ = had_dial_tone() ? Handset::done : Handset::untried;
            handset_at_.reset();
            if (handset_ == Handset::untried) {
                handset_at_ = now.mono + kSettled;  // hung up before the tone came: people try again
            }
            return;
        case StationEvent::unregistered:
            report(Progress::unregistered, "goodbye said", out);
            power_off(out);
            return;
    }
}

void Phone::take_registered(Now now, Actions& out) {
    phase_ = Phase::registered;
    rounds_ = 0;
    was_rejected_ = false;
    ++tally_.registrations;
    const auto& number = station_.number();
    report(
        Progress::registered,
        fmt::format(
            "{}, SCCP version {}", number.empty() ? "no number" : "number " + number, station_.version()
        ),
        out
    );
    const bool tries = settings_.tries_dial_tone && settings_.ailment != Ailment::mute;
    if (tries && handset_ == Handset::untried && !number.empty()) {
        const bool is_home = has_own_file_ || !settings_.model->reads_own_file();
        handset_at_ = now.mono + (is_home ? dice_.between(300ms, 1200ms) : kSettled);
    }
}

void Phone::take_order(Now now, StationEvent order, Actions& out) {
    if (order == StationEvent::reset) {
        ++tally_.resets_told;
        report(Progress::told_reset, "boots again", out);
        last_reason_ = "Reset-Reset";
        boot(now, out);
        return;
    }
    if (order == StationEvent::apply && settings_.model->knows_apply) {
        ++tally_.applies_told;
        report(Progress::told_apply, "looks at its file again", out);
        is_applying_ = true;
        plan_own_file();
        fetch_next(now, out);
        return;
    }
    ++tally_.restarts_told;
    report(Progress::told_restart, "registers again", out);
    last_reason_ = "Reset-Restart";
    leave_manager(out);
    phase_ = Phase::waiting;
    wait_and(now, pause(500ms, 1500ms), &Phone::begin_files);
}

// The handset -----------------------------------------------------------------------------------------------

void Phone::lift_handset(Actions& out) {
    if (station_.is_registered()) {
        report(Progress::off_hook, "handset lifted", out);
        station_.lift_handset(out);
    }
}

void Phone::hang_up(Actions& out) {
    if (station_.is_registered()) {
        report(Progress::on_hook, "handset down", out);
        station_.hang_up(out);
    }
}

/// The user's next move: lift, hang up when the tone was heard or does not come, and wait for silence.
void Phone::move_handset(Now now, Actions& out) {
    switch (handset_) {
        case Handset::untried:
            handset_ = Handset::lifted;
            handset_at_ = now.mono + kToneDue;
            lift_handset(out);
            return;
        case Handset::lifted:
            if (!station_.hears_dial_tone()) {
                report(Progress::no_dial_tone, "off hook, but silence", out);
            }
            handset_ = Handset::hung_up;
            handset_at_ = now.mono + kToneDue;
            hang_up(out);
            return;
        case Handset::hung_up:
            report(Progress::no_dial_tone, "on hook, but the display did not become idle", out);
            handset_ = Handset::untried;
            handset_at_ = now.mono + kSettled;
            return;
        case Handset::done:
            return;
    }
}

}  // namespace dialtone::lab
