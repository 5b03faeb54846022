#pragma once

#include "server/operations/operation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::operations {

/// The word by which completion asks for a kind of name: "device"; nullopt for kinds that the database does
/// not hold.
std::optional<std::string_view> word_of(Names names);
std::optional<Names> names_from(std::string_view word);

/// What the database holds under that kind, sorted. Opens it read-only.
Outcome<std::vector<std::string>> known_names(Session& session, Names names);

}  // namespace dialtone::operations
