#pragma once

#include "common/time/now.hpp"

#include <cstdint>

namespace dialtone::lab {

/// A seeded source of variety (splitmix64): the same seed gives the same phone on every machine, which the
/// distributions of the standard library do not promise.
class Dice {
 public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31U);
    }

    /// Uniform in [0, 1).
    double fraction() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    bool chance(double probability) { return fraction() < probability; }

    /// Uniform in [least, most].
    Duration between(Duration least, Duration most) {
        const auto width = static_cast<double>((most - least).count());
        return least + Duration{static_cast<Duration::rep>(fraction() * width)};
    }

    /// `middle` made up to `share` longer or shorter.
    Duration around(Duration middle, double share) {
        const auto spread = Duration{static_cast<Duration::rep>(static_cast<double>(middle.count()) * share)};
        return between(middle - spread, middle + spread);
    }

 private:
    std::uint64_t state_;
};

}  // namespace dialtone::lab
