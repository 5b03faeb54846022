#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// DHCP subnets with their ranges, exclusions, reservations and options. Conventions:
/// db/aggregates/devices.hpp.
namespace dialtone::db {

SubnetId insert_subnet(Database& database, const Subnet& subnet);

/// The root and everything in it becomes `subnet`'s.
void update_subnet(Database& database, const Subnet& subnet);

void delete_subnet(Database& database, SubnetId subnet);

/// As the table spells it: "mac", "client-id", "circuit".
std::string_view to_string(Reservation::Kind kind);

/// As the table spells it: "subnet", "vendor-class", "model", "circuit", "client-id", "mac".
std::string_view to_string(SubnetOption::Scope scope);

}  // namespace dialtone::db
