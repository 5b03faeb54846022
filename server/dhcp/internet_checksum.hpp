#pragma once

#include "common/bytes/bytes.hpp"

#include <cstdint>

namespace dialtone::dhcp {

/// The checksum of IPv4, UDP and ICMP (RFC 1071): the complement of the ones' complement sum of all 16-bit
/// words. The octets may come in several parts, each but the last of even size.
class InternetChecksum {
 public:
    InternetChecksum& add(Bytes octets) {
        for (std::size_t i = 0; i < octets.size(); i += 2) {
            const std::uint32_t low = i + 1 < octets.size() ? octets[i + 1] : 0;
            sum_ += std::uint32_t{octets[i]} << 8U | low;
        }
        return *this;
    }

    InternetChecksum& add(std::uint16_t word) {
        sum_ += word;
        return *this;
    }

    [[nodiscard]] std::uint16_t value() const {
        auto sum = sum_;
        while (sum > 0xffff) {
            sum = (sum & 0xffffU) + (sum >> 16U);
        }
        return static_cast<std::uint16_t>(~sum);
    }

 private:
    std::uint64_t sum_ = 0;
};

}  // namespace dialtone::dhcp
