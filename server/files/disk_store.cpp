#include "server/files/disk_store.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <iterator>
#include <new>
#include <utility>

namespace dialtone::files {

namespace {

/// A file's octets, counted while anybody holds them.
class Loaded {
 public:
    Loaded(std::size_t size, std::shared_ptr<std::size_t> live)
        : octets_{new std::uint8_t[size]}, size_{size}, live_{std::move(live)} {
        *live_ += size_;
    }

    ~Loaded() { *live_ -= size_; }

    Loaded(const Loaded&) = delete;
    Loaded& operator=(const Loaded&) = delete;

    /// False when the file ended before its size: somebody is writing it.
    bool read(int descriptor) {
        std::size_t done = 0;
        while (done < size_) {
            const auto got =
                ::pread(descriptor, octets_.get() + done, size_ - done, static_cast<off_t>(done));
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got <= 0) {
                return false;
            }
            done += static_cast<std::size_t>(got);
        }
        return true;
    }

    [[nodiscard]] Bytes octets() const { return {octets_.get(), size_}; }

 private:
    std::unique_ptr<std::uint8_t[]> octets_;  // not a vector: 60 MB need not be zeroed before they are read
    std::size_t size_;
    std::shared_ptr<std::size_t> live_;
};

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// One number that differs with overwhelming likelihood when any part does (boost::hash_combine's mixing).
std::uint64_t mix(std::initializer_list<std::uint64_t> parts) {
    std::uint64_t hash = 0;
    for (const auto part : parts) {
        hash = (hash ^ part) * 0x9e3779b97f4a7c15ULL;
        hash ^= hash >> 32U;
    }
    return hash;
}

}  // namespace

DiskStore::DiskStore(DiskStoreOptions options)
    : options_{std::move(options)}, index_{options_.root, {options_.max_files, options_.max_directories}} {}

Store::Answer DiskStore::open(const Name& name) {
    if (index_.root() < 0) {
        refresh_if_due();
    }
    if (index_.root() < 0) {
        return {};
    }
    // Most names that phones ask for are not there: one look at the directory's time tells so.
    if (!index_.lacks_at_top(name.folded())) {
        if (auto exact = open_path(name.text()); exact.outcome != Outcome::missing) {
            return exact;
        }
    }
    refresh_if_due();
    const auto* spelled = index_.find(name.folded());
    return spelled == nullptr || index_.root() < 0 ? Answer{} : open_path(*spelled);
}

void DiskStore::for_each_path(const std::function<void(const std::string&)>& visit) {
    refresh_if_due();
    index_.for_each(visit);
}

std::uint64_t DiskStore::edition() {
    refresh_if_due();
    return index_.edition();
}

bool DiskStore::refresh() {
    next_check_ = std::chrono::steady_clock::now() + options_.recheck;
    index_.refresh();
    return index_.root() >= 0;
}

void DiskStore::refresh_if_due() {
    if (std::chrono::steady_clock::now() >= next_check_) {
        refresh();
    }
}

DiskStore::Identity DiskStore::identity_of(int descriptor) {
    struct stat status {};

    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return {};
    }
    return {
        status.st_dev,
        status.st_ino,
        status.st_size,
        nanoseconds(status.st_mtim),
        nanoseconds(status.st_ctim)};
}

Store::Answer DiskStore::open_path(const std::string& path) {
    const auto descriptor = open_beneath(index_.root(), path);
    if (!descriptor.is_open()) {
        const bool is_out_of_descriptors = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
        return {is_out_of_descriptors ? Outcome::busy : Outcome::missing, {}};
    }
    const auto identity = identity_of(descriptor.get());
    if (identity == Identity{}) {
        return {};  // a directory, a pipe, a device
    }
    if (const auto found = by_path_.find(path); found != by_path_.end()) {
        if (found->second->identity == identity) {
            residents_.splice(residents_.begin(), residents_, found->second);
            return {Outcome::found, found->second->file};
        }
        forget(found->second);
    }
    return load(descriptor.get(), path, identity);
}

Store::Answer DiskStore::load(int descriptor, const std::string& path, const Identity& identity) {
    const auto size = static_cast<std::size_t>(identity.size);
    trim();
    if (size > options_.max_live_octets || *live_ > options_.max_live_octets - size) {
        return {Outcome::busy, {}};
    }
    std::shared_ptr<Loaded> loaded;
    try {
        loaded = std::make_shared<Loaded>(size, live_);
    } catch (const std::bad_alloc&) {
        return {Outcome::busy, {}};
    }
    if (!loaded->read(descriptor) || identity_of(descriptor) != identity) {
        return {Outcome::busy, {}};
    }
    FileView file;
    file.content.octets = loaded->octets();
    file.content.owner = std::move(loaded);
    file.spelled = path;
    file.version = mix(
        {identity.inode,
         static_cast<std::uint64_t>(identity.size),
         static_cast<std::uint64_t>(identity.modified_ns)}
    );
    file.modified = WallTime{Duration{identity.modified_ns / 1000}};
    if (is_settled(identity)) {
        keep(path, identity, file);
    }
    return {Outcome::found, std::move(file)};
}

bool DiskStore::is_settled(const Identity& identity) const {
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    const auto settle = std::chrono::nanoseconds{options_.settle}.count();
    return settle == 0 || identity.changed_ns + settle < nanoseconds(now);
}

void DiskStore::keep(const std::string& path, const Identity& identity, const FileView& file) {
    residents_.push_front({path, identity, file});
    by_path_[path] = residents_.begin();
    cached_ += file.content.octets.size();
}

void DiskStore::forget(Residents::iterator resident) {
    cached_ -= resident->file.content.octets.size();
    by_path_.erase(resident->path);
    residents_.erase(resident);
}

/// Forgets the least recently used files that nobody is being sent, until the rest fits.
void DiskStore::trim() {
    constexpr std::size_t kMaxResidents = 4096;
    auto next = residents_.end();
    while (next != residents_.begin() &&
           (cached_ > options_.max_cached_octets || residents_.size() > kMaxResidents)) {
        const auto candidate = std::prev(next);
        if (candidate->file.content.owner.use_count() > 1) {
            next = candidate;
        } else {
            forget(candidate);
        }
    }
}

}  // namespace dialtone::files
