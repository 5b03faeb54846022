#pragma once

#include "common/time/now.hpp"

#include <chrono>

namespace dialtone::net {

/// Instants count from the start of the process; Asio's timers want the system's steady clock.
std::chrono::steady_clock::time_point to_steady(Instant instant);
Instant from_steady(std::chrono::steady_clock::time_point point);

}  // namespace dialtone::net
