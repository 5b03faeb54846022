#include "server/provision/sip_section.hpp"

#include "server/provision/file_field.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/side_file_names.hpp"
#include "server/provision/sip_lines.hpp"
#include "server/provision/softkey_files.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace dialtone::provision {

namespace {

struct Constant {
    std::string_view element;
    std::string_view value;
    FamilySet families = kEvery;
};

/// How a switch is spelled, which differs with the firmware's age: 79xx have a second bit that locks it,
/// 69xx, 89xx and 99xx take the second bit for the switch, 78xx and 88xx know 0 and 1.
struct SwitchWords {
    FamilySet families;
    std::string_view off;
    std::string_view on;
};

constexpr std::array kSwitchWords = {
    SwitchWords{kJava79 | kCipc, "2", "3"},
    SwitchWords{kJava69 | kCe89 | kCe99, "0", "2"},
    SwitchWords{kEvery, "0", "1"},
};

std::string_view locked_switch(FamilySet family, bool is_on) {
    for (const auto& words : kSwitchWords) {
        if ((words.families & family) != 0) {
            return is_on ? words.on : words.off;
        }
    }
    return is_on ? "1" : "0";
}

constexpr std::string_view true_or_false(bool value) {
    return value ? "true" : "false";
}

/// sipcc reads the second spelling, whose slip is Cisco's own.
constexpr std::array kNat = {
    Constant{"natEnabled", "false"},
    Constant{"natAddress", ""},
    Constant{"natReceivedProcessing", "false"},
    Constant{"natRecievedProcessing", "false"},
};

/// "USECALLMANAGER" is the list of Call Managers in its order; firmware from 9.x on takes no other.
constexpr std::array kProxies = {
    Constant{"backupProxy", "USECALLMANAGER"},
    Constant{"backupProxyPort", "5060"},
    Constant{"emergencyProxy", "USECALLMANAGER"},
    Constant{"emergencyProxyPort", "5060"},
    Constant{"outboundProxy", "USECALLMANAGER"},
    Constant{"outboundProxyPort", "5060"},
    Constant{"registerWithProxy", "true"},
};

/// What phones call to use a feature of the server.
constexpr std::array kServiceUris = {
    Constant{"callForwardURI", "x-cisco-serviceuri-cfwdall"},
    Constant{"callPickupURI", "x-cisco-serviceuri-pickup"},
    Constant{"callPickupListURI", "x-cisco-serviceuri-opickup"},
    Constant{"callPickupGroupURI", "x-cisco-serviceuri-gpickup"},
    Constant{"meetMeServiceURI", "x-cisco-serviceuri-meetme"},
    Constant{"abbreviatedDialURI", "x-cisco-serviceuri-abbrdial"},
};

constexpr std::array kAnswering = {
    Constant{"autoAnswerTimer", "1"},
    Constant{"autoAnswerAltBehavior", "false"},
    Constant{"autoAnswerOverride", "true"},
    Constant{"transferOnhookEnabled", "false"},
};

constexpr std::array kLineChoice = {
    Constant{"alwaysUsePrimeLine", "false"},
    Constant{"alwaysUsePrimeLineVoiceMail", "false"},
    Constant{"kpml", "3"},
};

constexpr std::array kDialling = {
    Constant{"silentPeriodBetweenCallWaitingBursts", "10"},
    Constant{"disableLocalSpeedDialConfig", "true"},
    Constant{"poundEndOfDial", "false"},
};

/// Marks are written as the type-of-service octet: 184 for EF, 136 for AF41.
constexpr std::array kMedia = {
    Constant{"externalNumberMask", ""},
    Constant{"voipControlPort", "5060"},
    Constant{"dscpForAudio", "184"},
    Constant{"dscpVideo", "136"},
    Constant{"ringSettingBusyStationPolicy", "0"},
};

void write_constants(XmlWriter& xml, std::span<const Constant> constants) {
    for (const auto& constant : constants) {
        xml.element(constant.element, constant.value);
    }
}

void write_proxies(XmlWriter& xml) {
    xml.open("sipProxies");
    write_constants(xml, kProxies);
    xml.close("sipProxies");
}

void write_call_features(XmlWriter& xml, const PhoneSource& source, const SipProfile& profile) {
    const auto family = source.family.bit;
    xml.open("sipCallFeatures");
    xml.element("cnfJoinEnabled", true_or_false(profile.conference_join));
    write_constants(xml, kServiceUris);
    xml.element("rfc2543Hold", true_or_false(profile.rfc2543_hold));
    // 2 is CUCM's own word for off.
    xml.element("callHoldRingback", profile.hold_ringback ? "1" : "2");
    xml.element("localCfwdEnable", "true");
    xml.element("semiAttendedTransfer", true_or_false(profile.semi_attended_transfer));
    xml.element("anonymousCallBlock", locked_switch(family, profile.anonymous_call_block));
    xml.element("callerIdBlocking", locked_switch(family, profile.caller_id_blocking));
    xml.element("dndControl", "0");
    xml.element("remoteCcEnable", "true");
    xml.element("retainForwardInformation", "false");
    if ((family & (kCe8x | kCe89 | kCe99)) != 0) {
        xml.element("uriDialingDisplayPreference", "1");
    }
    xml.close("sipCallFeatures");
}

struct Number {
    std::string_view element;
    std::uint32_t SipProfile::*value;
};

constexpr std::array kStack = {
    Number{"sipInviteRetx", &SipProfile::invite_retries},
    Number{"sipRetx", &SipProfile::retries},
    Number{"timerInviteExpires", &SipProfile::invite_expires},
    Number{"timerRegisterExpires", &SipProfile::register_expires},
    Number{"timerRegisterDelta", &SipProfile::register_delta},
    Number{"timerKeepAliveExpires", &SipProfile::keepalive_expires},
    Number{"timerSubscribeExpires", &SipProfile::subscribe_expires},
    Number{"timerSubscribeDelta", &SipProfile::subscribe_delta},
    Number{"timerT1", &SipProfile::timer_t1},
    Number{"timerT2", &SipProfile::timer_t2},
    Number{"maxRedirects", &SipProfile::max_redirects},
};

/// As CUCM spells them.
std::string_view user_info(const SipProfile& profile) {
    return profile.user_info == "phone" ? "Phone" : profile.user_info == "ip" ? "IP" : "None";
}

void write_stack(XmlWriter& xml, const SipProfile& profile) {
    xml.open("sipStack");
    for (const auto& number : kStack) {
        xml.element(number.element, profile.*number.value);
    }
    xml.element("remotePartyID", "true");
    xml.element("userInfo", user_info(profile));
    xml.close("sipStack");
}

void write_voice(XmlWriter& xml, const SipProfile& profile) {
    xml.element("enableVad", true_or_false(profile.voice_activity_detection));
    xml.element("preferredCodec", "none");
    xml.element("dtmfAvtPayload", profile.dtmf_payload);
    xml.element("dtmfDbLevel", profile.dtmf_level);
    xml.element("dtmfOutofBand", profile.dtmf_events);
}

void write_ports(XmlWriter& xml, const SipProfile& profile) {
    xml.element("startMediaPort", profile.first_media_port);
    xml.element("stopMediaPort", profile.last_media_port);
    xml.element("startVideoPort", "0");
    xml.element("stopVideoPort", "0");
}

/// Milliseconds after a digit.
std::uint64_t t302(const World& world) {
    constexpr std::int64_t kUsual = 15000;
    const auto milliseconds = world.integer_parameter(parameters::kT302, kUsual);
    return static_cast<std::uint64_t>(milliseconds < 0 ? kUsual : milliseconds);
}

/// Octets of a label; a 79xx cuts the rest off.
constexpr std::size_t kMaxLabel = 12;

}  // namespace

