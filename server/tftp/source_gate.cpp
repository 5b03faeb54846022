#include "server/tftp/source_gate.hpp"

#include <algorithm>
#include <chrono>

namespace dialtone::tftp {

namespace {

constexpr std::size_t kSlots = 16384;

/// splitmix64's finisher: every bit of the address and of the seed moves half of the result's.
std::uint64_t mix(std::uint64_t value) {
    value = (value ^ value >> 30U) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ value >> 27U) * 0x94d049bb133111ebULL;
    return value ^ value >> 31U;
}

}  // namespace

SourceGate::SourceGate(double per_second, double burst, std::uint64_t seed)
    : per_second_{per_second}, burst_{burst}, seed_{seed}, buckets_(kSlots) {
    for (auto& bucket : buckets_) {
        bucket.tokens = burst_;
    }
}

bool SourceGate::pass(Ipv4 source, Now now) {
    auto& bucket = buckets_[mix(mix(source.value()) ^ seed_) % kSlots];
    const auto elapsed = std::chrono::duration<double>(now.mono - bucket.filled).count();
    bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, elapsed) * per_second_);
    bucket.filled = now.mono;
    if (bucket.tokens < 1) {
        return false;
    }
    bucket.tokens -= 1;
    return true;
}

}  // namespace dialtone::tftp
