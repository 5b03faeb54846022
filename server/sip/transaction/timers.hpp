#pragma once

#include "common/time/now.hpp"

#include <algorithm>

namespace dialtone::sip {

/// The times of RFC 3261 §17 and RFC 6026, named by their letters there.
struct Timers {
    Duration t1 = std::chrono::milliseconds{500};  ///< a round trip, estimated
    Duration t2 = std::chrono::seconds{4};         ///< the longest pause between two retransmissions
    Duration t4 = std::chrono::seconds{5};         ///< as long as a message may stay in the network

    /// B, F, H, J, L and M: when nothing further is to be hoped or feared.
    [[nodiscard]] Duration end() const { return 64 * t1; }

    /// D, at least 32 seconds however short T1 is.
    [[nodiscard]] Duration d() const { return std::max<Duration>(end(), std::chrono::seconds{32}); }

    /// After this an INVITE that nobody has answered gets its 100 (RFC 3261 §17.2.1).
    static constexpr Duration kTrying = std::chrono::milliseconds{200};
};

}  // namespace dialtone::sip
