#pragma once

#include "common/address/ipv4.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dialtone::tftp {

/// Private, link-local and loopback addresses (RFC 1918, 3927, 1122): what phones have.
inline std::vector<Cidr> private_networks() {
    return {
        {Ipv4{10, 0, 0, 0}, 8},
        {Ipv4{172, 16, 0, 0}, 12},
        {Ipv4{192, 168, 0, 0}, 16},
        {Ipv4{169, 254, 0, 0}, 16},
        {Ipv4{127, 0, 0, 0}, 8},
    };
}

/// Whose requests are heard at all. TFTP proves no source address: without this a forged request from outside
/// would send our files to whomever the forger names.
class AllowedNetworks {
 public:
    explicit AllowedNetworks(std::vector<Cidr> always);

    /// The subnets that we serve besides, in place of those of the call before.
    void use_subnets(std::span<const Cidr> subnets);

    [[nodiscard]] bool contains(Ipv4 address) const;

 private:
    struct Range {
        std::uint32_t first;
        std::uint32_t last;
    };

    std::vector<Cidr> always_;
    std::vector<Range> ranges_;  ///< ascending and apart from each other
};

}  // namespace dialtone::tftp
