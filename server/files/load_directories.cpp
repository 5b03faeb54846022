#include "server/files/load_directories.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace dialtone::files {

namespace {

constexpr DirectoryIndex::Limits kLimits{100'000, 4096};

/// Octets of a regular file; nullopt for whatever else was opened.
std::optional<std::uint64_t> octets_of(const Descriptor& file) {
    struct stat status {};

    if (!file.is_open() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

LoadDirectories::LoadDirectories(const std::string& placed, const std::string& fixed) {
    for (const auto& root : {placed, fixed}) {
        if (!root.empty()) {
            directories_.emplace_back(root, kLimits);
        }
    }
}

LoadInventoryPtr LoadDirectories::look() {
    for (auto& directory : directories_) {
        directory.refresh();
    }
    std::uint64_t edition = 0;
    for (const auto& directory : directories_) {
        edition += directory.edition();
    }
    if (edition != surveyed_) {
        locales_ = survey_locales(*this);
        surveyed_ = edition;
    }
    auto inventory = survey_loads(*this).with_locales(locales_);
    if (seen_ == nullptr || inventory != *seen_) {
        seen_ = std::make_shared<const LoadInventory>(std::move(inventory));
    }
    return seen_;
}

void LoadDirectories::for_each_name(const std::function<void(const std::string&)>& visit) {
    for (const auto& directory : directories_) {
        directory.for_each_at_top(visit);
    }
}

void LoadDirectories::for_each_below(const std::function<void(const std::string&)>& visit) {
    for (const auto& directory : directories_) {
        directory.for_each([&](const std::string& path) {
            if (path.find('/') != std::string::npos) {
                visit(path);
            }
        });
    }
}

/// As the catalog does: the exact spelling, then any other, in one directory after the other.
LoadDirectories::Found LoadDirectories::open(const Name& name) {
    for (const auto& directory : directories_) {
        if (directory.root() < 0) {
            continue;
        }
        auto file = open_beneath(directory.root(), name.text());
        auto octets = octets_of(file);
        const auto* spelled = octets ? nullptr : directory.find(name.folded());
        if (spelled != nullptr) {
            file = open_beneath(directory.root(), *spelled);
            octets = octets_of(file);
        }
        if (octets) {
            return {std::move(file), *octets};
        }
    }
    return {};
}

std::optional<std::uint64_t> LoadDirectories::size(const Name& name) {
    const auto found = open(name);
    return found.descriptor.is_open() ? std::optional{found.octets} : std::nullopt;
}

std::optional<std::string> LoadDirectories::read(const Name& name, std::size_t most) {
    const auto found = open(name);
    if (!found.descriptor.is_open() || found.octets > most) {
        return std::nullopt;
    }
    std::string text(found.octets, '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const auto got =
            ::pread(found.descriptor.get(), text.data() + done, text.size() - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return std::nullopt;  // somebody is writing it: the next look sees it whole
        }
        done += static_cast<std::size_t>(got);
    }
    return text;
}

}  // namespace dialtone::files
