#pragma once

#include "server/sccp/codec.hpp"
#include "server/sccp/messages/buttons.hpp"

#include <array>
#include <cstdint>

/// What the phone lets be heard and seen besides text: tones, ringer, lamps, loudspeaker.
namespace dialtone::sccp {

enum class Tone : std::uint32_t {
    silence = 0x00,
    inside_dial = 0x21,
    outside_dial = 0x22,
    line_busy = 0x23,
    alerting = 0x24,
    reorder = 0x25,
    receiver_off_hook = 0x29,
    beep_bonk = 0x33,
};

struct StartTone {
    static constexpr auto kVariants = at_every_version(MessageId::start_tone);
    Tone tone = Tone::silence;
    std::uint32_t direction = 0;  ///< 0 to the user, 1 to the network, 2 both
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

struct StopTone {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::stop_tone, 0, 0, 8}, Variant{MessageId::stop_tone, 11, 1, 12}};
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

enum class RingMode : std::uint32_t { off = 1, inside = 2, outside = 3, feature = 4, flash_only = 5 };

struct SetRinger {
    static constexpr auto kVariants = at_every_version(MessageId::set_ringer);
    RingMode mode = RingMode::off;
    std::uint32_t duration = 1;  ///< 1 repeating, 2 once
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

enum class LampMode : std::uint32_t { off = 1, on = 2, wink = 3, flash = 4, blink = 5 };

/// Instance 0 of the voicemail lamp is the light on the handset.
struct SetLamp {
    static constexpr auto kVariants = at_every_version(MessageId::set_lamp);
    ButtonType lamp = ButtonType::line;
    std::uint32_t instance = 0;
    LampMode mode = LampMode::off;
};

enum class Switch : std::uint32_t { on = 1, off = 2 };

struct SetSpeakerMode {
    static constexpr auto kVariants = at_every_version(MessageId::set_speaker_mode);
    Switch mode = Switch::off;
};

struct SetMicroMode {
    static constexpr auto kVariants = at_every_version(MessageId::set_micro_mode);
    Switch mode = Switch::off;
};

/// A short press of the cradle is a message from here on: phones with one line and no keys for it.
struct SetHookFlashDetect {
    static constexpr auto kVariants = at_every_version(MessageId::set_hook_flash_detect);
};

}  // namespace dialtone::sccp
