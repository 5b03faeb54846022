#pragma once

#include "server/sccp/codec.hpp"

#include <array>
#include <cstdint>
#include <string>

/// Who talks to whom.
namespace dialtone::sccp {

enum class CallType : std::uint32_t { inbound = 1, outbound, forward };

/// What the phone shows of a call and writes into its lists. Below version 8 all texts have fixed fields, to
/// 15 there are twelve of them one after the other, from 16 on fifteen. (A phone of 16 to 18 may look for
/// thirteen: the last two are empty then, and beyond what it reads.)
struct CallInfo {
    static constexpr std::array<Variant, 3> kVariants{
        Variant{MessageId::call_info, 0, 0, 384},
        Variant{MessageId::call_info_dynamic, 8, 1},
        Variant{MessageId::call_info_dynamic, 16, 2}};

    struct Party {
        std::string number;     ///< 23 octets, dynamic 24
        std::string name;       ///< 39 octets, dynamic 120
        std::string voicemail;  ///< 23 octets, dynamic 24

        friend bool operator==(const Party&, const Party&) = default;
    };

    Party calling;
    Party called;
    Party original_called;
    Party last_redirecting;
    std::string alternate_calling;  ///< from version 16 on, as the hunt pilot
    std::string hunt_pilot_number;
    std::string hunt_pilot_name;
    std::uint32_t line = 0;
    std::uint32_t call = 0;
    CallType type = CallType::inbound;
    std::uint32_t original_reason = 0;  ///< of redirection; 0 is always safe
    std::uint32_t last_reason = 0;
    std::uint32_t instance = 1;  ///< of the call on the line
    std::uint32_t security = 0;
    std::uint32_t restrictions = 0;  ///< bit by bit, what is not to be shown
};

/// The number that was dialled, for the list of placed calls.
struct DialedNumber {
    static constexpr std::array<Variant, 3> kVariants{
        Variant{MessageId::dialed_number, 0, 0, 32},
        Variant{MessageId::dialed_number, 18, 1, 36},
        Variant{MessageId::dialed_number, 18, 2, 36, true}};

    std::string number;
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

enum class CallHistory : std::uint32_t { ignore, placed, received, missed };

/// Which list the call goes into; Java phones only.
struct CallHistoryDisposition {
    static constexpr auto kVariants = at_every_version(MessageId::call_history_disposition);
    CallHistory list = CallHistory::ignore;
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

/// A call is selected (for Join), or no longer.
struct CallSelectStat {
    static constexpr auto kVariants = at_every_version(MessageId::call_select_stat);
    std::uint32_t status = 0;
    std::uint32_t call = 0;
    std::uint32_t line = 0;
};

struct RecordingStatus {
    static constexpr auto kVariants = at_every_version(MessageId::recording_status);
    std::uint32_t call = 0;
    std::uint32_t status = 0;
};

}  // namespace dialtone::sccp
