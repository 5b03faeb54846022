#pragma once

#include "common/time/now.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dialtone::load {

/// What was measured: how many, in which time, how long each took, and what went wrong on the way.
class Figures {
 public:
    void begin(Instant now) { began_ = now; }

    void done(Instant asked, Instant now) {
        took_.push_back(static_cast<std::uint32_t>((now - asked).count()));
        ended_ = now;
    }

    void count_octets(std::size_t octets) { octets_ += octets; }

    /// Nothing came within the client's patience, and it asked again: a datagram was lost, one way or the
    /// other.
    void lost(std::size_t datagrams) { lost_ += datagrams; }

    /// The client gave up, or was refused.
    void failed() { ++failed_; }

    [[nodiscard]] std::size_t done_count() const { return took_.size(); }

    [[nodiscard]] std::size_t failed_count() const { return failed_; }

    /// One JSON object: rates a second, times in microseconds.
    [[nodiscard]] std::string json() {
        std::ranges::sort(took_);
        const auto seconds = std::chrono::duration<double>(ended_ - began_).count();
        const auto rate = [&](double count) { return seconds > 0 ? count / seconds : 0.0; };
        return fmt::format(
            R"({{"done": {}, "rate": {:.1f}, "octets_rate": {:.0f}, "seconds": {:.3f}, "lost": {}, "failed": {}, )"
            R"("p50_us": {}, "p99_us": {}}})",
            took_.size(),
            rate(static_cast<double>(took_.size())),
            rate(static_cast<double>(octets_)),
            seconds,
            lost_,
            failed_,
            percentile(50),
            percentile(99)
        );
    }

 private:
    [[nodiscard]] std::uint32_t percentile(std::size_t hundredths) const {
        return took_.empty() ? 0 : took_[(took_.size() - 1) * hundredths / 100];
    }

    Instant began_{};
    Instant ended_{};
    std::vector<std::uint32_t> took_;
    std::size_t octets_ = 0;
    std::size_t lost_ = 0;
    std::size_t failed_ = 0;
};

}  // namespace dialtone::load
