#pragma once

#include "common/time/now.hpp"
#include "server/sccp/messages/display.hpp"

#include <chrono>
#include <string_view>

namespace dialtone::sccp {

/// Where clocks stand. Engines read no files, so whoever runs one brings this along.
class TimeZones {
 public:
    virtual ~TimeZones() = default;

    /// What is to be added to UTC at `when` in `zone`, an Olson name; 0 for a zone that is not known.
    [[nodiscard]] virtual std::chrono::seconds offset(std::string_view zone, WallTime when) const = 0;
};

/// `when` as a phone shows it in a zone that is `offset` ahead of UTC.
DefineTimeDate time_date(WallTime when, std::chrono::seconds offset);

}  // namespace dialtone::sccp
