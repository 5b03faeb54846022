#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"
#include "server/files/catalog.hpp"
#include "server/operations/operation.hpp"

#include <string_view>

/// The directories of files as commands see them: the same ones, by the same rules, as the processes that
/// serve them.
namespace dialtone::operations {

/// --node NODE, for commands that look into directories.
inline constexpr Argument kFilesOfNode{
    "node", Shape::value, "NODE", "whose static files are meant", Names::node};

/// The node whose static files are meant: the one said with --node, else the first that has a directory; null
/// when none has.
Outcome<const Node*> node_with_files(const World& world, const Call& call);

/// The world with the loads that lie in those directories now.
/// @param node null: only what was placed by hand counts.
WorldPtr with_loads(const Session& session, const WorldPtr& world, const Node* node);

/// What whoever asks for the file gets. @param world as with_loads() made it.
files::Opened open_file(
    const Session& session, const WorldPtr& world, const Node* node, std::string_view name
);

}  // namespace dialtone::operations