std::string phone_label(const PhoneSource& source) {
    const auto& description = source.device.description;
    const bool is_ascii = description.find_first_of("\x7f") == std::string::npos &&
                          description.find_first_not_of(
                              " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                              "abcdefghijklmnopqrstuvwxyz{|}~"
                          ) == std::string::npos;
    // A blank ends the label on a 79xx.
    const bool has_blank =
        (source.family.bit & (kJava79 | kLegacy40)) != 0 && description.find(' ') != std::string::npos;
    if (!description.empty() && is_ascii && !has_blank && description.size() <= kMaxLabel) {
        return description;
    }
    const auto& lines = source.device.lines;
    const auto* number = lines.empty() ? nullptr : source.world.numbers.find(lines.front().number);
    return number == nullptr ? std::string{} : number->pattern.substr(0, kMaxLabel);
}

void write_sip_profile(XmlWriter& xml, const PhoneSource& source) {
    const auto& profile = source.world.sip_profile_of(source.device);
    xml.open("sipProfile");
    write_constants(xml, kNat);
    write_proxies(xml);
    write_call_features(xml, source, profile);
    write_stack(xml, profile);
    write_constants(xml, kAnswering);
    write_voice(xml, profile);
    write_constants(xml, kLineChoice);
    about(xml, Field::sip_lines);
    xml.element("phoneLabel", phone_label(source));
    about(xml, Field::sip_settings);
    xml.element("stutterMsgWaiting", profile.stutter_message_waiting ? "1" : "0");
    xml.element("callStats", true_or_false(profile.call_statistics));
    xml.element("offhookToFirstDigitTimer", profile.first_digit_timer);
    xml.element("T302Timer", t302(source.world));
    write_constants(xml, kDialling);
    write_ports(xml, profile);
    about(xml, Field::sip_lines);
    write_sip_lines(xml, source);
    about(xml, Field::sip_settings);
    write_constants(xml, kMedia);
    xml.element("dialTemplate", kDialTemplate);
    xml.element("softKeyFile", softkey_file_name(source));
    xml.close("sipProfile");
}

void write_feature_policy_name(XmlWriter& xml, const PhoneSource& source) {
    xml.element("featurePolicyFile", feature_policy_name(source));
}

}  // namespace dialtone::provision
