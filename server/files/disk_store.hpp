#pragma once

#include "server/files/directory_index.hpp"
#include "server/files/store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace dialtone::files {

struct DiskStoreOptions {
    std::string root;
    std::size_t max_files = 100'000;  ///< indexed for lookups regardless of case; exact names need no index
    std::size_t max_directories = 4096;          ///< indexed
    std::size_t max_live_octets = 1U << 30U;     ///< in memory at once, files being sent included
    std::size_t max_cached_octets = 64U << 20U;  ///< kept in memory for the next one who asks
    std::chrono::milliseconds recheck{1000};     ///< least time between two looks for changed directories
    /// A file changed less than this before it was read is read again: file times advance with
    /// the kernel's tick.
    std::chrono::milliseconds settle{20};
};

/// A directory on disk that nothing leads out of: openat2 with RESOLVE_BENEATH and
/// RESOLVE_NO_MAGICLINKS, or where the kernel lacks or forbids that, a walk that follows no symbolic
/// link. Only regular files are opened.
///
/// A file is read once into memory that all its transfers share, and again when its inode, size or times
/// differ. It is not mapped: a mapped file that somebody truncates (`cp new.loads old.loads` does) kills the
/// process that reads it, and shows half old, half new octets before that.
///
/// The exact spelling is opened directly, unless the directory has not changed since it was read and had no
/// such file; any other case, and firmware in a directory below, goes through an
/// index of the tree, made anew when a directory changed. Directories reached through symbolic links are
/// served by exact spelling but not indexed.
class DiskStore final : public Store {
 public:
    explicit DiskStore(DiskStoreOptions options);
    DiskStore(const DiskStore&) = delete;
    DiskStore& operator=(const DiskStore&) = delete;

    Answer open(const Name& name) override;
    void for_each_path(const std::function<void(const std::string&)>& visit) override;
    std::uint64_t edition() override;

    /// Looks at the directory now, whatever `recheck` says. False when it cannot be read: to be
    /// reported at start.
    bool refresh();

    /// Octets of files in memory, those being sent included.
    [[nodiscard]] std::size_t live_octets() const { return *live_; }

 private:
    /// What tells one state of a file from another.
    struct Identity {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::int64_t size = 0;
        std::int64_t modified_ns = 0;
        std::int64_t changed_ns = 0;

        friend bool operator==(const Identity&, const Identity&) = default;
    };

    struct Resident {
        std::string path;
        Identity identity;
        FileView file;
    };

    using Residents = std::list<Resident>;

    Answer open_path(const std::string& path);
    Answer load(int descriptor, const std::string& path, const Identity& identity);
    [[nodiscard]] bool is_settled(const Identity& identity) const;
    void keep(const std::string& path, const Identity& identity, const FileView& file);
    void forget(Residents::iterator resident);
    void trim();
    void refresh_if_due();
    static Identity identity_of(int descriptor);

    DiskStoreOptions options_;
    DirectoryIndex index_;
    std::chrono::steady_clock::time_point next_check_{};
    Residents residents_;  ///< most recently used first
    std::unordered_map<std::string, Residents::iterator> by_path_;
    std::size_t cached_ = 0;
    std::shared_ptr<std::size_t> live_ = std::make_shared<std::size_t>(0);
};

}  // namespace dialtone::files
