#pragma once

#include <chrono>

namespace dialtone {

using Duration = std::chrono::microseconds;

/// Time that never jumps, for deadlines. Its zero is the start of the process (or of the story).
struct MonotonicClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<MonotonicClock>;
    static constexpr bool is_steady = true;
};

using Instant = MonotonicClock::time_point;

/// UTC, for what is stored or shown: leases, journal, the clock on a phone's display. May be set by an
/// operator or NTP.
using WallTime = std::chrono::sys_time<Duration>;

/// The time as engines get it, as an argument: they read no clock (design §2).
struct Now {
    Instant mono{};
    WallTime wall{};

    friend Now operator+(Now now, Duration d) { return {now.mono + d, now.wall + d}; }
};

}  // namespace dialtone
