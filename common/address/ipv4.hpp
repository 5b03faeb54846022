#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone {

/// An IPv4 address as a value; host byte order inside, so that arithmetic on ranges is plain.
class Ipv4 {
 public:
    constexpr Ipv4() = default;

    constexpr explicit Ipv4(std::uint32_t host_order) : value_{host_order} {}

    constexpr Ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
        : value_{
              static_cast<std::uint32_t>(a) << 24U | static_cast<std::uint32_t>(b) << 16U |
              static_cast<std::uint32_t>(c) << 8U | d} {}

    /// Dotted decimal with exactly four parts; nullopt otherwise.
    static std::optional<Ipv4> parse(std::string_view text);

    static constexpr Ipv4 broadcast() { return Ipv4{0xffffffffU}; }

    [[nodiscard]] constexpr std::uint32_t value() const { return value_; }

    [[nodiscard]] constexpr bool is_unspecified() const { return value_ == 0; }

    [[nodiscard]] constexpr bool is_loopback() const { return value_ >> 24U == 127; }

    [[nodiscard]] std::string to_string() const;

    friend constexpr auto operator<=>(Ipv4, Ipv4) = default;

 private:
    std::uint32_t value_ = 0;
};

/// A network in CIDR form; the address part is kept with its host bits cleared.
class Cidr {
 public:
    constexpr Cidr() = default;

    /// @param prefix 0 to 32.
    constexpr Cidr(Ipv4 address, unsigned prefix)
        : network_{address.value() & mask_bits(prefix)}, prefix_{static_cast<std::uint8_t>(prefix)} {}

    /// "10.77.0.0/16"; host bits may be set and are cleared. nullopt for anything else.
    static std::optional<Cidr> parse(std::string_view text);

    [[nodiscard]] constexpr Ipv4 network() const { return network_; }

    [[nodiscard]] constexpr unsigned prefix() const { return prefix_; }

    [[nodiscard]] constexpr Ipv4 mask() const { return Ipv4{mask_bits(prefix_)}; }

    [[nodiscard]] constexpr Ipv4 directed_broadcast() const {
        return Ipv4{network_.value() | ~mask_bits(prefix_)};
    }

    [[nodiscard]] constexpr bool contains(Ipv4 address) const {
        return (address.value() & mask_bits(prefix_)) == network_.value();
    }

    [[nodiscard]] std::string to_string() const;

    friend constexpr auto operator<=>(const Cidr&, const Cidr&) = default;

 private:
    static constexpr std::uint32_t mask_bits(unsigned prefix) {
        return prefix == 0 ? 0U : 0xffffffffU << (32U - prefix);
    }

    Ipv4 network_;
    std::uint8_t prefix_ = 0;
};

/// An address and a port: where a datagram came from, where a service listens.
struct Endpoint {
    Ipv4 address;
    std::uint16_t port = 0;

    /// "10.0.0.1:69"
    [[nodiscard]] std::string to_string() const;

    friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

}  // namespace dialtone

template <>
struct std::hash<dialtone::Ipv4> {
    std::size_t operator()(dialtone::Ipv4 a) const noexcept { return std::hash<std::uint32_t>{}(a.value()); }
};

template <>
struct std::hash<dialtone::Endpoint> {
    std::size_t operator()(const dialtone::Endpoint& e) const noexcept {
        return std::hash<std::uint64_t>{}(static_cast<std::uint64_t>(e.address.value()) << 16U | e.port);
    }
};
