#include "server/files/beneath.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

namespace dialtone::files {

namespace {

constexpr int kReading = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// ENOSYS: a kernel before 5.6. EPERM: an older container runtime's filter of system calls.
bool is_unavailable(int error) {
    return error == ENOSYS || error == EPERM;
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Descriptor open_beneath(int root, const std::string& path, int flags) {
    open_how how{};
    how.flags = static_cast<unsigned>(kReading | flags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const auto fd = syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
    if (fd < 0 && is_unavailable(errno)) {
        return open_following_no_link(root, path, flags);
    }
    return Descriptor{static_cast<int>(fd)};
}

Descriptor open_following_no_link(int root, const std::string& path, int flags) {
    Descriptor directory;
    std::size_t begin = 0;
    for (auto end = path.find('/'); end != std::string::npos; end = path.find('/', begin)) {
        const auto component = path.substr(begin, end - begin);
        if (component == "..") {
            errno = EXDEV;
            return {};
        }
        const int from = directory.is_open() ? directory.get() : root;
        Descriptor next{openat(from, component.c_str(), kReading | O_DIRECTORY | O_NOFOLLOW)};
        if (!next.is_open()) {
            return {};
        }
        directory = std::move(next);
        begin = end + 1;
    }
    const auto last = path.substr(begin);
    if (last.empty() || last == "..") {
        errno = EXDEV;
        return {};
    }
    const int from = directory.is_open() ? directory.get() : root;
    return Descriptor{openat(from, last.c_str(), kReading | O_NOFOLLOW | flags)};
}

}  // namespace dialtone::files
