#include "server/operations/file_places.hpp"

#include "server/files/disk_store.hpp"
#include "server/files/load_directories.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/provision/generated.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

namespace dialtone::operations {

namespace {

std::optional<files::DiskStore> store_at(const std::string& root) {
    std::error_code unreadable;
    if (root.empty() || !std::filesystem::is_directory(root, unreadable)) {
        return std::nullopt;
    }
    return std::optional<files::DiskStore>{std::in_place, files::DiskStoreOptions{.root = root}};
}

std::string fixed_directory(const Node* node) {
    return node == nullptr ? std::string{} : node->files_directory;
}

}  // namespace

Outcome<const Node*> node_with_files(const World& world, const Call& call) {
    if (call.has("node")) {
        return find_named(world.nodes, call.text("node"), "node");
    }
    for (const auto* node : by_name(world.nodes)) {
        if (!node->files_directory.empty()) {
            return node;
        }
    }
    return nullptr;
}

WorldPtr with_loads(const Session& session, const WorldPtr& world, const Node* node) {
    auto copy = std::make_shared<World>(*world);
    copy->loads = files::LoadDirectories{session.directory().files().string(), fixed_directory(node)}.look();
    return copy;
}

files::Opened open_file(
    const Session& session, const WorldPtr& world, const Node* node, std::string_view name
) {
    auto placed = store_at(session.directory().files().string());
    auto fixed = store_at(fixed_directory(node));
    files::Sources sources;
    sources.placed = placed ? &*placed : nullptr;
    sources.generate = provision::generate;
    sources.fixed = fixed ? &*fixed : nullptr;
    sources.condition = provision::placed_name;
    files::Catalog catalog{sources};
    catalog.use(world);
    return catalog.open(name, {Ipv4{127, 0, 0, 1}, files::Transport::command});
}

}  // namespace dialtone::operations
