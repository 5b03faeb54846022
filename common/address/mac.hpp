#pragma once

#include "common/bytes/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone {

/// A 48-bit hardware address. Its canonical text is twelve upper-case hexadecimal digits, as in device names.
class MacAddress {
 public:
    constexpr MacAddress() = default;

    constexpr explicit MacAddress(std::array<std::uint8_t, 6> octets) : octets_{octets} {}

    /// Twelve hexadecimal digits, bare or separated by ':', '-' or '.' as phones' labels and switches print
    /// them.
    static std::optional<MacAddress> parse(std::string_view text);

    /// The first six octets of `octets`; nullopt when fewer.
    static std::optional<MacAddress> from(Bytes octets);

    [[nodiscard]] constexpr const std::array<std::uint8_t, 6>& octets() const { return octets_; }

    /// "001122AABBCC"
    [[nodiscard]] std::string to_string() const;
    /// "00:11:22:aa:bb:cc"
    [[nodiscard]] std::string to_colons() const;

    [[nodiscard]] std::uint64_t value() const {
        std::uint64_t v = 0;
        for (const auto octet : octets_) {
            v = v << 8U | octet;
        }
        return v;
    }

    friend constexpr auto operator<=>(const MacAddress&, const MacAddress&) = default;

 private:
    std::array<std::uint8_t, 6> octets_{};
};

}  // namespace dialtone

template <>
struct std::hash<dialtone::MacAddress> {
    std::size_t operator()(const dialtone::MacAddress& mac) const noexcept {
        // Fibonacci hashing: phones of one delivery differ in their last octets only.
        return static_cast<std::size_t>(mac.value() * 0x9e3779b97f4a7c15ULL);
    }
};
