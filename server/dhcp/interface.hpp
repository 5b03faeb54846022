#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"

#include <string>
#include <vector>

namespace dialtone::dhcp {

/// An interface of this host as the engine needs to know it: which subnets are on that wire follows from it.
struct Interface {
    int index = 0;
    std::string name;
    std::vector<Ipv4> addresses;
    MacAddress mac{};

    friend bool operator==(const Interface&, const Interface&) = default;
};

}  // namespace dialtone::dhcp
