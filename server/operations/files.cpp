#include "server/operations/files.hpp"

#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "server/files/catalog.hpp"
#include "server/files/disk_store.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace dialtone::operations {

namespace {

/// The node whose static files are meant: the one said, else the first that has a directory.
Outcome<const Node*> chosen_node(const World& world, const Call& call) {
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

std::optional<files::DiskStore> store_at(const std::string& root) {
    std::error_code unreadable;
    if (root.empty() || !std::filesystem::is_directory(root, unreadable)) {
        return std::nullopt;
    }
    return std::optional<files::DiskStore>{std::in_place, files::DiskStoreOptions{.root = root}};
}

Problem no_file(const World& world, const files::Opened& opened) {
    const auto parsed = files::Name::parse(opened.name);
    const auto device = parsed ? parsed->device() : std::nullopt;
    auto sentence = fmt::format("There is no file {}: a phone is told \"File not found\".", opened.name);
    if (device && world.find_device(*device) == nullptr) {
        sentence += fmt::format(
            " There is no phone {} either; it would go on to XMLDefault.cnf.xml, which exists while "
            "auto-registration is on ({} now).",
            device->text(),
            world.is_autoreg_on() ? "it is" : "it is not"
        );
    }
    return not_found(std::move(sentence));
}

Outcome<Report> show_file(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* node, chosen_node(*world, call));
    auto placed = store_at(session.directory().files().string());
    auto fixed = store_at(node == nullptr ? "" : node->files_directory);
    files::Sources sources;
    sources.placed = placed ? &*placed : nullptr;
    sources.generate = provision::generate;
    sources.fixed = fixed ? &*fixed : nullptr;
    files::Catalog catalog{sources};
    catalog.use(world);
    const auto opened = catalog.open(call.text("name"), {Ipv4{127, 0, 0, 1}, files::Transport::command});
    switch (opened.status) {
        case files::Status::found:
            break;
        case files::Status::not_found:
            return no_file(*world, opened);
        case files::Status::illegal:
            return invalid(fmt::format("The name {} is refused: it {}.", opened.name, opened.reason));
        case files::Status::not_ready:
            return failed(fmt::format("{} cannot be read now: {}.", opened.name, opened.reason));
    }
    Report report;
    report.properties = {
        {"name", "Name", opened.name},
        {"generated", "Generated", opened.file.is_generated},
        {"octets", "Octets", static_cast<std::int64_t>(opened.file.content.octets.size())},
    };
    report.bytes = std::string{dialtone::text_of(opened.file.content.octets)};
    return report;
}

constexpr std::array kArguments{
    Argument{"name", Shape::positional, "NAME", "as a phone would ask for it, in any case"},
    Argument{"node", Shape::value, "NODE", "whose static files are meant", Names::node},
};

constexpr std::array kFiles{
    Operation{
        "file",
        "",
        "The file that a phone would get, octet for octet",
        kArguments,
        "dialtone file SEP001122334455.cnf.xml",
        Access::read,
        show_file},
};

}  // namespace

std::span<const Operation> file_operations() {
    return kFiles;
}

}  // namespace dialtone::operations
