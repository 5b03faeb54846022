// A disk that fails when it is told to: loaded into the real program by LD_PRELOAD, it counts what the
// program asks of some files, and lets one of these operations fail.
//
//   FAILING_DISK_FILE   which files: those whose name begins so, e.g. leases.db; -shm is memory, whatever it
//   looks like FAILING_DISK_AT     the operation that fails, counted from 1 FAILING_DISK_HOW    kill   the
//   process dies before it
//                       torn   half of a write reaches the file, then the process dies
//                       power  the power fails: what was not synchronised is gone as well
//                       error  it fails with EIO, once
//                       full   from then on every write fails with ENOSPC
//   FAILING_DISK_TOLD   a file into which the number, the operation and the file are written when it happens
//
// A file that was made or removed counts as made or removed at once, also when the power fails.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace {

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

using Pwrite = ssize_t(int, const void*, size_t, off_t);
using Write = ssize_t(int, const void*, size_t);
using Truncate = int(int, off_t);
using Sync = int(int);
using Unlink = int(const char*);

ssize_t real_pwrite(int file, const void* data, size_t size, off_t at) {
    static auto* function = real<Pwrite>("pwrite64");
    return function(file, data, size, at);
}

ssize_t real_write(int file, const void* data, size_t size) {
    static auto* function = real<Write>("write");
    return function(file, data, size);
}

int real_truncate(int file, off_t size) {
    static auto* function = real<Truncate>("ftruncate64");
    return function(file, size);
}

std::string variable(const char* name) {
    const auto* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// What stood in a file before a change that is not on the disk yet.
struct Undo {
    off_t size = 0;  ///< of the whole file
    off_t at = 0;
    std::string octets;
};

class Disk {
 public:
    /// Counts an operation on a file. False when it must fail, with errno set.
    bool allows(const char* operation, const std::string& path, bool is_write) {
        if (!concerns(path)) {
            return true;
        }
        ++count_;
        if (how_ == "full" && count_ >= at_ && is_write) {
            tell(operation, path);
            errno = ENOSPC;
            return false;
        }
        if (count_ != at_ || how_ == "full") {
            return true;
        }
        tell(operation, path);
        if (how_ == "error") {
            errno = EIO;
            return false;
        }
        if (how_ == "torn" && is_write) {
            is_torn_ = true;
            return true;
        }
        if (how_ == "power") {
            lose_power();
        }
        die();
    }

    /// How much of a write reaches the file.
    [[nodiscard]] size_t part_of(size_t size) const { return is_torn_ ? size / 2 : size; }

    void end_torn_write() const {
        if (is_torn_) {
            die();
        }
    }

    /// The octets at a place, and all behind it when the file is cut there, are about to change.
    void remember(int file, const std::string& path, off_t at, size_t size) {
        struct stat now {};

        if (how_ != "power" || !concerns(path) || fstat(file, &now) != 0) {
            return;
        }
        Undo undo{now.st_size, at, {}};
        undo.octets.resize(
            static_cast<size_t>(std::clamp<off_t>(now.st_size - at, 0, static_cast<off_t>(size)))
        );
        const int reading = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        const auto got = pread(reading, undo.octets.data(), undo.octets.size(), at);
        close(reading);
        undo.octets.resize(static_cast<size_t>(std::max<ssize_t>(got, 0)));
        unsynchronised_[path].push_back(std::move(undo));
    }

    /// A file is on the disk, or gone.
    void forget(const std::string& path) { unsynchronised_.erase(path); }

    std::recursive_mutex mutex;

 private:
    [[nodiscard]] bool concerns(const std::string& path) const {
        const auto name = std::string_view{path}.substr(path.rfind('/') + 1);
        return !file_.empty() && name.starts_with(file_) && !name.ends_with("-shm");
    }

    void tell(const char* operation, const std::string& path) const {
        const auto line =
            std::to_string(count_) + " " + operation + " " + path.substr(path.rfind('/') + 1) + "\n";
        const int file = open(told_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        real_write(file, line.data(), line.size());
        close(file);
    }

    void lose_power() {
        for (auto& [path, undos] : unsynchronised_) {
            const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
            for (auto undo = undos.rbegin(); undo != undos.rend(); ++undo) {
                real_pwrite(file, undo->octets.data(), undo->octets.size(), undo->at);
                real_truncate(file, undo->size);
            }
            close(file);
        }
    }

    [[noreturn]] static void die() {
        kill(getpid(), SIGKILL);
        for (;;) {
            pause();
        }
    }

    std::string file_ = variable("FAILING_DISK_FILE");
    std::string how_ = variable("FAILING_DISK_HOW");
    std::string told_ = variable("FAILING_DISK_TOLD");
    long at_ = std::atol(variable("FAILING_DISK_AT").c_str());
    long count_ = 0;
    bool is_torn_ = false;
    std::map<std::string, std::vector<Undo>> unsynchronised_;
};

Disk& disk() {
    static auto* const only = new Disk;  // used until the process ends, after all destructors
    return *only;
}

std::string path_of(int file) {
    std::array<char, 4096> path{};
    const auto link = "/proc/self/fd/" + std::to_string(file);
    const auto size = readlink(link.c_str(), path.data(), path.size());
    return {path.data(), static_cast<size_t>(std::max<ssize_t>(size, 0))};
}

ssize_t put(int file, const void* data, size_t size, off_t at) {
    const std::lock_guard guard{disk().mutex};
    const auto path = path_of(file);
    if (!disk().allows("write", path, true)) {
        return -1;
    }
    disk().remember(file, path, at, size);
    const auto written = real_pwrite(file, data, disk().part_of(size), at);
    disk().end_torn_write();
    return written;
}

int cut(int file, off_t size) {
    const std::lock_guard guard{disk().mutex};
    const auto path = path_of(file);
    if (!disk().allows("truncate", path, false)) {
        return -1;
    }
    constexpr size_t kAllBehind = 1U << 30U;
    disk().remember(file, path, size, kAllBehind);
    return real_truncate(file, size);
}

int synchronise(const char* function, int file) {
    const std::lock_guard guard{disk().mutex};
    const auto path = path_of(file);
    if (!disk().allows(function, path, false)) {
        return -1;
    }
    const auto result = real<Sync>(function)(file);
    if (result == 0) {
        disk().forget(path);
    }
    return result;
}

}  // namespace

extern "C" {

ssize_t pwrite(int file, const void* data, size_t size, off_t at) {
    return put(file, data, size, at);
}

ssize_t pwrite64(int file, const void* data, size_t size, off_t at) {
    return put(file, data, size, at);
}

int ftruncate(int file, off_t size) noexcept {
    return cut(file, size);
}

int ftruncate64(int file, off_t size) noexcept {
    return cut(file, size);
}

int fsync(int file) {
    return synchronise("fsync", file);
}

int fdatasync(int file) {
    return synchronise("fdatasync", file);
}

int unlink(const char* path) noexcept {
    const std::lock_guard guard{disk().mutex};
    if (!disk().allows("unlink", path, false)) {
        return -1;
    }
    disk().forget(path);
    return real<Unlink>("unlink")(path);
}

}  // extern "C"
