#pragma once

#include "common/model/sip_rows.hpp"
#include "server/operations/operation.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// What can be set in a SIP profile: arguments, titles and bounds.
namespace dialtone::operations::sip_settings {

struct NumberSetting {
    std::string_view name;  ///< of the argument, and with _ of the value in JSON
    std::string_view title;
    std::uint32_t SipProfile::*value;
    std::uint32_t least;
    std::uint32_t most;
    std::string_view placeholder;
    std::string_view help;
};

/// The bounds are the schema's.
inline constexpr std::array kNumbers{
    NumberSetting{
        "register-expires",
        "Register expires (s)",
        &SipProfile::register_expires,
        60,
        86400,
        "SECONDS",
        "what a phone asks for; the server may grant less"},
    NumberSetting{
        "register-delta",
        "Register delta (s)",
        &SipProfile::register_delta,
        1,
        32,
        "SECONDS",
        "how long before its end it is renewed"},
    NumberSetting{
        "keepalive-expires",
        "Keepalive expires (s)",
        &SipProfile::keepalive_expires,
        120,
        7200,
        "SECONDS",
        "between keepalives to a standby node"},
    NumberSetting{
        "subscribe-expires",
        "Subscribe expires (s)",
        &SipProfile::subscribe_expires,
        60,
        86400,
        "SECONDS",
        "of subscriptions"},
    NumberSetting{
        "subscribe-delta",
        "Subscribe delta (s)",
        &SipProfile::subscribe_delta,
        1,
        32,
        "SECONDS",
        "how long before their end they are renewed"},
    NumberSetting{
        "invite-expires",
        "Invite expires (s)",
        &SipProfile::invite_expires,
        10,
        3600,
        "SECONDS",
        "how long a call may ring"},
    NumberSetting{
        "invite-retries",
        "Retries of INVITE",
        &SipProfile::invite_retries,
        0,
        20,
        "N",
        "how often an INVITE is sent again"},
    NumberSetting{
        "retries", "Retries of others", &SipProfile::retries, 0, 20, "N", "how often any other request is"},
    NumberSetting{
        "timer-t1", "Timer T1 (ms)", &SipProfile::timer_t1, 100, 5000, "MS", "first pause before it is"},
    NumberSetting{
        "timer-t2", "Timer T2 (ms)", &SipProfile::timer_t2, 1000, 60000, "MS", "longest pause before it is"},
    NumberSetting{
        "max-redirects", "Redirects at most", &SipProfile::max_redirects, 1, 255, "N", "redirects at most"},
    NumberSetting{
        "first-digit-timer",
        "First digit (ms)",
        &SipProfile::first_digit_timer,
        1000,
        150000,
        "MS",
        "how long dial tone waits for the first digit"},
    NumberSetting{
        "first-media-port",
        "First media port",
        &SipProfile::first_media_port,
        2048,
        65534,
        "PORT",
        "lowest port for voice, even"},
    NumberSetting{
        "last-media-port",
        "Last media port",
        &SipProfile::last_media_port,
        2048,
        65534,
        "PORT",
        "highest port for voice, even"},
    NumberSetting{
        "dtmf-payload",
        "DTMF payload type",
        &SipProfile::dtmf_payload,
        96,
        127,
        "N",
        "RTP payload type of dialled digits"},
    NumberSetting{
        "dtmf-level", "DTMF level", &SipProfile::dtmf_level, 1, 5, "N", "loudness of digits; 3 is nominal"},
};

struct ChoiceSetting {
    std::string_view name;
    std::string_view title;
    std::string SipProfile::*value;
    std::string_view choices;
    std::string_view help;
};

inline constexpr std::array kChoices{
    ChoiceSetting{
        "dtmf-events",
        "DTMF events",
        &SipProfile::dtmf_events,
        "none|avt|avt_always",
        "digits as events in RTP: never, if agreed, always"},
    ChoiceSetting{
        "user-info", "User parameter", &SipProfile::user_info, "none|phone|ip", "what ;user= of URIs says"},
};

struct SwitchSetting {
    std::string_view name;
    std::string_view title;
    bool SipProfile::*value;
    std::string_view help;
};

inline constexpr std::array kSwitches{
    SwitchSetting{
        "hold-ringback", "Ring back on hold", &SipProfile::hold_ringback, "a held call rings after a while"},
    SwitchSetting{
        "anonymous-call-block",
        "Block anonymous calls",
        &SipProfile::anonymous_call_block,
        "calls without caller id are refused"},
    SwitchSetting{
        "caller-id-blocking",
        "Hide caller id",
        &SipProfile::caller_id_blocking,
        "calls go out without caller id"},
    SwitchSetting{
        "conference-join",
        "Conference joins",
        &SipProfile::conference_join,
        "who made a conference may leave the others in it"},
    SwitchSetting{
        "rfc2543-hold", "Hold as in RFC 2543", &SipProfile::rfc2543_hold, "hold by the address 0.0.0.0"},
    SwitchSetting{
        "semi-attended-transfer",
        "Semi-attended transfer",
        &SipProfile::semi_attended_transfer,
        "transfer while it rings"},
    SwitchSetting{
        "voice-activity-detection",
        "Voice activity detection",
        &SipProfile::voice_activity_detection,
        "nothing is sent in silence"},
    SwitchSetting{
        "stutter-message-waiting",
        "Stutter tone for messages",
        &SipProfile::stutter_message_waiting,
        "dial tone stutters while a message waits"},
    SwitchSetting{
        "call-statistics",
        "Call statistics",
        &SipProfile::call_statistics,
        "phones report how a call was when it ends"},
};

inline constexpr std::size_t kSettings = kNumbers.size() + kChoices.size() + kSwitches.size();

/// An argument for each setting, behind those of the operation itself.
template <std::size_t N>
constexpr auto with_settings(const std::array<Argument, N>& own) {
    std::array<Argument, N + kSettings> all{};
    auto next = std::copy(own.begin(), own.end(), all.begin());
    for (const auto& setting : kNumbers) {
        *next++ = Argument{setting.name, Shape::value, setting.placeholder, setting.help};
    }
    for (const auto& setting : kChoices) {
        *next++ = Argument{setting.name, Shape::value, "WORD", setting.help, Names::choice, setting.choices};
    }
    for (const auto& setting : kSwitches) {
        *next++ = Argument{setting.name, Shape::value, "SWITCH", setting.help, Names::choice, "on|off"};
    }
    return all;
}

}  // namespace dialtone::operations::sip_settings
