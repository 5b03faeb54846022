#pragma once

#include "server/operations/operation.hpp"

#include <span>

namespace dialtone::operations {

/// sip-profile list, show, add, set, remove.
std::span<const Operation> sip_profile_operations();

/// security-profile list, show, add, set, remove.
std::span<const Operation> security_profile_operations();

/// dial-rule list, add, set, remove.
std::span<const Operation> dial_rule_operations();

}  // namespace dialtone::operations
