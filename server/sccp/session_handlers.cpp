#include "server/sccp/session.hpp"

#include <algorithm>
#include <array>

/// Which message a session answers how.
namespace dialtone::sccp {

Session::Handle Session::find_handler(MessageId id) {
    struct Handler {
        MessageId id;
        Handle handle;
    };

    static constexpr std::array kHandlers{
        Handler{MessageId::keep_alive, &Session::on_keep_alive},
        Handler{MessageId::register_req, &Session::on_register_req},
        Handler{MessageId::ip_port, &Session::on_ignored},
        Handler{MessageId::keypad_button, &Session::on_keypad_button},
        Handler{MessageId::enbloc_call, &Session::on_enbloc_call},
        Handler{MessageId::stimulus, &Session::on_stimulus},
        Handler{MessageId::off_hook, &Session::on_off_hook},
        Handler{MessageId::on_hook, &Session::on_on_hook},
        Handler{MessageId::hook_flash, &Session::on_ignored},
        Handler{MessageId::forward_stat_req, &Session::on_forward_stat_req},
        Handler{MessageId::speed_dial_stat_req, &Session::on_speed_dial_stat_req},
        Handler{MessageId::line_stat_req, &Session::on_line_stat_req},
        Handler{MessageId::config_stat_req, &Session::on_config_stat_req},
        Handler{MessageId::time_date_req, &Session::on_time_date_req},
        Handler{MessageId::button_template_req, &Session::on_button_template_req},
        Handler{MessageId::version_req, &Session::on_version_req},
        Handler{MessageId::capabilities_res, &Session::on_capabilities_res},
        Handler{MessageId::server_req, &Session::on_server_req},
        Handler{MessageId::alarm, &Session::on_alarm},
        Handler{MessageId::multicast_media_reception_ack, &Session::on_ignored},
        Handler{MessageId::open_receive_channel_ack, &Session::on_ignored},
        Handler{MessageId::connection_statistics_res, &Session::on_ignored},
        Handler{MessageId::off_hook_with_calling_party, &Session::on_ignored},
        Handler{MessageId::soft_key_set_req, &Session::on_soft_key_set_req},
        Handler{MessageId::soft_key_event, &Session::on_soft_key_event},
        Handler{MessageId::unregister_req, &Session::on_unregister_req},
        Handler{MessageId::soft_key_template_req, &Session::on_soft_key_template_req},
        Handler{MessageId::register_token_req, &Session::on_token_req},
        Handler{MessageId::media_transmission_failure, &Session::on_ignored},
        Handler{MessageId::headset_status, &Session::on_ignored},
        Handler{MessageId::media_resource_notification, &Session::on_ignored},
        Handler{MessageId::register_available_lines, &Session::on_available_lines},
        Handler{MessageId::device_to_user_data, &Session::on_ignored},
        Handler{MessageId::device_to_user_data_response, &Session::on_ignored},
        Handler{MessageId::update_capabilities, &Session::on_update_capabilities},
        Handler{MessageId::service_url_stat_req, &Session::on_service_url_stat_req},
        Handler{MessageId::feature_stat_req, &Session::on_feature_stat_req},
        Handler{MessageId::device_to_user_data_v1, &Session::on_ignored},
        Handler{MessageId::device_to_user_data_response_v1, &Session::on_ignored},
        Handler{MessageId::update_capabilities_v2, &Session::on_update_capabilities},
        Handler{MessageId::update_capabilities_v3, &Session::on_update_capabilities},
        Handler{MessageId::port_res, &Session::on_ignored},
        Handler{MessageId::subscription_stat_req, &Session::on_subscription_stat_req},
        Handler{MessageId::media_path_event, &Session::on_ignored},
        Handler{MessageId::media_path_capability, &Session::on_ignored},
        Handler{MessageId::mwi_notification, &Session::on_ignored},
        Handler{MessageId::start_media_transmission_ack, &Session::on_ignored},
        Handler{MessageId::location_info, &Session::on_ignored},
        Handler{MessageId::extension_device_caps, &Session::on_extension_device_caps},
        Handler{MessageId::xml_alarm, &Session::on_xml_alarm},
        Handler{MessageId::call_count_req, &Session::on_call_count_req},
        Handler{MessageId::spcp_register_token_req, &Session::on_spcp_token_req},
    };
    static_assert(std::is_sorted(kHandlers.begin(), kHandlers.end(), [](const Handler& a, const Handler& b) {
        return a.id < b.id;
    }));
    const auto found = std::lower_bound(
        kHandlers.begin(),
        kHandlers.end(),
        id,
        [](const Handler& handler, MessageId wanted) { return handler.id < wanted; }
    );
    return found != kHandlers.end() && found->id == id ? found->handle : nullptr;
}

}  // namespace dialtone::sccp
