#pragma once

#include "server/operations/operation.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Help, made from the table of operations; lines of at most 80 columns.
namespace dialtone::app {

/// Every command with its summary.
std::string help_of_all(const std::vector<operations::Operation>& table);

/// The verbs of one noun.
std::string help_of_noun(const std::vector<operations::Operation>& table, std::string_view noun);

/// One command: what it does, its arguments, an example.
std::string help_of(const operations::Operation& operation);

/// The first words of all commands, in the table's order.
std::vector<std::string> nouns_of(const std::vector<operations::Operation>& table);

/// The second words after a noun; empty when the noun is a whole command.
std::vector<std::string> verbs_of(const std::vector<operations::Operation>& table, std::string_view noun);

}  // namespace dialtone::app
