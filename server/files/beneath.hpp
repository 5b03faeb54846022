#pragma once

#include <string>
#include <utility>

namespace dialtone::files {

/// A file descriptor that is closed when it goes.
class Descriptor {
 public:
    Descriptor() = default;

    explicit Descriptor(int fd) : fd_{fd} {}

    Descriptor(Descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] bool is_open() const { return fd_ >= 0; }

    [[nodiscard]] int get() const { return fd_; }

    [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
    int fd_ = -1;
};

/// Opens the relative `path` below the directory `root` for reading so that it cannot end up outside
/// of it, whatever symbolic links stand in the way. Never waits on a pipe. Not open, with errno set,
/// when that fails.
///
/// With Linux 5.6's openat2 links that stay inside are followed; without it none is.
Descriptor open_beneath(int root, const std::string& path, int flags = 0);

/// What open_beneath falls back to: component by component, following no symbolic link.
Descriptor open_following_no_link(int root, const std::string& path, int flags = 0);

}  // namespace dialtone::files
