#include "tests/support/sccp_messages.hpp"
#include "tests/unit/sccp/golden_frame.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

/// Frames that the dissector read as they are meant and whose octets nobody printed: number and size of each.
namespace dialtone::sccp::test {

namespace {

constexpr std::uint32_t kCall = 0x0100001A;
constexpr std::uint32_t kParty = 0x01000101;

template <class Message>
void check_shape(const Message& message, std::uint8_t version, MessageId id, std::size_t body) {
    CAPTURE(static_cast<std::uint32_t>(id), int{version});
    const auto octets = rendered(message, Dialect{version, version >= 15});
    const auto frame = only_frame(octets);
    CHECK(frame.id == id);
    CHECK(frame.body.size() == body);
    const auto parsed = parse<Message>(frame, Dialect{version, version >= 15});
    REQUIRE(parsed.has_value());
    CHECK(rendered(*parsed, Dialect{version, version >= 15}) == octets);
}

}  // namespace

TEST_CASE("F-56 messages of phones that consist of a number or less", "[sccp][message]") {
    check_shape(KeepAlive{}, 22, MessageId::keep_alive, 0);
    check_shape(ButtonTemplateReq{}, 22, MessageId::button_template_req, 0);
    check_shape(SoftKeyTemplateReq{}, 22, MessageId::soft_key_template_req, 0);
    check_shape(SoftKeySetReq{}, 22, MessageId::soft_key_set_req, 0);
    check_shape(ConfigStatReq{}, 22, MessageId::config_stat_req, 0);
    check_shape(TimeDateReq{}, 22, MessageId::time_date_req, 0);
    check_shape(VersionReq{}, 22, MessageId::version_req, 0);
    check_shape(ServerReq{}, 22, MessageId::server_req, 0);
    check_shape(IpPort{16384}, 11, MessageId::ip_port, 4);
    check_shape(LineStatReq{1}, 22, MessageId::line_stat_req, 4);
    check_shape(ForwardStatReq{1}, 22, MessageId::forward_stat_req, 4);
    check_shape(SpeedDialStatReq{1}, 22, MessageId::speed_dial_stat_req, 4);
    check_shape(FeatureStatReq{1, 1}, 22, MessageId::feature_stat_req, 8);
    check_shape(ServiceUrlStatReq{1}, 22, MessageId::service_url_stat_req, 4);
    check_shape(RegisterAvailableLines{2}, 22, MessageId::register_available_lines, 4);
    check_shape(HeadsetStatus{}, 22, MessageId::headset_status, 4);
    check_shape(UnregisterReq{1}, 22, MessageId::unregister_req, 4);
}

TEST_CASE("F-56 messages of phones with more in them", "[sccp][message]") {
    check_shape(SpcpRegisterTokenReq{.name = "SEP001122334455"}, 3, MessageId::spcp_register_token_req, 36);
    check_shape(OffHook{1, kCall}, 22, MessageId::off_hook, 8);
    check_shape(OnHook{1, kCall}, 22, MessageId::on_hook, 8);
    check_shape(MediaPathEvent{}, 22, MessageId::media_path_event, 8);
    check_shape(MediaPathCapability{}, 22, MessageId::media_path_capability, 8);
    check_shape(EnblocCall{"2001"}, 3, MessageId::enbloc_call, 24);
    check_shape(EnblocCall{"2001", 1}, 17, MessageId::enbloc_call, 28);
    check_shape(OffHookWithCallingParty{"1001", "1009", 1}, 17, MessageId::off_hook_with_calling_party, 52);
    check_shape(
        MediaTransmissionFailure{kCall, kParty, Ipv4{10, 0, 0, 1}, 4000, kCall},
        17,
        MessageId::media_transmission_failure,
        36
    );
    check_shape(
        ConnectionStatisticsRes{.number = "2001", .call = kCall, .quality = "MLQK=4.5"},
        3,
        MessageId::connection_statistics_res,
        664
    );
    DeviceToUserData answer;
    answer.data = "yes.";
    check_shape(answer, 22, MessageId::device_to_user_data_v1, 44);
    check_shape(SubscriptionStatReq{7, 1, 30, "2001"}, 22, MessageId::subscription_stat_req, 268);
    check_shape(MediaResourceNotification{7, 2, 3, 0}, 22, MessageId::media_resource_notification, 16);
    check_shape(LocationInfo{"<ap/>"}, 22, MessageId::location_info, 2404);
}

TEST_CASE("F-56 answers of the registration", "[sccp][message]") {
    check_shape(RegisterTokenAck{}, 22, MessageId::register_token_ack, 0);
    check_shape(SpcpRegisterTokenAck{}, 8, MessageId::spcp_register_token_ack, 4);
    check_shape(SpcpRegisterTokenReject{}, 8, MessageId::spcp_register_token_reject, 4);
    check_shape(KeepAliveAck{}, 22, MessageId::keep_alive_ack, 0);
    check_shape(CapabilitiesReq{}, 22, MessageId::capabilities_req, 0);
    check_shape(UnregisterAck{}, 22, MessageId::unregister_ack, 4);
    check_shape(Version{"P0030801SR02"}, 11, MessageId::version, 16);
    check_shape(FeatureStat{1, ButtonType::feature, "Privacy", 1}, 3, MessageId::feature_stat, 52);
    check_shape(ServiceUrlStat{1, "http://10.0.0.1/", "Menu"}, 3, MessageId::service_url_stat, 300);
    check_shape(ServerRes{}, 3, MessageId::server_res, 280);
    check_shape(SubscriptionStat{1, 2, 3}, 22, MessageId::subscription_stat, 16);
    check_shape(Notification{1, 2, 2, "2001"}, 22, MessageId::notification, 112);
    check_shape(CallCountRes{{{4, 2}}}, 22, MessageId::call_count_res, 180);
}

TEST_CASE("F-56 what calls show", "[sccp][message]") {
    check_shape(
        SelectSoftKeys{1, kCall, SoftKeyMode::connected, 0xFFFFFDFF}, 22, MessageId::select_soft_keys, 16
    );
    check_shape(SetRinger{}, 22, MessageId::set_ringer, 16);
    check_shape(SetLamp{ButtonType::line, 1, LampMode::blink}, 22, MessageId::set_lamp, 12);
    check_shape(SetSpeakerMode{Switch::on}, 22, MessageId::set_speaker_mode, 4);
    check_shape(SetMicroMode{Switch::off}, 22, MessageId::set_micro_mode, 4);
    check_shape(SetHookFlashDetect{}, 22, MessageId::set_hook_flash_detect, 0);
    check_shape(StopTone{1, kCall}, 3, MessageId::stop_tone, 8);
    check_shape(CallState{CallStateCode::ring_in, 1, kCall}, 22, MessageId::call_state, 24);
    check_shape(ClearPromptStatus{1, kCall}, 22, MessageId::clear_prompt_status, 8);
    check_shape(DisplayNotify{5, "text"}, 3, MessageId::display_notify, 36);
    check_shape(DisplayNotify{5, "text"}, 22, MessageId::display_dynamic_notify, 12);
    check_shape(DisplayPriNotify{5, 1, "text"}, 22, MessageId::display_dynamic_pri_notify, 16);
    check_shape(ClearPriNotify{5}, 22, MessageId::clear_pri_notify, 4);
    check_shape(ClearNotify{}, 22, MessageId::clear_notify, 0);
    check_shape(DisplayText{"text"}, 3, MessageId::display_text, 32);
    check_shape(ActivateCallPlane{1}, 22, MessageId::activate_call_plane, 4);
    check_shape(DeactivateCallPlane{}, 22, MessageId::deactivate_call_plane, 0);
    check_shape(BackSpace{1, kCall}, 22, MessageId::back_space, 8);
    check_shape(DialedNumber{"2001", 1, kCall}, 3, MessageId::dialed_number, 32);
    check_shape(CallSelectStat{1, kCall, 1}, 22, MessageId::call_select_stat, 12);
    check_shape(
        CallHistoryDisposition{CallHistory::missed, 1, kCall}, 22, MessageId::call_history_disposition, 12
    );
    check_shape(RecordingStatus{kCall, 1}, 22, MessageId::recording_status, 8);
}

TEST_CASE("F-56 what opens and closes the voice", "[sccp][message]") {
    check_shape(
        OpenReceiveChannel{.conference = kCall, .party = kParty, .codec = 4, .call = kCall},
        16,
        MessageId::open_receive_channel,
        112
    );
    check_shape(CloseReceiveChannel{kCall, kParty, kCall, 0}, 22, MessageId::close_receive_channel, 16);
    check_shape(StopMediaTransmission{kCall, kParty, kCall, 0}, 22, MessageId::stop_media_transmission, 16);
    check_shape(ConnectionStatisticsReq{"2001", kCall, 0}, 3, MessageId::connection_statistics_req, 32);
    check_shape(ConnectionStatisticsReq{"2001", kCall, 0}, 19, MessageId::connection_statistics_req, 36);
    check_shape(PortReq{kCall, kCall, kParty}, 22, MessageId::port_req, 24);
    check_shape(PortClose{kCall, kCall, kParty, 1}, 22, MessageId::port_close, 16);
    check_shape(NotifyDtmfTone{5, kCall, kParty}, 22, MessageId::notify_dtmf_tone, 12);
}

TEST_CASE("F-56 the dynamic forms that are read but never sent", "[sccp][message]") {
    const auto dial = octets("14000000 16000000 49010000 03000000 3230303100 426f6200 000000");
    const auto speed_dial = parse<SpeedDialStat>(only_frame(dial), Dialect{22, true});
    REQUIRE(speed_dial.has_value());
    CHECK(speed_dial->index == 3);
    CHECK(speed_dial->number == "2001");
    CHECK(speed_dial->label == "Bob");

    // The numbers stand unaligned behind the name.
    const auto config = octets(
        "30000000 16000000 42010000 53455030303131323233333434353500 00000000 01000000 02000000 04000000 "
        "616c00 636d3100 00 00000000"
    );
    const auto read = parse<ConfigStat>(only_frame(config), Dialect{22, true});
    REQUIRE(read.has_value());
    CHECK(read->name == "SEP001122334455");
    CHECK(read->instance == 1);
    CHECK(read->lines == 2);
    CHECK(read->speed_dials == 4);
    CHECK(read->user == "al");
    CHECK(read->server == "cm1");
}

TEST_CASE("F-56 CallInfo of thirteen texts: what a server of version 16 sends is read", "[sccp][message]") {
    const auto frame = octets(
        "4b000000 10000000 4a010000 01000000 1a000001 02000000 *8 01000000 *8 "
        "3130303100 00 3230303100 3230303100 00 00 00 00 00 416c69636500 426f6200 426f6200 00 000000"
    );
    const auto call = parse<CallInfo>(only_frame(frame), Dialect{16, true});
    REQUIRE(call.has_value());
    CHECK(call->calling == CallInfo::Party{"1001", "Alice", ""});
    CHECK(call->called == CallInfo::Party{"2001", "Bob", ""});
    CHECK(call->original_called.name == "Bob");
    CHECK(call->hunt_pilot_name.empty());
}

}  // namespace dialtone::sccp::test
