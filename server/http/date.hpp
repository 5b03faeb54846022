#pragma once

#include "common/time/now.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace dialtone::http {

/// A date as text, without a terminator.
struct DateText {
    std::array<char, 29> octets;

    [[nodiscard]] std::string_view text() const { return {octets.data(), octets.size()}; }
};

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7). @param time of the years 0 to 9999.
DateText format_date(WallTime time);

/// That form only, of years from 1970 on: a condition in another form is as good as absent.
std::optional<WallTime> parse_date(std::string_view text);

}  // namespace dialtone::http
