#include "common/address/ipv4.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace dialtone {

namespace {

/// Reads a decimal number of at most `max` from the front of `text` and removes it.
std::optional<std::uint32_t> take_number(std::string_view& text, std::uint32_t max) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value > max) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

}  // namespace

std::optional<Ipv4> Ipv4::parse(std::string_view text) {
    std::uint32_t value = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (!text.starts_with('.')) {
                return std::nullopt;
            }
            text.remove_prefix(1);
        }
        const auto octet = take_number(text, 255);
        if (!octet) {
            return std::nullopt;
        }
        value = value << 8U | *octet;
    }
    return text.empty() ? std::optional{Ipv4{value}} : std::nullopt;
}

std::string Ipv4::to_string() const {
    std::array<char, sizeof "255.255.255.255"> text{};
    char* at = text.data();
    for (unsigned shift = 32; shift > 0;) {
        shift -= 8;
        at = std::to_chars(at, text.data() + text.size(), value_ >> shift & 0xffU).ptr;
        *at++ = '.';
    }
    return {text.data(), at - 1};
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto address = Ipv4::parse(text.substr(0, slash));
    auto rest = text.substr(slash + 1);
    const auto prefix = take_number(rest, 32);
    if (!address || !prefix || !rest.empty()) {
        return std::nullopt;
    }
    return Cidr{*address, *prefix};
}

std::string Cidr::to_string() const {
    return fmt::format("{}/{}", network_.to_string(), prefix_);
}

std::string Endpoint::to_string() const {
    return fmt::format("{}:{}", address.to_string(), port);
}

}  // namespace dialtone
