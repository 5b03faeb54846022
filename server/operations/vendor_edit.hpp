#pragma once

#include "server/operations/operation.hpp"

#include <string>

/// The arguments by which vendor settings of a phone, a profile or the enterprise are changed.
namespace dialtone::operations {

inline constexpr Argument kVendorConfig{
    "vendor-config", Shape::value, "XML", "all settings at once, as in vendorConfig"};
inline constexpr Argument kVendorSetting{
    "setting", Shape::values, "NAME=VALUE", "such as webAccess=1; NAME= leaves it to the layer above"};

/// --vendor-config replaces what `fragment` holds, then each --setting changes one of it.
Outcome<void> edit_vendor_config(const Call& call, std::string& fragment);

/// A table of the settings: "settings".
Listing vendor_table(const std::string& fragment);

}  // namespace dialtone::operations
