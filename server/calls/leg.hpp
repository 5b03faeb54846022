#pragma once

#include "common/model/ids.hpp"

#include <cstdint>
#include <string>
#include <variant>

/// The words between call control and its doors: what a phone did, and what it is to hear and show. No
/// protocol.
namespace dialtone::calls {

/// A registered phone, by the session behind which it stands.
using PhoneId = SessionId;

/// One side of a call. At SCCP phones it is the call reference: never 0, below 2^31, never reused while it
/// counts.
using LegId = std::uint32_t;

/// How the user began.
enum class Trigger : std::uint8_t {
    handset,  ///< lifted, or the phone switched its own loudspeaker on
    key,      ///< a key: the phone must be told to switch its loudspeaker on
};

enum class Tone : std::uint8_t { dial, reorder };

/// Why a call cannot go on.
enum class Failure : std::uint8_t {
    unknown_number,  ///< nothing is reached under this number
    no_digits,       ///< the user dialled nothing for too long
};

// What a door is to show. The leg is named in each, and nothing about a leg follows its Closed.

/// A call has begun: line lamp, call plane, "enter number"; the tone comes as PlayTone.
struct Opened {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
    Trigger trigger = Trigger::handset;
    bool is_dialling = true;  ///< false: the number is known already, the user need not enter one
};

struct PlayTone {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
    Tone tone = Tone::dial;
};

struct StopTone {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
};

/// The first digit is there: other keys make sense now.
struct FirstDigit {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
};

/// The last digit was taken back; `is_empty`: it was the first, so the user may begin again.
struct DigitRemoved {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
    bool is_empty = false;
};

/// All digits are there.
struct Dialled {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
    std::string number;
};

struct Failed {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
    Failure failure = Failure::unknown_number;
};

/// The leg is over; the phone is idle again.
struct Closed {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
};

/// The key that was pressed does nothing now; leg and line are 0 on an idle phone.
struct KeyNotActive {
    PhoneId phone;
    LegId leg = 0;
    std::uint32_t line = 0;
};

using Action =
    std::variant<Opened, PlayTone, StopTone, FirstDigit, DigitRemoved, Dialled, Failed, Closed, KeyNotActive>;

}  // namespace dialtone::calls
