#pragma once

#include "common/time/now.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dialtone::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7).
std::string format_date(WallTime time);

/// That form only, of years from 1970 on: a condition in another form is as good as absent.
std::optional<WallTime> parse_date(std::string_view text);

}  // namespace dialtone::http
