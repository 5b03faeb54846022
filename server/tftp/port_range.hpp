#pragma once

#include <cstddef>
#include <cstdint>

namespace dialtone::tftp {

/// UDP ports from `first` to `last`, both included.
struct PortRange {
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    [[nodiscard]] std::size_t size() const { return std::size_t{last} - first + 1; }

    friend bool operator==(const PortRange&, const PortRange&) = default;
};

}  // namespace dialtone::tftp
