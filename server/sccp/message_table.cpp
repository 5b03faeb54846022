#include "server/sccp/message_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::sccp {

namespace {

// Wireshark takes StartMediaTransmissionAck, LocationInfo and XMLAlarm for messages to the phone; phones send
// them.
constexpr std::array kMessages{
    MessageEntry{MessageId::keep_alive, "KeepAlive", Direction::to_server, 3, true, false},
    MessageEntry{MessageId::register_req, "RegisterReq", Direction::to_server, 3, true, false},
    MessageEntry{MessageId::ip_port, "IpPort", Direction::to_server, 3, true, false},
    MessageEntry{MessageId::keypad_button, "KeypadButton", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::enbloc_call, "EnblocCall", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::stimulus, "Stimulus", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::off_hook, "OffHook", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::on_hook, "OnHook", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::hook_flash, "HookFlash", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::forward_stat_req, "ForwardStatReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::speed_dial_stat_req, "SpeedDialStatReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::line_stat_req, "LineStatReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::config_stat_req, "ConfigStatReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::time_date_req, "TimeDateReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::button_template_req, "ButtonTemplateReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::version_req, "VersionReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::capabilities_res, "CapabilitiesRes", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::server_req, "ServerReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::alarm, "Alarm", Direction::to_server, 3, true, false},
    MessageEntry{
        MessageId::multicast_media_reception_ack,
        "MulticastMediaReceptionAck",
        Direction::to_server,
        3,
        false,
        false},
    MessageEntry{
        MessageId::open_receive_channel_ack, "OpenReceiveChannelAck", Direction::to_server, 3, false, false},
    MessageEntry{
        MessageId::connection_statistics_res,
        "ConnectionStatisticsRes",
        Direction::to_server,
        3,
        false,
        false},
    MessageEntry{
        MessageId::off_hook_with_calling_party,
        "OffHookWithCallingPartyNumber",
        Direction::to_server,
        3,
        false,
        false},
    MessageEntry{MessageId::soft_key_set_req, "SoftKeySetReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::soft_key_event, "SoftKeyEvent", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::unregister_req, "UnregisterReq", Direction::to_server, 3, true, false},
    MessageEntry{
        MessageId::soft_key_template_req, "SoftKeyTemplateReq", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::register_token_req, "RegisterTokenReq", Direction::to_server, 3, true, false},
    MessageEntry{
        MessageId::media_transmission_failure,
        "MediaTransmissionFailure",
        Direction::to_server,
        3,
        false,
        false},
    MessageEntry{MessageId::headset_status, "HeadsetStatus", Direction::to_server, 3, false, false},
    MessageEntry{
        MessageId::media_resource_notification,
        "MediaResourceNotification",
        Direction::to_server,
        3,
        false,
        false},
    MessageEntry{
        MessageId::register_available_lines, "RegisterAvailableLines", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::device_to_user_data, "DeviceToUserData", Direction::to_server, 4, false, false},
    MessageEntry{
        MessageId::device_to_user_data_response,
        "DeviceToUserDataResponse",
        Direction::to_server,
        4,
        false,
        false},
    MessageEntry{MessageId::update_capabilities, "UpdateCapabilities", Direction::to_server, 5, false, false},
    MessageEntry{MessageId::service_url_stat_req, "ServiceURLStatReq", Direction::to_server, 5, false, false},
    MessageEntry{MessageId::feature_stat_req, "FeatureStatReq", Direction::to_server, 5, false, false},
    MessageEntry{
        MessageId::device_to_user_data_v1, "DeviceToUserDataVersion1", Direction::to_server, 5, false, false},
    MessageEntry{
        MessageId::device_to_user_data_response_v1,
        "DeviceToUserDataResponseVersion1",
        Direction::to_server,
        5,
        false,
        false},
    MessageEntry{
        MessageId::update_capabilities_v2, "UpdateCapabilitiesV2", Direction::to_server, 12, false, false},
    MessageEntry{
        MessageId::update_capabilities_v3, "UpdateCapabilitiesV3", Direction::to_server, 16, false, false},
    MessageEntry{MessageId::port_res, "PortRes", Direction::to_server, 11, false, false},
    MessageEntry{
        MessageId::subscription_stat_req, "SubscriptionStatReq", Direction::to_server, 11, false, false},
    MessageEntry{MessageId::media_path_event, "MediaPathEvent", Direction::to_server, 11, false, false},
    MessageEntry{
        MessageId::media_path_capability, "MediaPathCapability", Direction::to_server, 11, false, false},
    MessageEntry{MessageId::mwi_notification, "MwiNotification", Direction::to_server, 3, false, false},
    MessageEntry{MessageId::register_ack, "RegisterAck", Direction::to_phone, 3, false, true},
    MessageEntry{MessageId::start_tone, "StartTone", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::stop_tone, "StopTone", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::set_ringer, "SetRinger", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::set_lamp, "SetLamp", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::set_hook_flash_detect, "SetHookFlashDetect", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::set_speaker_mode, "SetSpeakerMode", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::set_micro_mode, "SetMicroMode", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::start_media_transmission, "StartMediaTransmission", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::stop_media_transmission, "StopMediaTransmission", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::call_info, "CallInfo", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::forward_stat, "ForwardStatRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::speed_dial_stat, "SpeedDialStatRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::line_stat, "LineStat", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::config_stat, "ConfigStatRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::define_time_date, "DefineTimeDate", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::button_template, "ButtonTemplateRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::version, "VersionRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::display_text, "DisplayText", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::clear_display, "ClearDisplay", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::capabilities_req, "CapabilitiesReq", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::register_reject, "RegisterReject", Direction::to_phone, 3, false, true},
    MessageEntry{MessageId::server_res, "ServerRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::reset, "Reset", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::keep_alive_ack, "KeepAliveAck", Direction::to_phone, 3, false, true},
    MessageEntry{MessageId::open_receive_channel, "OpenReceiveChannel", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::close_receive_channel, "CloseReceiveChannel", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::connection_statistics_req,
        "ConnectionStatisticsReq",
        Direction::to_phone,
        3,
        false,
        false},
    MessageEntry{MessageId::soft_key_template, "SoftKeyTemplateRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::soft_key_set, "SoftKeySetRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::select_soft_keys, "SelectSoftKeys", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::call_state, "CallState", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::display_prompt_status, "DisplayPromptStatus", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::clear_prompt_status, "ClearPromptStatus", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::display_notify, "DisplayNotify", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::clear_notify, "ClearNotify", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::activate_call_plane, "ActivateCallPlane", Direction::to_phone, 3, false, false},
    MessageEntry{
        MessageId::deactivate_call_plane, "DeactivateCallPlane", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::unregister_ack, "UnregisterAck", Direction::to_phone, 3, false, true},
    MessageEntry{MessageId::back_space, "BackSpaceRes", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::register_token_ack, "RegisterTokenAck", Direction::to_phone, 3, false, true},
    MessageEntry{
        MessageId::register_token_reject, "RegisterTokenReject", Direction::to_phone, 3, false, true},
    MessageEntry{MessageId::dialed_number, "DialedNumber", Direction::to_phone, 3, false, false},
    MessageEntry{MessageId::user_to_device_data, "UserToDeviceData", Direction::to_phone, 4, false, false},
    MessageEntry{MessageId::feature_stat, "FeatureStatRes", Direction::to_phone, 5, false, false},
    MessageEntry{MessageId::display_pri_notify, "DisplayPriNotify", Direction::to_phone, 4, false, false},
    MessageEntry{MessageId::clear_pri_notify, "ClearPriNotify", Direction::to_phone, 4, false, false},
    MessageEntry{MessageId::notify_dtmf_tone, "NotifyDtmfTone", Direction::to_phone, 5, false, false},
    MessageEntry{MessageId::send_dtmf_tone, "SendDtmfTone", Direction::to_phone, 5, false, false},
    MessageEntry{MessageId::service_url_stat, "ServiceURLStatRes", Direction::to_phone, 5, false, false},
    MessageEntry{MessageId::call_select_stat, "CallSelectStatRes", Direction::to_phone, 5, false, false},
    MessageEntry{
        MessageId::user_to_device_data_v1, "UserToDeviceDataVersion1", Direction::to_phone, 5, false, false},
    MessageEntry{MessageId::config_stat_dynamic, "ConfigStatDynamic", Direction::to_phone, 8, false, false},
    MessageEntry{
        MessageId::display_dynamic_notify, "DisplayDynamicNotify", Direction::to_phone, 8, false, false},
    MessageEntry{
        MessageId::display_dynamic_pri_notify,
        "DisplayDynamicPriNotify",
        Direction::to_phone,
        8,
        false,
        false},
    MessageEntry{
        MessageId::display_dynamic_prompt_status,
        "DisplayDynamicPromptStatus",
        Direction::to_phone,
        8,
        false,
        false},
    MessageEntry{MessageId::feature_stat_dynamic, "FeatureStatDynamic", Direction::to_phone, 8, false, false},
    MessageEntry{MessageId::line_stat_dynamic, "LineStatDynamic", Direction::to_phone, 9, false, false},
    MessageEntry{
        MessageId::service_url_stat_dynamic, "ServiceURLStatDynamic", Direction::to_phone, 7, false, false},
    MessageEntry{
        MessageId::speed_dial_stat_dynamic, "SpeedDialStatDynamic", Direction::to_phone, 9, false, false},
    MessageEntry{MessageId::call_info_dynamic, "CallInfoDynamic", Direction::to_phone, 8, false, false},
    MessageEntry{MessageId::port_req, "PortReq", Direction::to_phone, 11, false, false},
    MessageEntry{MessageId::port_close, "PortClose", Direction::to_phone, 11, false, false},
    MessageEntry{MessageId::subscription_stat, "SubscriptionStatRes", Direction::to_phone, 11, false, false},
    MessageEntry{MessageId::notification, "Notification", Direction::to_phone, 11, false, false},
    MessageEntry{
        MessageId::start_media_transmission_ack,
        "StartMediaTransmissionAck",
        Direction::to_server,
        11,
        false,
        false},
    MessageEntry{
        MessageId::call_history_disposition, "CallHistoryDisposition", Direction::to_phone, 11, false, false},
    MessageEntry{MessageId::location_info, "LocationInfo", Direction::to_server, 16, true, false},
    MessageEntry{
        MessageId::extension_device_caps, "ExtensionDeviceCaps", Direction::to_server, 15, false, false},
    MessageEntry{MessageId::xml_alarm, "XMLAlarm", Direction::to_server, 17, true, false},
    MessageEntry{MessageId::call_count_req, "CallCountReq", Direction::to_server, 19, false, false},
    MessageEntry{MessageId::call_count_res, "CallCountResp", Direction::to_phone, 19, false, false},
    MessageEntry{MessageId::recording_status, "RecordingStatus", Direction::to_phone, 19, false, false},
    MessageEntry{
        MessageId::spcp_register_token_req, "SPCPRegisterTokenReq", Direction::to_server, 3, true, false},
    MessageEntry{
        MessageId::spcp_register_token_ack, "SPCPRegisterTokenAck", Direction::to_phone, 3, false, true},
    MessageEntry{
        MessageId::spcp_register_token_reject,
        "SPCPRegisterTokenReject",
        Direction::to_phone,
        3,
        false,
        true},
};

}  // namespace

std::span<const MessageEntry> messages() {
    return kMessages;
}

const MessageEntry* find_message(MessageId id) {
    const auto found = std::lower_bound(
        kMessages.begin(),
        kMessages.end(),
        id,
        [](const MessageEntry& entry, MessageId wanted) { return entry.id < wanted; }
    );
    return found != kMessages.end() && found->id == id ? &*found : nullptr;
}

std::string name_of(MessageId id) {
    const auto* entry = find_message(id);
    return entry != nullptr ? std::string{entry->name}
                            : fmt::format("0x{:04X}", static_cast<std::uint32_t>(id));
}

}  // namespace dialtone::sccp
