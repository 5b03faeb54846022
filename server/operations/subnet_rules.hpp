#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"

namespace dialtone::operations {

/// Everything that does not fit about a subnet, by itself and beside the others of the world: ranges outside
/// it or over each other, a router it does not contain, an address reserved twice, an option of a wrong form,
/// another subnet on the same addresses. The subnet of the world with the same id does not count. Empty: it
/// fits.
Problems subnet_problems(const World& world, const Subnet& subnet);

/// All of them as one refusal.
Outcome<void> check_fits(const World& world, const Subnet& subnet);

/// "10.0.0.10-10.0.0.99", or the address alone.
std::string to_string(const AddressRange& range);

}  // namespace dialtone::operations
