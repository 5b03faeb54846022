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
constexpr Duration kAnswerPatience = 30s;    ///< then a 7960 raises alarm 27 and begins again
constexpr Duration kSoftkeyPatience = 3s;    ///< servers of old answered neither softkey request
constexpr Duration kGoodbyePatience = 5s;
constexpr unsigned kKeepalivesLost = 3;
constexpr std::size_t kLongestTail = 65536;

/// G.711 A-law and µ-law, G.729 in its common forms: codec and longest packet in milliseconds.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 4> kCodecs{
    {{4, 40}, {2, 40}, {11, 60}, {12, 60}}};

}  // namespace

Station::Station(const ModelFacts& model, const MacAddress& mac, Dice& dice, StreamId& next_stream)
    : model_{&model}, name_{"SEP" + mac.to_string()}, mac_{mac}, dice_{&dice}, next_stream_{&next_stream} {}

template <class Message>
void Station::send(const Message& message, Actions& out) const {
    SendStream action{*stream_, {}};
    sccp::render(message, dialect_, action.payload);
    out.emplace_back(std::move(action));
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
    sccp::Alarm alarm;
    alarm.text = fmt::format("25: Name={} Load={} Last={}", name_, load_, last_reason_);
    alarm.parameter2 = __builtin_bswap32(own_address_.value());
    send(alarm, out);

    sccp::RegisterReq request;
    request.length = model_->register_form == RegisterForm::with_load ? sccp::RegisterReq::kJavaLength
                                                                      : sccp::RegisterReq::kLegacyLength;
    request.name = name_;
    request.address = own_address_;
    request.device_type = model_->device_type;
    request.max_streams = model_->max_streams;
    request.version = model_->sccp_version;
    request.features = {0x00, model_->feature_octet, 0x85};
    std::copy(mac_.octets().begin(), mac_.octets().end(), request.mac.begin());
    request.max_lines = model_->device_lines;
    request.load = load_;
    send(request, out);
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
    return keepalive_at_ && patience_ends_ ? std::min(*keepalive_at_, *patience_ends_)
           : keepalive_at_                 ? keepalive_at_
                                           : patience_ends_;
}

void Station::on_timer(Now now, Actions& out, StationEvents& events) {
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

// The registration sequence ---------------------------------------------------------------------------------

bool Station::is_optional(Ask ask) {
    return ask == Ask::softkeys || ask == Ask::softkey_sets;
}

std::string Station::words_for(const Request& request) {
    constexpr std::array<std::string_view, 12> kWords{
        "Version",
        "ButtonTemplate",
        "SoftKeyTemplate",
        "SoftKeySet",
        "ConfigStat",
        "LineStat",
        "nothing",
        "ForwardStat",
        "SpeedDialStat",
        "FeatureStat",
        "ServiceURLStat",
        "DefineTimeDate",
    };
    return fmt::format("{} {}", kWords.at(static_cast<std::size_t>(request.ask)), request.instance);
}

void Station::take_ack(Now now, const sccp::RegisterAck& ack, Actions& out) {
    dialect_.version = std::max(ack.version, sccp::kLowestVersion);
    dialect_.is_utf8 = (model_->feature_octet & 0x10U) != 0;
    keepalive_interval_ = std::chrono::seconds{std::clamp<std::uint32_t>(ack.keepalive_seconds, 1, 3600)};
    // Phones that came up together do not keep step: each begins its rhythm somewhere in the first interval.
    keepalive_at_ = now.mono + dice_->between(keepalive_interval_ / 2, keepalive_interval_);
    unanswered_keepalives_ = 0;
    patience_ends_ = now.mono + kAnswerPatience;
    send(sccp::HeadsetStatus{}, out);
}

/// CapabilitiesReq is the server's sign to begin.
void Station::begin_asking(Now now, Actions& out, StationEvents& events) {
    sccp::CapabilitiesRes capabilities;
    for (const auto& [codec, milliseconds] : kCodecs) {
        capabilities.codecs.push_back({codec, milliseconds, {}});
    }
    send(capabilities, out);
    if (state_ != State::registering) {
        return;
    }
    state_ = State::asking;
    to_ask_.clear();
    if (model_->asks_version) {
        to_ask_.push_back({Ask::version});
    }
    for (const auto ask : {Ask::buttons, Ask::softkeys, Ask::softkey_sets}) {
        to_ask_.push_back({ask});
    }
    if (model_->asks_configuration) {
        to_ask_.push_back({Ask::configuration});
    }
    ask_next(now, out, events);
}

/// What is on the keys decides what else is asked: every line, speed dial, feature and service, by instance.
void Station::take_buttons(const sccp::ButtonTemplate& answer) {
    using sccp::ButtonType;
    lines_ = 0;
    const auto ask_each = [&](Ask ask, std::initializer_list<ButtonType> types) {
        for (const auto& button : answer.buttons) {
            if (std::find(types.begin(), types.end(), button.type) != types.end()) {
                to_ask_.push_back({ask, button.instance});
                lines_ += ask == Ask::line ? 1 : 0;
            }
        }
    };
    ask_each(Ask::line, {ButtonType::line});
    to_ask_.push_back({Ask::available_lines});
    ask_each(Ask::forward, {ButtonType::line});
    ask_each(Ask::speed_dial, {ButtonType::speed_dial});
    ask_each(Ask::feature, {ButtonType::feature, ButtonType::blf_speed_dial});
    ask_each(Ask::service, {ButtonType::service_url});
    to_ask_.push_back({Ask::time});
}

void Station::ask_next(Now now, Actions& out, StationEvents& events) {
    while (!to_ask_.empty() && to_ask_.front().ask == Ask::available_lines) {
        send(sccp::RegisterAvailableLines{lines_}, out);
        to_ask_.pop_front();
    }
    if (to_ask_.empty()) {
        patience_ends_.reset();
        state_ = State::registered;
        events.push_back(StationEvent::registered);
        return;
    }
    patience_ends_ = now.mono + (is_optional(to_ask_.front().ask) ? kSoftkeyPatience : kAnswerPatience);
    send_request(to_ask_.front(), out);
}

void Station::send_request(const Request& request, Actions& out) const {
    switch (request.ask) {
        case Ask::version:
            return send(sccp::VersionReq{}, out);
        case Ask::buttons:
            return send(sccp::ButtonTemplateReq{}, out);
        case Ask::softkeys:
            return send(sccp::SoftKeyTemplateReq{}, out);
        case Ask::softkey_sets:
            return send(sccp::SoftKeySetReq{}, out);
        case Ask::configuration:
            return send(sccp::ConfigStatReq{}, out);
        case Ask::line:
            return send(sccp::LineStatReq{request.instance}, out);
        case Ask::available_lines:
            return;
        case Ask::forward:
            return send(sccp::ForwardStatReq{request.instance}, out);
        case Ask::speed_dial:
            return send(sccp::SpeedDialStatReq{request.instance}, out);
        case Ask::feature:
            return send(
                sccp::FeatureStatReq{request.instance, model_->feature_request_has_capability ? 1U : 0U}, out
            );
        case Ask::service:
            return send(sccp::ServiceUrlStatReq{request.instance}, out);
        case Ask::time:
            return send(sccp::TimeDateReq{}, out);
    }
}

void Station::answered(Now now, const Request& request, Actions& out, StationEvents& events) {
    if (state_ == State::asking && !to_ask_.empty() && to_ask_.front() == request) {
        to_ask_.pop_front();
        ask_next(now, out, events);
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
