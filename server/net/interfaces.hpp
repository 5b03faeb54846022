#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dialtone::net {

/// One IPv4 address of one interface of this host, as the kernel knows it now.
struct InterfaceAddress {
    std::string name;
    int index = 0;
    Ipv4 address;
    Cidr cidr;
    MacAddress mac;
    bool is_up = false;
};

/// All of them, loopback included. @throws std::system_error when the kernel does not answer.
std::vector<InterfaceAddress> interface_addresses();

/// The gateway of the default route; nullopt without one.
std::optional<Ipv4> default_gateway();

}  // namespace dialtone::net
