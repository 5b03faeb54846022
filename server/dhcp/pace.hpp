#pragma once

#include "common/time/now.hpp"

#include <optional>

namespace dialtone::dhcp {

/// Lets one through per interval: for sentences in the log that a storm would repeat.
class Pace {
 public:
    explicit Pace(Duration interval) : interval_{interval} {}

    bool admit(Instant now) {
        if (last_ && now < *last_ + interval_) {
            return false;
        }
        last_ = now;
        return true;
    }

 private:
    Duration interval_;
    std::optional<Instant> last_;
};

}  // namespace dialtone::dhcp
