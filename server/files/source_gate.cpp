#include "server/files/source_gate.hpp"

#include <algorithm>
#include <chrono>

namespace dialtone::files {

namespace {

constexpr std::size_t kSlots = 16384;

}  // namespace

SourceGate::SourceGate(double per_second, double burst, std::uint64_t seed)
    : per_second_{per_second}, burst_{burst}, hash_{seed}, buckets_(kSlots) {
    for (auto& bucket : buckets_) {
        bucket.tokens = burst_;
    }
}

bool SourceGate::pass(Ipv4 source, Now now) {
    auto& bucket = buckets_[hash_(source) % kSlots];
    const auto elapsed = std::chrono::duration<double>(now.mono - bucket.filled).count();
    bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, elapsed) * per_second_);
    bucket.filled = now.mono;
    if (bucket.tokens < 1) {
        return false;
    }
    bucket.tokens -= 1;
    return true;
}

}  // namespace dialtone::files
