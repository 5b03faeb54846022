#pragma once

#include "common/model/rows.hpp"

#include <optional>
#include <string_view>

/// What the name of a load says about it.
namespace dialtone::provision {

/// SCCP for "SCCP45.9-4-2SR3-1S" and "P0030801SR02", SIP for "SIP45.…" and "P0S3-8-12-00"; nullopt when the
/// name does not tell.
std::optional<Protocol> protocol_of_load(std::string_view load);

/// The hardware a load is made for, comparable between loads of one protocol: "45" for "SCCP45.9-4-2SR3-1S"
/// and "term45.default", "P003" for "P0030801SR02"; empty when the name does not tell.
std::string_view hardware_of_load(std::string_view load);

}  // namespace dialtone::provision
