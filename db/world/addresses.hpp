#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Text columns that hold addresses. What cannot be read becomes a Problem that names row and column.
namespace dialtone::db {

/// Where a text stands: "Subnet 10.0.0.0/8", "router".
struct Place {
    std::string row;
    std::string_view column;
};

/// Empty text is the unspecified address.
Ipv4 read_address(const std::string& text, const Place& place, Problems& problems);

/// Addresses separated by spaces.
std::vector<Ipv4> read_addresses(const std::string& text, const Place& place, Problems& problems);

/// Octets as pairs of hexadecimal digits.
std::string read_octets(const std::string& text, const Place& place, Problems& problems);

}  // namespace dialtone::db
