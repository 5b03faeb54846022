#pragma once

#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Texts as phones show them: ordinary characters mixed with two-octet dictionary codes, which the phone
/// replaces by a phrase in its own language (`80 20` is "Enter number").
///
/// Inside Dialtone such a text is UTF-8 in which a code is its two raw octets. That is unambiguous: 0x80
/// never begins a UTF-8 character, and the control character 0x1E never comes from the device database.
namespace dialtone::sccp {

/// Phrases of the phone's dictionary that we send. High octet: which dictionary; low octet: the code.
enum class Phrase : std::uint16_t {
    your_current_options = 0x8013,
    enter_number = 0x8020,
    call_proceed = 0x801E,
    ring_out = 0x8016,
    from = 0x8017,
    connected = 0x8018,
    hold = 0x8003,
    busy = 0x8019,
    temporary_failure = 0x8023,
    key_is_not_active = 0x802D,
    unknown_number = 0x8038,
    number_not_configured = 0x8055,
    high_traffic = 0x804A,
    do_not_disturb = 0x1E38,
};

/// The phrase as a text of its own.
std::string coded(Phrase phrase);

/// The text in plain English, for people: codes that are in our table become their words, others "<8042>".
std::string readable(std::string_view text);

/// Appends `text` in the phone's encoding, at most `max` octets and never half a character or code; no NUL.
/// @param is_utf8 else ISO 8859-1, where other characters become their nearest ASCII ones or '?'.
void append_encoded(Buffer& out, std::string_view text, bool is_utf8, std::size_t max);

/// The reverse, for whoever plays a phone. Malformed UTF-8 becomes '?'.
std::string decoded(Bytes octets, bool is_utf8);

}  // namespace dialtone::sccp
