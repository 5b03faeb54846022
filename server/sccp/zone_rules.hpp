#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"
#include "common/time/now.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dialtone::sccp {

/// When a year's clocks change, as the footer of a zone file says it (POSIX TZ, with the extensions of RFC
/// 8536 section 3.3.1).
struct ZoneYear {
    struct Change {
        enum class Kind : std::uint8_t { month_week_day, day, day_without_leap } kind = Kind::month_week_day;
        std::int32_t month = 0;  ///< 1 to 12
        std::int32_t week = 0;   ///< 1 to 5, 5 = last
        std::int32_t day = 0;    ///< of the week, 0 = Sunday; or of the year
        std::chrono::seconds time{7200};
    };

    std::chrono::seconds standard{};
    std::chrono::seconds daylight{};
    bool has_daylight = false;
    Change begin;  ///< of daylight saving
    Change end;

    /// "CET-1CEST,M3.5.0,M10.5.0/3"; nullopt when it is not one.
    static std::optional<ZoneYear> parse(std::string_view text);

    [[nodiscard]] std::chrono::seconds offset(std::chrono::sys_seconds when) const;
};

/// The offsets of one zone over time, read from the octets of a compiled zone file (TZif, RFC 8536). A value
/// type.
class ZoneRules {
 public:
    /// Files are a few thousand octets.
    static constexpr std::size_t kMostOctets = 65536;

    static Parsed<ZoneRules> parse(Bytes file);

    /// What is to be added to UTC at `when`.
    [[nodiscard]] std::chrono::seconds offset(WallTime when) const;

 private:
    struct Transition {
        std::chrono::sys_seconds at;
        std::chrono::seconds offset;  ///< from then on
    };

    std::chrono::seconds first_{};  ///< before the first transition
    std::vector<Transition> transitions_;
    std::optional<ZoneYear> after_;  ///< after the last one
};

}  // namespace dialtone::sccp
