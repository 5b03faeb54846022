#pragma once

#include "common/error/problem.hpp"
#include "common/model/rows.hpp"
#include "server/operations/operation.hpp"

#include <string>

namespace dialtone::operations {

/// Applies what the call says of a subnet: values replace, --range, --exclude, --reserve and --option add,
/// their
/// --drop-… twins remove. Whether the result fits is subnet_problems()' affair.
Outcome<void> edit_subnet(const Call& call, Subnet& subnet);

/// "0x0a4d0001", "10.77.0.1,10.77.0.2" or plain text, as octets.
Outcome<std::string> parse_octets(std::string_view text);

/// "mac:001122AABBCC", "client-id:01…", "circuit:…"
std::string to_string(const Reservation& reservation);

/// "43", "150 for Cisco Systems, Inc. IP Phone"
std::string to_string(const SubnetOption& option);

}  // namespace dialtone::operations
