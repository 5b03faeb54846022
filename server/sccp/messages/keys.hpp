#pragma once

#include "server/sccp/codec.hpp"
#include "server/sccp/messages/buttons.hpp"

#include <array>
#include <cstdint>
#include <string>

/// What the user does: keys and hook.
namespace dialtone::sccp {

/// 0 to 9 digits, 10 to 13 A to D, 14 `*`, 15 `#`, 16 `+`.
enum class KeypadKey : std::uint32_t { star = 14, pound = 15, plus = 16 };

/// The character on the key; NUL for a number that is no key.
char character_of(KeypadKey key);
/// The key that carries one of 0-9 A-D * # +.
KeypadKey key_of(char character);

/// A 7912 sends the key alone, a 7906 a button index as line.
struct KeypadButton {
    static constexpr auto kVariants = at_every_version(MessageId::keypad_button);
    KeypadKey key{};
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

/// A number dialled in one piece, typed before the handset was lifted. At version 18 and above a 7970 packs
/// 25 octets of number and the line, an 8945 aligns the number to 28: both are understood, packed is sent.
struct EnblocCall {
    static constexpr std::array<Variant, 3> kVariants{
        Variant{MessageId::enbloc_call, 0, 0, 24},
        Variant{MessageId::enbloc_call, 17, 1, 28},
        Variant{MessageId::enbloc_call, 18, 2, 32}};

    std::string number;
    std::uint32_t line = 0;
};

struct Stimulus {
    static constexpr auto kVariants = at_every_version(MessageId::stimulus);
    std::uint32_t stimulus = 0;  ///< a ButtonType
    std::uint32_t instance = 0;
    std::uint32_t call = 0;
    std::uint32_t status = 0;
};

/// Line and call are 0 or absent on old phones.
struct OffHook {
    static constexpr auto kVariants = at_every_version(MessageId::off_hook);
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

struct OnHook {
    static constexpr auto kVariants = at_every_version(MessageId::on_hook);
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

struct HookFlash {
    static constexpr auto kVariants = at_every_version(MessageId::hook_flash);
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

/// Off hook for somebody else: gateways and attendants.
struct OffHookWithCallingParty {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::off_hook_with_calling_party, 0, 0, 52},
        Variant{MessageId::off_hook_with_calling_party, 18, 1, 56}};
    std::string number;
    std::string voicemail;
    std::uint32_t line = 0;
};

}  // namespace dialtone::sccp
