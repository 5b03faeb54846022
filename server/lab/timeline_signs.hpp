#pragma once

#include "server/lab/ailment.hpp"

#include <string_view>

namespace dialtone::lab {

/// Whether a timeline, as `dialtone phone timeline --json` prints it, holds the sign. False for what is no
/// such text: the timeline of a device that nobody has heard of yet.
bool holds_sign(std::string_view timeline, const JournalSign& sign);

}  // namespace dialtone::lab
