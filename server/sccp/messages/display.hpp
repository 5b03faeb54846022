#pragma once

#include "server/sccp/codec.hpp"

#include <array>
#include <cstdint>
#include <string>

/// What stands on the display, the clock included.
namespace dialtone::sccp {

/// The line at the bottom. Line 0 and call 0: of the idle phone.
struct DisplayPromptStatus {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::display_prompt_status, 0, 0, 44},
        Variant{MessageId::display_dynamic_prompt_status, 9, 1}};

    std::uint32_t timeout_seconds = 0;  ///< 0: until replaced
    std::string text;                   ///< 31 octets, dynamic 96
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

struct ClearPromptStatus {
    static constexpr auto kVariants = at_every_version(MessageId::clear_prompt_status);
    std::uint32_t line = 0;
    std::uint32_t call = 0;
};

/// A message over everything, for some seconds.
struct DisplayNotify {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::display_notify, 0, 0, 36}, Variant{MessageId::display_dynamic_notify, 9, 1}};
    std::uint32_t timeout_seconds = 0;
    std::string text;
};

struct ClearNotify {
    static constexpr auto kVariants = at_every_version(MessageId::clear_notify);
};

/// One of several messages, of which the phone shows the most important. Genuine servers announce a call with
/// 10 seconds and priority 5.
struct DisplayPriNotify {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::display_pri_notify, 0, 0, 40},
        Variant{MessageId::display_dynamic_pri_notify, 9, 1}};
    std::uint32_t timeout_seconds = 0;
    std::uint32_t priority = 0;
    std::string text;
};

struct ClearPriNotify {
    static constexpr auto kVariants = at_every_version(MessageId::clear_pri_notify);
    std::uint32_t priority = 0;  ///< as it was shown with
};

/// For the 12 SP and 30 VIP, which have nothing else: a 7975 restarts over it.
struct DisplayText {
    static constexpr auto kVariants = at_every_version(MessageId::display_text);
    std::string text;
};

struct TimeDateReq {
    static constexpr auto kVariants = at_every_version(MessageId::time_date_req);
};

/// The clock, broken down in the phone's own zone.
struct DefineTimeDate {
    static constexpr auto kVariants = at_every_version(MessageId::define_time_date);
    std::uint32_t year = 1970;
    std::uint32_t month = 1;
    std::uint32_t day_of_week = 4;  ///< 0 = Sunday
    std::uint32_t day = 1;
    std::uint32_t hour = 0;
    std::uint32_t minute = 0;
    std::uint32_t second = 0;
    std::uint32_t millisecond = 0;
    std::uint32_t unix_time = 0;  ///< seconds since 1970, UTC
};

}  // namespace dialtone::sccp
