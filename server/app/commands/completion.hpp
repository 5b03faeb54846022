#pragma once

#include "server/operations/operation.hpp"

#include <string>
#include <vector>

namespace dialtone::app {

/// A script for bash that completes every command, option and choice of the table, and asks
/// `dialtone complete KIND` for the names in the database.
std::string bash_completion(const std::vector<operations::Operation>& table);

}  // namespace dialtone::app
