#include "common/time/format.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone {

namespace {

using std::chrono::duration_cast;
using std::chrono::floor;

struct Unit {
    Duration size;
    const char* name;
};

constexpr std::array<Unit, 5> kUnits{{
    {std::chrono::hours{24}, "d"},
    {std::chrono::hours{1}, "h"},
    {std::chrono::minutes{1}, "min"},
    {std::chrono::seconds{1}, "s"},
    {std::chrono::milliseconds{1}, "ms"},
}};

}  // namespace

std::string to_time_of_day(WallTime time) {
    const std::chrono::hh_mm_ss clock{
        floor<std::chrono::milliseconds>(time - floor<std::chrono::days>(time))};
    return fmt::format(
        "{:02}:{:02}:{:02}.{:03}",
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count(),
        clock.subseconds().count()
    );
}

std::string to_iso8601(WallTime time) {
    const std::chrono::year_month_day date{floor<std::chrono::days>(time)};
    return fmt::format(
        "{:04}-{:02}-{:02}T{}Z",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        to_time_of_day(time)
    );
}

std::string to_human(Duration duration) {
    for (std::size_t i = 0; i < kUnits.size(); ++i) {
        const auto& unit = kUnits[i];
        if (duration < unit.size) {
            continue;
        }
        const auto whole = duration / unit.size;
        const bool is_last = i + 1 == kUnits.size() || unit.size == std::chrono::seconds{1};
        const auto rest = is_last ? 0 : (duration - whole * unit.size) / kUnits[i + 1].size;
        return rest == 0 ? fmt::format("{} {}", whole, unit.name)
                         : fmt::format("{} {} {} {}", whole, unit.name, rest, kUnits[i + 1].name);
    }
    return "0 ms";
}

std::int64_t to_unix_seconds(WallTime time) {
    return floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

WallTime from_unix_seconds(std::int64_t seconds) {
    return WallTime{std::chrono::seconds{seconds}};
}

}  // namespace dialtone
