#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

#include <string>

namespace dialtone::operations {

/// Applies what the call says of a subnet: values replace, --range, --exclude, --reserve and --option add,
/// their --drop-… twins remove. Whether the result fits is subnet_problems()' affair.
Outcome<void> edit_subnet(const Call& call, const World& world, Subnet& subnet);

/// "mac:001122AABBCC", "client-id:01…", "circuit:…"
std::string to_string(const Reservation& reservation);

/// For whom an option is, as --option takes it: "", "model:7960", "client:mac:001122AABBCC", or the beginning
/// of a vendor class.
std::string whom_text(const SubnetOption& option, const World& world);

/// "43 (vendor-encapsulated-options)", "150 (tftp-servers) for model:7960"
std::string to_string(const SubnetOption& option, const World& world);

}  // namespace dialtone::operations
