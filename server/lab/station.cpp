#include "server/lab/station.hpp"

#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/softkeys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;
using sccp::MessageId;

constexpr Duration kConnectPatience = 20s;   ///< TCP of a phone gives up after 20 to 25 s
constexpr Duration kRegisterPatience = 20s;  ///< for RegisterAck
constexpr Duration kGoodbyePatience = 5s;
constexpr unsigned kKeepalivesLost = 3;
constexpr std::size_t kLongestTail = 65536;
constexpr Duration kDrip = 2ms;  ///< between two octets of a phone that dribbles

}  // namespace

Station::Station(
    const ModelFacts& model, const MacAddress& mac, Dice& dice, StreamId& next_stream, Manners manners
)
    : model_{&model},
      name_{std::string{model.name_prefix} + mac.to_string()},
      mac_{mac},
      dice_{&dice},
      next_stream_{&next_stream},
      manners_{manners} {}

/// A frame leaves whole, drop by drop or not at all.
void Station::say(Buffer frame, Actions& out) {
    if (manners_ == Manners::falls_silent && state_ == State::registered) {
        return;
    }
    if (manners_ == Manners::dribbles) {
        unsaid_.insert(unsaid_.end(), frame.begin(), frame.end());
        drip_at_ = drip_at_.value_or(Instant{});
        return;
    }
    out.emplace_back(SendStream{*stream_, std::move(frame)});
}

void Station::drip(Now now, Actions& out) {
    out.emplace_back(SendStream{*stream_, {unsaid_.front()}});
    unsaid_.pop_front();
    drip_at_ = unsaid_.empty() ? std::nullopt : std::optional{now.mono + kDrip};
}

// The connection ------------------------------------------------------------------------------------------

void Station::connect(
    Now now,
    const Endpoint& manager,
    Ipv4 own_address,
    std::string load,
    std::string last_reason,
    Actions& out
) {
    close(out);
    state_ = State::connecting;
    stream_ = ++*next_stream_;
    manager_ = manager;
    own_address_ = own_address;
    load_ = std::move(load);
    last_reason_ = std::move(last_reason);
    dialect_ = {};
    patience_ends_ = now.mono + kConnectPatience;
    out.emplace_back(OpenStream{*stream_, manager});
}

void Station::close(Actions& out) {
    if (stream_) {
        out.emplace_back(CloseStream{*stream_});
    }
    stream_.reset();
    state_ = State::off;
    tail_.clear();
    unsaid_.clear();
    drip_at_.reset();
    to_ask_.clear();
    lines_ = 0;
    number_.clear();
    label_.clear();
    prompt_.clear();
    is_off_hook_ = false;
    hears_dial_tone_ = false;
    call_ = 0;
    keepalive_at_.reset();
    patience_ends_.reset();
}

void Station::end(StationEvent event, std::string text, Actions& out, StationEvents& events) {
    close(out);
    text_ = std::move(text);
    events.push_back(event);
}

void Station::unregister(Now now, Actions& out) {
    state_ = State::leaving;
    keepalive_at_.reset();
    patience_ends_ = now.mono + kGoodbyePatience;
    send(sccp::UnregisterReq{}, out);
}

void Station::on_open(Now now, Actions& out, StationEvents& events) {
    state_ = State::registering;
    patience_ends_ = now.mono + kRegisterPatience;
    introduce(out);
    events.push_back(StationEvent::registering);
}

void Station::on_closed(StationEvents& events) {
    const auto was = state_;
    stream_.reset();
    Actions nothing;
    const char* text =
        was == State::connecting ? "connection refused" : "the Call Manager closed the connection";
    end(was == State::connecting ? StationEvent::connect_failed
        : was == State::leaving  ? StationEvent::unregistered
                                 : StationEvent::lost,
        text,
        nothing,
        events);
}

void Station::on_data(Now now, Bytes data, Actions& out, StationEvents& events) {
    tail_.insert(tail_.end(), data.begin(), data.end());
    const auto octets = std::exchange(tail_, {});
    Bytes rest{octets};
    while (stream_) {
        const auto frame = sccp::take_frame(rest);
        if (!frame.has_value() || rest.size() > kLongestTail) {
            end(StationEvent::lost, "the Call Manager sent what is no SCCP", out, events);
            return;
        }
        if (!frame->has_value()) {
            tail_.assign(rest.begin(), rest.end());
            return;
        }
        take_frame(now, **frame, out, events);
    }
}

// Time ----------------------------------------------------------------------------------------------------

std::optional<Instant> Station::wake_at() const {
    std::optional<Instant> earliest;
    for (const auto& at : {keepalive_at_, patience_ends_, drip_at_}) {
        if (at && (!earliest || *at < *earliest)) {
            earliest = at;
        }
    }
    return earliest;
}

void Station::on_timer(Now now, Actions& out, StationEvents& events) {
    if (drip_at_ && now.mono >= *drip_at_) {
        drip(now, out);
    }
    if (patience_ends_ && now.mono >= *patience_ends_) {
        patience_ends_.reset();
        lose_patience(now, out, events);
    }
    if (keepalive_at_ && now.mono >= *keepalive_at_) {
        if (++unanswered_keepalives_ > kKeepalivesLost) {
            end(StationEvent::lost, "no answer to three keepalives", out, events);
            return;
        }
        send(sccp::KeepAlive{}, out);
        keepalive_at_ = now.mono + keepalive_interval_;
    }
}

void Station::lose_patience(Now now, Actions& out, StationEvents& events) {
    switch (state_) {
        case State::connecting:
            end(StationEvent::connect_failed, "no answer to the connection", out, events);
            return;
        case State::registering:
            end(StationEvent::stuck, "no answer to RegisterReq", out, events);
            return;
        case State::asking:
            if (is_optional(to_ask_.front().ask)) {
                to_ask_.pop_front();
                ask_next(now, out, events);
                return;
            }
            end(StationEvent::stuck, "27: waiting for " + words_for(to_ask_.front()), out, events);
            return;
        case State::leaving:
            end(StationEvent::unregistered, {}, out, events);
            return;
        case State::off:
        case State::registered:
            return;
    }
}

// The handset -----------------------------------------------------------------------------------------------

void Station::lift_handset(Actions& out) {
    is_off_hook_ = true;
    send(sccp::OffHook{}, out);
}

void Station::hang_up(Actions& out) {
    is_off_hook_ = false;
    send(sccp::OnHook{call_ == 0 ? 0U : 1U, call_}, out);
}

}  // namespace dialtone::lab
