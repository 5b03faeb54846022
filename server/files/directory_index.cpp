#include "server/files/directory_index.hpp"

#include "common/log/log.hpp"
#include "common/text/ascii.hpp"
#include "server/files/name.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <string_view>
#include <utility>

namespace dialtone::files {

namespace {

/// File times advance with the kernel's tick, 10 ms at most: two changes within one tick look like one.
constexpr std::int64_t kTick = 20'000'000;

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::int64_t file_clock_now() {
    timespec time{};
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return nanoseconds(time);
}

struct CloseDirectory {
    void operator()(DIR* directory) const { closedir(directory); }
};

using Directory = std::unique_ptr<DIR, CloseDirectory>;

constexpr std::array<std::string_view, 7> kFirmwareEndings{
    ".loads", ".sbn", ".sb2", ".bin", ".zup", ".sbin", ".sgn"};
/// Signed twins of configuration files are no firmware, and belong to the place where they lie.
constexpr std::array<std::string_view, 2> kSignedTwins{".xml.sgn", ".tlv.sgn"};

bool is_firmware(std::string_view folded) {
    const auto has = [&](std::string_view ending) { return folded.ends_with(ending); };
    return std::any_of(kFirmwareEndings.begin(), kFirmwareEndings.end(), has) &&
           std::none_of(kSignedTwins.begin(), kSignedTwins.end(), has);
}

/// Keeps the first in the order of octets.
void keep_first(std::string& kept, const std::string& path) {
    if (kept.empty() || path < kept) {
        kept = path;
    }
}

enum class Kind { file, directory, other };

Kind kind_of(int directory, const dirent& entry) {
    if (entry.d_type == DT_UNKNOWN) {  // some file systems do not say

        struct stat status {};

        if (fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            return Kind::other;
        }
        if (S_ISDIR(status.st_mode)) {
            return Kind::directory;
        }
        return S_ISREG(status.st_mode) || S_ISLNK(status.st_mode) ? Kind::file : Kind::other;
    }
    if (entry.d_type == DT_DIR) {
        return Kind::directory;
    }
    return entry.d_type == DT_REG || entry.d_type == DT_LNK ? Kind::file : Kind::other;
}

}  // namespace

DirectoryIndex::Stamp DirectoryIndex::stamp_of(int descriptor, std::string path) {
    struct stat status {};

    if (fstat(descriptor, &status) != 0) {
        return {std::move(path)};
    }
    return {std::move(path), status.st_dev, status.st_ino, nanoseconds(status.st_mtim)};
}

void DirectoryIndex::refresh() {
    if (is_young_ || has_changed()) {
        rebuild();
    }
}

const std::string* DirectoryIndex::find(const std::string& folded) const {
    if (const auto found = by_folded_.find(folded); found != by_folded_.end()) {
        return &found->second;
    }
    const auto below = firmware_.find(folded);
    return below == firmware_.end() ? nullptr : &below->second;
}

bool DirectoryIndex::lacks_at_top(const std::string& folded) const {
    const bool is_complete = !stamps_.empty() && !is_young_ && !is_full_;
    if (!is_complete || folded.find('/') != std::string::npos || by_folded_.contains(folded)) {
        return false;
    }
    return stamp_of(root_.get(), {}) == stamps_.front();  // the root is the first that is read
}

void DirectoryIndex::for_each_at_top(const std::function<void(const std::string&)>& visit) const {
    for (const auto& [folded, path] : by_folded_) {
        if (path.find('/') == std::string::npos) {
            visit(path);
        }
    }
    for (const auto& [folded, path] : firmware_) {
        visit(path.substr(path.rfind('/') + 1));
    }
}

void DirectoryIndex::for_each(const std::function<void(const std::string&)>& visit) const {
    for (const auto& [folded, path] : by_folded_) {
        visit(path);
    }
}

bool DirectoryIndex::has_changed() const {
    if (!root_.is_open()) {
        return true;
    }
    for (const auto& stamp : stamps_) {
        struct stat status {};

        // The root is looked up by its own path, since it may have been replaced as a whole.
        const int result = stamp.path.empty() ? stat(root_path_.c_str(), &status)
                                              : fstatat(root_.get(), stamp.path.c_str(), &status, 0);
        const Stamp now{stamp.path, status.st_dev, status.st_ino, nanoseconds(status.st_mtim)};
        if (result != 0 || now != stamp) {
            return true;
        }
    }
    return false;
}

void DirectoryIndex::rebuild() {
    stamps_.clear();
    by_folded_.clear();
    firmware_.clear();
    ++edition_;
    is_young_ = false;
    const bool was_full = std::exchange(is_full_, false);
    root_ = Descriptor{::open(root_path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!root_.is_open()) {
        return;
    }
    std::vector<std::string> pending{""};
    while (!pending.empty()) {
        const auto path = std::move(pending.back());
        pending.pop_back();
        read_directory(path, pending);
    }
    if (is_full_ && !was_full) {
        log::warning(
            "files.index_full",
            "the directory holds more than is indexed: the rest is found by exact spelling only",
            {{"directory", root_path_}, {"files", std::to_string(by_folded_.size())}}
        );
    }
}

void DirectoryIndex::read_directory(const std::string& path, std::vector<std::string>& pending) {
    if (stamps_.size() >= limits_.directories) {
        is_full_ = true;
        return;
    }
    const auto started = file_clock_now();
    auto descriptor = open_beneath(root_.get(), path.empty() ? "." : path, O_DIRECTORY | O_NOFOLLOW);
    if (!descriptor.is_open()) {
        return;
    }
    stamps_.push_back(stamp_of(descriptor.get(), path));
    is_young_ = is_young_ || stamps_.back().modified_ns + kTick >= started;
    const Directory directory{fdopendir(descriptor.get())};
    if (!directory) {
        return;
    }
    const int fd = descriptor.release();
    while (const auto* entry = readdir(directory.get())) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        auto child = path.empty() ? std::string{entry->d_name} : path + "/" + entry->d_name;
        const auto kind = kind_of(fd, *entry);
        if (kind == Kind::directory) {
            pending.push_back(std::move(child));
        } else if (kind == Kind::file) {
            add_file(child);
        }
    }
}

void DirectoryIndex::add_file(const std::string& path) {
    if (path.size() > Name::kMaxLength) {
        return;  // no request can name it
    }
    if (by_folded_.size() >= limits_.files) {
        is_full_ = true;
        return;
    }
    const auto folded = to_lower(path);
    keep_first(by_folded_[folded], path);
    const auto slash = folded.rfind('/');
    if (slash != std::string::npos && is_firmware(folded)) {
        keep_first(firmware_[folded.substr(slash + 1)], path);
    }
}

}  // namespace dialtone::files
