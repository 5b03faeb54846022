#pragma once

#include <cstdint>
#include <random>

namespace dialtone::net {

/// A number that nobody outside can guess: for seeds of hashes and of transaction numbers.
inline std::uint64_t unpredictable() {
    std::random_device device;
    return static_cast<std::uint64_t>(device()) << 32U | device();
}

}  // namespace dialtone::net
