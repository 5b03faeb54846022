#pragma once

#include "common/time/now.hpp"

#include <cstdint>
#include <string>

namespace dialtone {

/// "2026-11-01T12:30:45.123Z"
std::string to_iso8601(WallTime time);

/// "12:30:45.123", in UTC: the left column of a timeline.
std::string to_time_of_day(WallTime time);

/// "2 d 3 h", "1 h 20 min", "45 s", "120 ms": the two largest units, for people.
std::string to_human(Duration duration);

/// Whole seconds since 1970, as databases store them.
std::int64_t to_unix_seconds(WallTime time);
WallTime from_unix_seconds(std::int64_t seconds);

}  // namespace dialtone
