#pragma once

#include "common/address/ipv4.hpp"

#include <cstddef>
#include <cstdint>

namespace dialtone::files {

/// Hashes addresses so that nobody outside can choose which ones fall together: source addresses may be
/// forged, and a table whose keys share one slot is a list.
class SeededHash {
 public:
    explicit SeededHash(std::uint64_t seed) : seed_{seed} {}

    std::size_t operator()(Ipv4 address) const { return mix(mix(address.value()) ^ seed_); }

    std::size_t operator()(const Endpoint& peer) const {
        return mix(mix(std::uint64_t{peer.address.value()} << 16U | peer.port) ^ seed_);
    }

 private:
    /// splitmix64's finisher: every bit of the key and of the seed moves half of the result's.
    static std::uint64_t mix(std::uint64_t value) {
        value = (value ^ value >> 30U) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ value >> 27U) * 0x94d049bb133111ebULL;
        return value ^ value >> 31U;
    }

    std::uint64_t seed_;
};

}  // namespace dialtone::files
