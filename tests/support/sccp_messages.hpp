#pragma once

#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/call_info.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/capabilities.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/media.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/messages/user_data.hpp"
#include "server/sccp/text.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

/// One of every SCCP message there is, filled, for tests that look at all of them.
namespace dialtone::test {

inline constexpr std::array<std::uint8_t, 14> kSccpVersions{
    3, 5, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22};

namespace detail {

inline constexpr std::uint32_t kSampleCall = 0x0100001A;
inline constexpr std::uint32_t kSampleParty = 0x01000101;
inline constexpr const char* kSampleName = "SEP001122334455";

template <class Data>
Data user_data() {
    Data message;
    message.application = 1;
    message.transaction = 7;
    message.data = "<CiscoIPPhoneExecute/>";
    return message;
}

template <class Visit>
void visit_from_phone(Visit&& visit) {
    using namespace sccp;
    visit("KeepAlive", KeepAlive{});
    visit(
        "RegisterReq",
        RegisterReq{
            .name = kSampleName,
            .address = Ipv4{10, 77, 0, 50},
            .device_type = 437,
            .max_streams = 5,
            .version = 22,
            .features = {0, 0x72, 0x85},
            .load = "SCCP75.9-4-2SR3-1S"}
    );
    visit(
        "RegisterReq-short",
        RegisterReq{
            .length = RegisterReq::kLegacyLength, .name = kSampleName, .device_type = 7, .version = 11}
    );
    visit(
        "RegisterReq-stamped",
        RegisterReq{
            .length = RegisterReq::kStampedLength,
            .name = kSampleName,
            .device_type = 437,
            .version = 22,
            .load = "SCCP75.9-4-2SR3-1S",
            .version_stamp = "1234567890-6d4b0a51"}
    );
    visit("RegisterTokenReq", RegisterTokenReq{.name = kSampleName, .device_type = 436});
    visit(
        "SPCPRegisterTokenReq",
        SpcpRegisterTokenReq{.name = kSampleName, .device_type = 80004, .max_streams = 3}
    );
    visit("UnregisterReq", UnregisterReq{1});
    visit("IpPort", IpPort{16384});
    visit("Alarm", Alarm{2, "25: Name=SEP001122334455 Load=8.1(2.0) Last=Initialized", 1, 2});
    visit("XMLAlarm", XmlAlarm{"<x-cisco-alarm/>"});
    visit("LocationInfo", LocationInfo{"<locinfo><ap>ap1</ap></locinfo>"});
    visit("CapabilitiesRes", CapabilitiesRes{{{4, 40, {1, 2, 3}}, {257, 0, {}}}});
    visit(
        "UpdateCapabilities",
        UpdateCapabilities{
            .active_streams = 1,
            .most_bandwidth = 1000,
            .audio = {{4, 40, {}}, {2, 20, {}}},
            .video = {{103, 3}},
            .data = {{105, 1}}}
    );
    visit("ExtensionDeviceCaps", ExtensionDeviceCaps{1, 2, 2, {}, "max-chained=2 deviceLine=24"});
    visit("MediaResourceNotification", MediaResourceNotification{7, 2, 3, 0});
    visit("HeadsetStatus", HeadsetStatus{});
    visit("MediaPathEvent", MediaPathEvent{MediaPath::speaker, 1});
    visit("MediaPathCapability", MediaPathCapability{MediaPath::headset, 2});
    visit("RegisterAvailableLines", RegisterAvailableLines{2});
    visit("ButtonTemplateReq", ButtonTemplateReq{});
    visit("SoftKeyTemplateReq", SoftKeyTemplateReq{});
    visit("SoftKeySetReq", SoftKeySetReq{});
    visit("ConfigStatReq", ConfigStatReq{});
    visit("VersionReq", VersionReq{});
    visit("ServerReq", ServerReq{});
    visit("TimeDateReq", TimeDateReq{});
    visit("LineStatReq", LineStatReq{2});
    visit("ForwardStatReq", ForwardStatReq{2});
    visit("SpeedDialStatReq", SpeedDialStatReq{3});
    visit("FeatureStatReq", FeatureStatReq{1, 1});
    visit("ServiceURLStatReq", ServiceUrlStatReq{1});
    visit("CallCountReq", CallCountReq{});
    visit("SubscriptionStatReq", SubscriptionStatReq{1, 2, 3, "2000"});
    visit("KeypadButton", KeypadButton{KeypadKey::star, 1, kSampleCall});
    visit("EnblocCall", EnblocCall{"98011", 2});
    visit("Stimulus", Stimulus{9, 1, 0, 0});
    visit("OffHook", OffHook{1, 0});
    visit("OffHookWithCallingParty", OffHookWithCallingParty{"1001", "1009", 1});
    visit("OnHook", OnHook{1, kSampleCall});
    visit("HookFlash", HookFlash{1, kSampleCall});
    visit("SoftKeyEvent", SoftKeyEvent{SoftKey::new_call, 1, 0});
    visit(
        "OpenReceiveChannelAck",
        OpenReceiveChannelAck{0, Ipv4{10, 1, 2, 44}, 16384, kSampleParty, kSampleCall}
    );
    visit(
        "StartMediaTransmissionAck",
        StartMediaTransmissionAck{kSampleCall, kSampleParty, kSampleCall, Ipv4{10, 1, 2, 44}, 12276, 0}
    );
    visit(
        "MediaTransmissionFailure",
        MediaTransmissionFailure{kSampleCall, kSampleParty, Ipv4{10, 1, 2, 44}, 12276, kSampleCall}
    );
    visit("MulticastMediaReceptionAck", MulticastMediaReceptionAck{0, kSampleParty, kSampleCall});
    visit("PortRes", PortRes{kSampleCall, kSampleCall, kSampleParty, Ipv4{10, 1, 2, 44}, 16384, 16385, 0});
    visit(
        "ConnectionStatisticsRes",
        ConnectionStatisticsRes{
            .number = "98011",
            .call = kSampleCall,
            .packets_sent = 92,
            .octets_sent = 15824,
            .packets_received = 89,
            .octets_received = 15308,
            .jitter = 3,
            .quality = "MLQK=4.5000;CCR=0.0"}
    );
    visit("DeviceToUserData", user_data<DeviceToUserData>());
    visit("DeviceToUserDataResponse", user_data<DeviceToUserDataResponse>());
}

template <class Visit>
void visit_registration_to_phone(Visit&& visit) {
    using namespace sccp;
    visit(
        "RegisterAck", RegisterAck{.date_template = "M/D/YA", .version = 11, .features = {0x20, 0xF1, 0xFF}}
    );
    visit("RegisterReject", RegisterReject{"Wrong server: use group HQ"});
    visit("RegisterTokenAck", RegisterTokenAck{});
    visit("RegisterTokenReject", RegisterTokenReject{});
    visit("SPCPRegisterTokenAck", SpcpRegisterTokenAck{});
    visit("SPCPRegisterTokenReject", SpcpRegisterTokenReject{});
    visit("UnregisterAck", UnregisterAck{});
    visit("KeepAliveAck", KeepAliveAck{});
    visit("Reset", Reset{});
    visit("CapabilitiesReq", CapabilitiesReq{});
    visit("Version", Version{"P0030801SR02"});
    ServerRes servers;
    servers.servers[0] = {"cm1", 2000, Ipv4{10, 77, 0, 1}};
    servers.servers[1] = {"cm2", 2000, Ipv4{10, 77, 0, 2}};
    visit("ServerRes", servers);
    visit(
        "ButtonTemplate",
        ButtonTemplate{{{1, ButtonType::line}, {1, ButtonType::speed_dial}, {1, ButtonType::service_url}}}
    );
    visit(
        "ButtonTemplate-long",
        ButtonTemplate{std::vector<ButtonTemplate::Button>(54, {1, ButtonType::speed_dial})}
    );
    visit("SoftKeyTemplate", SoftKeyTemplate{{{"\x80\x01", SoftKey::redial}, {"Dial", SoftKey::dial}}});
    SoftKeySet sets;
    sets.sets.resize(12);
    sets.sets[0].positions = {1, 2};
    sets.sets[0].help = {301, 334};
    visit("SoftKeySet", sets);
    visit("LineStat", LineStat{1, "1000", "Reception", "Front d\xC3\xA9sk"});
    visit("ForwardStat", ForwardStat{1, {true, "2000"}, {}, {true, "3000"}});
    visit("SpeedDialStat", SpeedDialStat{3, "2000", "Bob"});
    visit("FeatureStat", FeatureStat{1, ButtonType::feature, "Privacy", 1});
    visit("ServiceURLStat", ServiceUrlStat{1, "http://10.0.0.1/menu", "Menu"});
    visit("ConfigStat", ConfigStat{kSampleName, 1, "", "cm1", 2, 4});
    visit("CallCountRes", CallCountRes{{{4, 2}, {2, 1}}});
    visit("SubscriptionStat", SubscriptionStat{1, 2, 3, SubscriptionCause::route_failed});
    visit("Notification", Notification{1, 2, 2, "2000"});
    visit("DefineTimeDate", DefineTimeDate{2026, 6, 4, 4, 11, 37, 17, 0, 0x6A21A9BD});
}

template <class Visit>
void visit_calls_to_phone(Visit&& visit) {
    using namespace sccp;
    visit("StartTone", StartTone{Tone::inside_dial, 0, 1, kSampleCall});
    visit("StopTone", StopTone{1, kSampleCall});
    visit("SetRinger", SetRinger{RingMode::inside, 1, 1, kSampleCall});
    visit("SetLamp", SetLamp{ButtonType::voicemail, 0, LampMode::on});
    visit("SetHookFlashDetect", SetHookFlashDetect{});
    visit("SetSpeakerMode", SetSpeakerMode{Switch::on});
    visit("SetMicroMode", SetMicroMode{});
    visit("SelectSoftKeys", SelectSoftKeys{1, kSampleCall, SoftKeyMode::connected, 0xFFFFFDFF});
    visit("CallState", CallState{CallStateCode::off_hook, 1, kSampleCall});
    visit("ActivateCallPlane", ActivateCallPlane{1});
    visit("DeactivateCallPlane", DeactivateCallPlane{});
    visit("BackSpace", BackSpace{1, kSampleCall});
    visit("DisplayPromptStatus", DisplayPromptStatus{5, coded(Phrase::from) + "1003", 1, kSampleCall});
    visit("ClearPromptStatus", ClearPromptStatus{1, kSampleCall});
    visit("DisplayNotify", DisplayNotify{5, "Zo\xC3\xAB called"});
    visit("ClearNotify", ClearNotify{});
    visit("DisplayPriNotify", DisplayPriNotify{10, 5, coded(Phrase::from) + "1003"});
    visit("ClearPriNotify", ClearPriNotify{5});
    visit("DisplayText", DisplayText{"HELLO"});
    CallInfo info;
    info.calling = {"1001", "Alice", "1901"};
    info.called = {"2001", "Bob", ""};
    info.original_called = {"2002", "Carol", "2902"};
    info.line = 1;
    info.call = kSampleCall;
    visit("CallInfo", info);
    visit("DialedNumber", DialedNumber{"2001", 1, kSampleCall});
    visit("CallHistoryDisposition", CallHistoryDisposition{CallHistory::missed, 1, kSampleCall});
    visit("CallSelectStat", CallSelectStat{1, kSampleCall, 1});
    visit("RecordingStatus", RecordingStatus{kSampleCall, 1});
    visit(
        "OpenReceiveChannel",
        OpenReceiveChannel{
            .conference = kSampleCall,
            .party = kSampleParty,
            .codec = 4,
            .call = kSampleCall,
            .telephone_event = 101,
            .source = Ipv4{10, 0, 0, 1},
            .source_port = 4000}
    );
    visit(
        "StartMediaTransmission",
        StartMediaTransmission{
            .conference = kSampleCall,
            .party = kSampleParty,
            .remote = Ipv4{10, 0, 0, 1},
            .remote_port = 16384,
            .codec = 4,
            .call = kSampleCall,
            .telephone_event = 101}
    );
    visit("CloseReceiveChannel", CloseReceiveChannel{kSampleCall, kSampleParty, kSampleCall, 0});
    visit("StopMediaTransmission", StopMediaTransmission{kSampleCall, kSampleParty, kSampleCall, 0});
    visit("PortReq", PortReq{kSampleCall, kSampleCall, kSampleParty});
    visit("PortClose", PortClose{kSampleCall, kSampleCall, kSampleParty, 1});
    visit("NotifyDtmfTone", NotifyDtmfTone{5, kSampleCall, kSampleParty});
    visit("SendDtmfTone", SendDtmfTone{5, kSampleCall, kSampleParty});
    visit("ConnectionStatisticsReq", ConnectionStatisticsReq{"98011", kSampleCall, 1});
    visit("UserToDeviceData", user_data<UserToDeviceData>());
}

}  // namespace detail

/// Calls visit(name, message) for one of every message.
template <class Visit>
void for_each_sccp_message(Visit&& visit) {
    detail::visit_from_phone(visit);
    detail::visit_registration_to_phone(visit);
    detail::visit_calls_to_phone(visit);
}

}  // namespace dialtone::test
