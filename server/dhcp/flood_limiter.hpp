#pragma once

#include "common/time/now.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dialtone::dhcp {

/// Token buckets by hash, in a table of fixed size: whoever hashes to a taken slot takes it over, so invented
/// senders cost no memory and at worst give somebody a fresh bucket.
class FloodLimiter {
 public:
    /// @param burst at least 1. @param refill time in which an empty bucket is full again.
    /// @param slots a power of two.
    FloodLimiter(std::uint32_t burst, Duration refill, std::size_t slots)
        : burst_{burst}, refill_{refill}, slots_(slots) {}

    /// True, and one token less, when `hash` may do what is limited now.
    bool admit(std::uint64_t hash, Instant now) {
        auto& slot = slots_[hash & (slots_.size() - 1)];
        if (!slot.used || slot.hash != hash) {
            slot = {hash, now, burst_ - 1, true};
            return true;
        }
        const auto gained = (now - slot.since).count() * burst_ / refill_.count();
        if (gained > 0) {
            slot.tokens = static_cast<std::uint32_t>(
                std::min<std::int64_t>(burst_, static_cast<std::int64_t>(slot.tokens) + gained)
            );
            slot.since = now;
        }
        if (slot.tokens == 0) {
            return false;
        }
        --slot.tokens;
        return true;
    }

 private:
    struct Slot {
        std::uint64_t hash = 0;
        Instant since;
        std::uint32_t tokens = 0;
        bool used = false;
    };

    std::uint32_t burst_;
    Duration refill_;
    std::vector<Slot> slots_;
};

}  // namespace dialtone::dhcp
