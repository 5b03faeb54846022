#pragma once

#include "server/operations/findings.hpp"
#include "server/operations/operation.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Phones that wait until somebody lets them in: auto-registration that asks first.
namespace dialtone::operations {

/// autoreg waiting, approve, refuse, forget.
std::span<const Operation> waiting_phone_operations();

/// Names of those about which nothing is decided, the first that came first.
std::vector<std::string> undecided_phones(Session& session);

/// For `dialtone check`.
Findings waiting_phone_findings(Session& session);

/// The port that a switch means by the circuit id of option 82: "port 1/5, VLAN 110" where it has the form
/// that Catalyst switches give it, else its octets in hexadecimal; "" for none.
std::string switch_port_of(std::string_view circuit_id);

}  // namespace dialtone::operations
