#include "server/sccp/time_zones.hpp"

namespace dialtone::sccp {

DefineTimeDate time_date(WallTime when, std::chrono::seconds offset) {
    using std::chrono::floor;
    const auto local = when + offset;
    const auto day = floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{floor<std::chrono::milliseconds>(local - day)};
    return {
        .year = static_cast<std::uint32_t>(int{date.year()}),
        .month = unsigned{date.month()},
        .day_of_week = std::chrono::weekday{day}.c_encoding(),
        .day = unsigned{date.day()},
        .hour = static_cast<std::uint32_t>(time.hours().count()),
        .minute = static_cast<std::uint32_t>(time.minutes().count()),
        .second = static_cast<std::uint32_t>(time.seconds().count()),
        .millisecond = static_cast<std::uint32_t>(time.subseconds().count()),
        .unix_time =
            static_cast<std::uint32_t>(floor<std::chrono::seconds>(when).time_since_epoch().count())};
}

}  // namespace dialtone::sccp
