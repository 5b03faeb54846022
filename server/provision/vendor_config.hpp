#pragma once

#include "common/error/problem.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::provision {

struct VendorSetting {
    std::string name;
    std::string value;

    friend bool operator==(const VendorSetting&, const VendorSetting&) = default;
};

/// The children of vendorConfig in order, each name once.
using VendorConfig = std::vector<VendorSetting>;

/// Reads a device's vendor settings: "<webAccess>1</webAccess><pcPort>1</pcPort>". A name given twice counts
/// with its last value, as phones take it. An empty text is an empty list.
/// @return a Problem (invalid) when it is no well-formed list of plain elements, or longer than 8,192 octets.
Outcome<VendorConfig> parse_vendor_config(std::string_view fragment);

/// The names that `fragment` holds more than once; empty when it is malformed.
std::vector<std::string> repeated_vendor_settings(std::string_view fragment);

}  // namespace dialtone::provision
