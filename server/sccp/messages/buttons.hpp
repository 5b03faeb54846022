#pragma once

#include "server/sccp/codec.hpp"

#include <cstdint>
#include <vector>

/// What the keys beside the display are.
namespace dialtone::sccp {

/// One number space for button types, stimuli and lamps.
enum class ButtonType : std::uint8_t {
    unused = 0x00,
    last_number_redial = 0x01,
    speed_dial = 0x02,
    hold = 0x03,
    transfer = 0x04,
    forward_all = 0x05,
    display = 0x08,
    line = 0x09,
    voicemail = 0x0F,
    answer_release = 0x10,
    auto_answer = 0x11,
    feature = 0x13,
    service_url = 0x14,
    blf_speed_dial = 0x15,
    intercom = 0x17,
    malicious_call = 0x1B,
    meet_me = 0x7B,
    conference = 0x7D,
    call_park = 0x7E,
    call_pickup = 0x7F,
    group_pickup = 0x80,
    mobility = 0x81,
    do_not_disturb = 0x82,
    conference_list = 0x83,
    remove_last_participant = 0x84,
    quality_report = 0x85,
    call_back = 0x86,
    other_pickup = 0x87,
    video_mode = 0x88,
    new_call = 0x89,
    end_call = 0x8A,
    hunt_log = 0x8B,
    messages = 0xC2,
    directory = 0xC3,
    application = 0xC5,
    headset = 0xC6,
    undefined = 0xFF,  ///< a key that does nothing
};

struct ButtonTemplateReq {
    static constexpr auto kVariants = at_every_version(MessageId::button_template_req);
};

/// The keys in their physical order, from the phone's first; instances count per type.
struct ButtonTemplate {
    static constexpr auto kVariants = at_every_version(MessageId::button_template);
    static constexpr std::size_t kSlots = 42;         ///< what genuine servers send
    static constexpr std::size_t kLargestSlots = 56;  ///< a 7965 with two sidecars of 24 keys has 54

    struct Button {
        std::uint8_t instance = 0;
        ButtonType type = ButtonType::undefined;

        friend bool operator==(const Button&, const Button&) = default;
    };

    std::vector<Button> buttons;  ///< at most kLargestSlots
};

}  // namespace dialtone::sccp
