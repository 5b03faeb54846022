#include "server/lab/station.hpp"

#include "common/text/ascii.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/softkeys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

/// The registration sequence: what a phone says of itself, and what it asks for, one after another.
namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

constexpr Duration kAnswerPatience = 30s;  ///< then a 7960 raises alarm 27 and begins again
constexpr Duration kSoftkeyPatience = 3s;  ///< servers of old answered neither softkey request
constexpr std::uint32_t kRtpPort = 16384;
constexpr std::uint32_t kH264 = 103;
constexpr std::uint32_t kBothWays = 3;

/// G.711 A-law and µ-law, G.729 in its common forms: codec and longest packet in milliseconds.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 4> kCodecs{
    {{4, 40}, {2, 40}, {11, 60}, {12, 60}}};

std::uint16_t length_of(RegisterForm form) {
    switch (form) {
        case RegisterForm::bare:
            return 36;
        case RegisterForm::with_version:
            return 44;
        case RegisterForm::with_conferences:
            return sccp::RegisterReq::kLegacyLength;
        case RegisterForm::with_load:
            return sccp::RegisterReq::kJavaLength;
        case RegisterForm::with_stamp:
            return sccp::RegisterReq::kStampedLength;
    }
    return sccp::RegisterReq::kLegacyLength;
}

/// In the form in which loads of 9.1 and later report what happened to them.
std::string xml_alarm(const std::string& name, const std::string& reason) {
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x-cisco-alarm>\n"
        "<Alarm Name=\"LastOutOfServiceInformation\">\n<ParameterList>\n"
        "<String name=\"DeviceName\">{}</String>\n<String name=\"ReasonForOutOfService\">{}</String>\n"
        "</ParameterList>\n</Alarm>\n</x-cisco-alarm>\n",
        name,
        reason
    );
}

}  // namespace

/// Alarm and registration, which need no answer in between.
void Station::introduce(Actions& out) {
    if (model_->says_xml_alarm) {
        send(sccp::XmlAlarm{xml_alarm(name_, last_reason_)}, out);
    }
    const auto low = std::string{model_->name_prefix} + to_lower(mac_.to_string());
    sccp::Alarm alarm;
    alarm.text = fmt::format(
        "25: Name={} Load={} Last={}", model_->names_itself_low ? low : name_, load_, last_reason_
    );
    alarm.parameter2 = __builtin_bswap32(own_address_.value());
    send(alarm, out);
    if (model_->says_keepalive_first) {
        send(sccp::KeepAlive{}, out);
    }
    sccp::RegisterReq request;
    request.length = length_of(model_->register_form);
    request.name = name_;
    request.address = own_address_;
    request.device_type = model_->device_type;
    request.max_streams = model_->max_streams;
    request.active_streams = model_->active_streams;
    request.version = model_->sccp_version;
    request.features = model_->features;
    std::copy(mac_.octets().begin(), mac_.octets().end(), request.mac.begin());
    request.max_lines = model_->device_lines;
    request.load = load_;
    send(request, out);
}

void Station::say_capabilities(Actions& out) {
    sccp::CapabilitiesRes capabilities;
    for (const auto& [codec, milliseconds] : kCodecs) {
        capabilities.codecs.push_back({codec, milliseconds, {}});
    }
    send(capabilities, out);
    if (model_->has_video) {
        sccp::UpdateCapabilities update;
        update.audio = capabilities.codecs;
        update.video.push_back({kH264, kBothWays});
        send(update, out);
    }
}

bool Station::is_optional(Ask ask) {
    return ask == Ask::softkeys || ask == Ask::softkey_sets;
}

std::string Station::words_for(const Request& request) {
    constexpr std::array<std::string_view, 13> kWords{
        "ServerRes",
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
    dialect_.is_utf8 = model_->takes_utf8();
    keepalive_interval_ = std::chrono::seconds{std::clamp<std::uint32_t>(ack.keepalive_seconds, 1, 3600)};
    // Phones that came up together do not keep step: each begins its rhythm somewhere in the first interval.
    keepalive_at_ = now.mono + dice_->between(keepalive_interval_ / 2, keepalive_interval_);
    unanswered_keepalives_ = 0;
    patience_ends_ = now.mono + kAnswerPatience;
    if (model_->says_port) {
        send(sccp::IpPort{kRtpPort}, out);
    }
    send(sccp::HeadsetStatus{}, out);
    if (model_->says_location) {
        send(
            sccp::LocationInfo{
                "<x-cisco-location><AP>0017.df00.0001</AP><SSID>lab</SSID></x-cisco-location>"},
            out
        );
    }
}

/// CapabilitiesReq is the server's sign to begin.
void Station::begin_asking(Now now, Actions& out, StationEvents& events) {
    say_capabilities(out);
    if (state_ != State::registering) {
        return;
    }
    state_ = State::asking;
    to_ask_.clear();
    const std::array<std::pair<Ask, bool>, 6> habits{
        {{Ask::servers, model_->asks_servers},
         {Ask::version, model_->asks_version},
         {Ask::buttons, true},
         {Ask::softkeys, model_->asks_softkeys},
         {Ask::softkey_sets, model_->asks_softkeys},
         {Ask::configuration, model_->asks_configuration}}};
    for (const auto& [ask, is_habit] : habits) {
        if (is_habit) {
            to_ask_.push_back({ask});
        }
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
        send(sccp::RegisterAvailableLines{model_->counts_lines ? lines_ : 0}, out);
        to_ask_.pop_front();
    }
    if (to_ask_.empty()) {
        patience_ends_.reset();
        state_ = State::registered;
        if (manners_ == Manners::falls_silent) {
            keepalive_at_.reset();
        }
        events.push_back(StationEvent::registered);
        return;
    }
    patience_ends_ = now.mono + (is_optional(to_ask_.front().ask) ? kSoftkeyPatience : kAnswerPatience);
    send_request(to_ask_.front(), out);
}

void Station::send_request(const Request& request, Actions& out) {
    switch (request.ask) {
        case Ask::servers:
            return send(sccp::ServerReq{}, out);
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

}  // namespace dialtone::lab
