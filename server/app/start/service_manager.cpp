#include "server/app/start/service_manager.hpp"

#include <fmt/format.h>

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

namespace dialtone::app {

namespace {

/// Makes the calling thread able to do with the network what it may, and nothing else that is privileged.
bool keep_network_capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> sets{};
    if (syscall(SYS_capget, &header, sets.data()) != 0) {
        return false;
    }
    constexpr std::uint32_t kNetwork = 1U << CAP_NET_BIND_SERVICE | 1U << CAP_NET_RAW;
    const auto kept = sets[0].permitted & kNetwork;
    sets = {};
    sets[0].permitted = kept;
    sets[0].effective = kept;
    return syscall(SYS_capset, &header, sets.data()) == 0;
}

}  // namespace

void notify_service_manager(std::string_view state) {
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path == nullptr || std::strlen(path) >= sizeof address.sun_path) {
        return;
    }
    std::strcpy(address.sun_path, path);
    if (address.sun_path[0] == '@') {
        address.sun_path[0] = '\0';  // systemd writes abstract addresses with an @
    }
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
    sendto(fd, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
    close(fd);
}

std::string give_directory_to_user(const std::string& directory, const std::string& user) {
    const auto* entry = getpwnam(user.c_str());
    if (entry == nullptr || geteuid() != 0) {
        return {};  // become_user() says what is wrong; without root there is nothing to give
    }
    std::error_code error;
    std::vector<std::string> paths{directory};
    for (const auto& inner : std::filesystem::recursive_directory_iterator{directory, error}) {
        paths.push_back(inner.path().string());
    }
    for (const auto& path : paths) {
        if (lchown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
            return fmt::format("cannot give {} to user '{}': {}", path, user, std::strerror(errno));
        }
    }
    return {};
}

std::string become_user(const std::string& user, Kept kept) {
    const auto* entry = getpwnam(user.c_str());
    if (entry == nullptr) {
        return fmt::format(
            "there is no user '{}': create it (adduser --system --group {}) or change `user`", user, user
        );
    }
    if (geteuid() == entry->pw_uid) {
        return {};
    }
    // Else the kernel takes all capabilities away with the user.
    const bool keeps = kept == Kept::network && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0;
    if (initgroups(user.c_str(), entry->pw_gid) != 0 || setgid(entry->pw_gid) != 0 ||
        setuid(entry->pw_uid) != 0) {
        return fmt::format("cannot become user '{}': {}", user, std::strerror(errno));
    }
    if (keeps && !keep_network_capabilities()) {
        return fmt::format("cannot keep the capabilities that DHCP needs: {}", std::strerror(errno));
    }
    return {};
}

std::size_t raise_open_files_limit() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

}  // namespace dialtone::app
