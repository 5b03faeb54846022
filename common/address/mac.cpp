#include "common/address/mac.hpp"

#include "common/bytes/hex.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone {

std::optional<MacAddress> MacAddress::from(Bytes octets) {
    if (octets.size() < 6) {
        return std::nullopt;
    }
    std::array<std::uint8_t, 6> value{};
    std::copy_n(octets.begin(), 6, value.begin());
    return MacAddress{value};
}

std::optional<MacAddress> MacAddress::parse(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != ':' && c != '-' && c != '.') {
            digits.push_back(c);
        }
    }
    if (digits.size() != 12 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
        return std::nullopt;
    }
    return from(from_hex(digits).value_or(Buffer{}));
}

std::string MacAddress::to_string() const {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    text.reserve(12);
    for (const auto octet : octets_) {
        text.push_back(kDigits[octet >> 4U]);
        text.push_back(kDigits[octet & 0xfU]);
    }
    return text;
}

std::string MacAddress::to_colons() const {
    const auto& o = octets_;
    return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", o[0], o[1], o[2], o[3], o[4], o[5]);
}

}  // namespace dialtone
