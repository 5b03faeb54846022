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

/// Reads the vendor settings of a phone, a profile or the enterprise:
/// "<webAccess>1</webAccess><pcPort>1</pcPort>". A name given twice counts with its last value, as phones
/// take it. An empty text is an empty list.
/// @return a Problem (invalid) when it is no well-formed list of plain elements, or longer than 8,192 octets.
Outcome<VendorConfig> parse_vendor_config(std::string_view fragment);

/// The setting of that name; null when there is none.
const VendorSetting* find_setting(const VendorConfig& settings, std::string_view name);

/// `lower` over `upper`: a setting's value is the lower layer's, unless that is empty. In the order of
/// `upper`, then what `lower` alone has.
VendorConfig layered(VendorConfig upper, const VendorConfig& lower);

/// `settings` with `name` set to `value`; an empty value takes it out, so that the layer above counts.
/// @return a Problem (invalid) for a name that no setting can have.
Outcome<VendorConfig> with_setting(VendorConfig settings, std::string_view name, std::string_view value);

/// The text that parse_vendor_config() reads the same from.
std::string to_fragment(const VendorConfig& settings);

/// The names that `fragment` holds more than once; empty when it is malformed.
std::vector<std::string> repeated_vendor_settings(std::string_view fragment);

}  // namespace dialtone::provision
