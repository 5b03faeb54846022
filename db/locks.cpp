#include "db/locks.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace dialtone::db {

namespace {

constexpr mode_t kLockMode = 0660;
constexpr int kAttempts = 3;
constexpr std::chrono::milliseconds kBetweenAttempts{10};

/// The process that wrote its number into the lock file; 0 when there is none.
pid_t written_holder(int descriptor) {
    std::array<char, 16> text{};
    const auto size = ::pread(descriptor, text.data(), text.size(), 0);
    pid_t pid = 0;
    if (size > 0) {
        std::from_chars(text.data(), text.data() + size, pid);
    }
    return pid;
}

void write_holder(int descriptor) {
    const auto text = fmt::format("{}\n", ::getpid());
    // Only for the sentence that a second process prints: the lock itself is the kernel's.
    if (::ftruncate(descriptor, 0) == 0) {
        [[maybe_unused]] const auto written = ::pwrite(descriptor, text.data(), text.size(), 0);
    }
}

int lock_without_interruption(int descriptor, int operation) {
    int result = 0;
    do {
        result = ::flock(descriptor, operation);
    } while (result != 0 && errno == EINTR);
    return result;
}

Problem refusal(const std::filesystem::path& file, std::string_view what, int descriptor, int error) {
    if (error != EWOULDBLOCK) {
        return failed(fmt::format("Cannot lock {}: {}.", file.string(), std::strerror(error)));
    }
    const auto pid = written_holder(descriptor);
    return busy(fmt::format(
        "The {} is already served by {} ({}). Stop that process first, or use another data directory.",
        what,
        pid == 0 ? "another process" : fmt::format("process {}", pid),
        file.string()
    ));
}

}  // namespace

Outcome<FileLock> FileLock::take(const std::filesystem::path& file, std::string_view what, int operation) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kLockMode);
    if (descriptor < 0) {
        return failed(fmt::format("Cannot open the lock {}: {}.", file.string(), std::strerror(errno)));
    }
    FileLock lock{descriptor};
    // Whoever created the file did so under a umask; another member of the group must be able to lock it.
    [[maybe_unused]] const int ignored = ::fchmod(descriptor, kLockMode);
    if (lock_without_interruption(descriptor, operation) != 0) {
        return refusal(file, what, descriptor, errno);
    }
    write_holder(descriptor);
    return lock;
}

Outcome<FileLock> FileLock::acquire(const std::filesystem::path& file, std::string_view what) {
    // A listing that asks for the holder() has the lock for an instant, which is no reason to refuse a
    // server.
    for (int attempt = 1; attempt < kAttempts; ++attempt) {
        auto lock = take(file, what, LOCK_EX | LOCK_NB);
        if (lock.has_value() || lock.error().kind != ProblemKind::busy) {
            return lock;
        }
        std::this_thread::sleep_for(kBetweenAttempts);
    }
    return take(file, what, LOCK_EX | LOCK_NB);
}

Outcome<FileLock> FileLock::wait_for(const std::filesystem::path& file, std::string_view what) {
    return take(file, what, LOCK_EX);
}

std::optional<pid_t> FileLock::holder(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return std::nullopt;
    }
    const FileLock probe{descriptor};
    if (lock_without_interruption(descriptor, LOCK_SH | LOCK_NB) == 0) {
        return std::nullopt;
    }
    return written_holder(descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

}  // namespace dialtone::db
