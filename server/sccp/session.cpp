#include "server/sccp/session.hpp"

#include "server/sccp/message_table.hpp"
#include "server/sccp/station.hpp"

#include <fmt/format.h>

#include <utility>

namespace dialtone::sccp {

namespace {

using std::chrono::seconds;

/// A phone may send its MaxEventsAllowed messages in this time; far more than fingers and a registration
/// need.
constexpr auto kEventWindow = seconds{5};
/// Of a connection that only sends keepalives: so many secondary intervals of silence end it.
constexpr int kMissedKeepalives = 3;
constexpr std::uint32_t kStrangersPerSecond = 1000;

}  // namespace

Session::Session(SessionId id, const Endpoint& peer, Now now)
    : id_{id}, peer_{peer}, connected_at_{now.wall}, last_heard_{now.mono}, window_since_{now.mono} {}

// Octets ------------------------------------------------------------------------------------------

void Session::on_octets(Bytes octets, Turn& turn) {
    const bool has_tail = !tail_.empty();
    if (has_tail) {
        tail_.insert(tail_.end(), octets.begin(), octets.end());
    }
    Bytes input = has_tail ? Bytes{tail_} : octets;
    while (state_ != State::closed) {
        const auto frame = take_frame(input);
        if (!frame) {
            malformed(frame.error(), turn);
            return;
        }
        if (!*frame) {
            break;
        }
        turn.counters.messages.add();
        on_frame(**frame, turn);
        turn.settler.settle(turn);
    }
    if (input.empty() || state_ == State::closed) {
        Buffer{}.swap(tail_);
    } else if (has_tail) {
        tail_.erase(tail_.begin(), tail_.end() - static_cast<std::ptrdiff_t>(input.size()));
    } else {
        tail_.assign(input.begin(), input.end());
    }
}

void Session::on_frame(const FrameView& frame, Turn& turn) {
    last_heard_ = turn.now.mono;
    if (is_over_limit(turn)) {
        return;
    }
    if (is_known_to_registrar()) {
        turn.registrar.on_heard(id_, turn.now.mono);
    }
    if (state_ == State::leaving && frame.id != MessageId::register_req) {
        return;  // nothing may follow a reset
    }
    const auto handle = find_handler(frame.id);
    if (handle == nullptr) {
        on_unhandled(frame, turn);
        return;
    }
    const bool may_speak = state_ == State::asking || state_ == State::registered;
    if (!may_speak && !find_message(frame.id)->before_registration) {
        turn.counters.early.add();
        return;
    }
    (this->*handle)(frame, turn);
}

/// What is not understood is skipped and never answered: a 7975 restarts when it gets a message that it does
/// not know, and so may others.
void Session::on_unhandled(const FrameView& frame, Turn& turn) {
    turn.counters.unknown.add();
    if (!std::exchange(has_noted_unknown_, true) && turn.noise.allows(peer_.address, turn.now.mono, 1)) {
        note(
            journal::Step::sccp_malformed,
            {{"reason", fmt::format("message {}, which phones do not send", name_of(frame.id))}},
            turn
        );
    }
}

bool Session::is_over_limit(Turn& turn) {
    if (turn.now.mono - window_since_ >= kEventWindow) {
        window_since_ = turn.now.mono;
        events_in_window_ = 0;
    }
    if (++events_in_window_ <= turn.parameters.max_events) {
        return false;
    }
    turn.counters.throttled.add();
    end("more messages than MaxEventsAllowed", registrar::StatusReason::device_throttling, true, turn);
    return true;
}

void Session::malformed(const WireError& error, Turn& turn) {
    turn.counters.malformed.add();
    if (turn.noise.allows(peer_.address, turn.now.mono, 1)) {
        note(journal::Step::sccp_malformed, {{"reason", error.what}}, turn);
    }
    end(error.what, registrar::StatusReason::malformed_register, true, turn);
}

// Staying -----------------------------------------------------------------------------------------

void Session::on_keep_alive(const FrameView&, Turn& turn) {
    if (state_ == State::fresh) {
        state_ = State::standby;
    }
    if (state_ == State::registered) {
        turn.out.send_ahead(id_, KeepAliveAck{}, dialect_);
        if (!std::exchange(has_kept_alive_, true)) {
            note(journal::Step::sccp_keepalive, {}, turn);
        }
    } else {
        send(KeepAliveAck{}, turn);
    }
}

void Session::check_clock(Turn& turn) {
    if (state_ == State::registered && clock_offset(turn).count() != clock_offset_seconds_) {
        send_time(turn);
    }
}

std::optional<Instant> Session::due(const Parameters& parameters) const {
    switch (state_) {
        case State::fresh:
        case State::standby:
            return last_heard_ + seconds{parameters.secondary_keepalive_seconds} * kMissedKeepalives;
        case State::token:
        case State::waiting:
        case State::asking:
        case State::rejected:
        case State::leaving:
            return state_ends_;
        case State::registered:
        case State::closed:
            break;
    }
    return std::nullopt;
}

void Session::on_wake(Turn& turn) {
    if (const auto when = due(turn.parameters); !when || *when > turn.now.mono) {
        return;
    }
    switch (state_) {
        case State::token:
            state_ = State::standby;
            last_heard_ = turn.now.mono;
            break;
        case State::asking:
            complete("it never asked for the time", turn);
            break;
        case State::waiting:
            turn.registrar.on_gone(id_, registrar::StatusReason::unknown);
            on_reject(
                {id_,
                 registrar::Refusal::store_failed,
                 std::string{registrar::entry_of(registrar::Refusal::store_failed).display},
                 "no answer from the device database"},
                turn
            );
            break;
        case State::fresh:
        case State::standby:
            end("no word from it", registrar::StatusReason::connectivity_error, false, turn);
            break;
        case State::rejected:
            end("rejected", registrar::StatusReason::unknown, false, turn);
            break;
        case State::leaving:
            end("it did not close by itself", registrar::StatusReason::device_no_response, false, turn);
            break;
        case State::registered:
        case State::closed:
            break;
    }
}

// Small ones --------------------------------------------------------------------------------------

void Session::note(journal::Step step, std::vector<journal::Field> fields, Turn& turn) {
    turn.out.add(journal::Observation{turn.now.wall, subject(), step, std::move(fields)});
}

/// What a phone of ours does is always noted. A stranger is bounded, generously: after a power failure
/// hundreds of them may come from one address in a second. Whoever does not say its name is noise.
bool Session::may_note(const Turn& turn) const {
    if (name_.empty()) {
        return turn.noise.allows(peer_.address, turn.now.mono, 1);
    }
    return turn.world.device_by_name.contains(name_) ||
           turn.strangers.allows(peer_.address, turn.now.mono, kStrangersPerSecond);
}

/// Who it is becomes known only some messages after the connection was made; its timeline begins with that.
void Session::name_as(const DeviceName& name, Turn& turn) {
    if (name_ == name) {
        return;
    }
    const bool is_first = name_.empty();
    name_ = name;
    if (is_first && may_note(turn)) {
        const auto* node = turn.world.nodes.find(turn.node);
        std::vector<journal::Field> fields{{"address", peer_.to_string()}};
        if (node != nullptr) {
            fields.push_back({"node", node->name});
        }
        turn.out.add(journal::Observation{
            connected_at_, subject(), journal::Step::sccp_connected, std::move(fields)});
    }
}

void Session::guess_name(std::string_view name, Turn& turn) {
    if (name_.empty()) {
        if (const auto parsed = DeviceName::parse(name)) {
            name_as(*parsed, turn);
        }
    }
}

std::string Session::subject() const {
    return name_.empty() ? journal::subject_of(peer_.address) : name_.text();
}

bool Session::is_known_to_registrar() const {
    return state_ == State::asking || state_ == State::registered;
}

const Device& Session::device(const Turn& turn) const {
    static const Device kNone{};
    const auto* row = turn.world.devices.find(device_);
    return row != nullptr ? *row : kNone;
}

}  // namespace dialtone::sccp
