#pragma once

#include <string>
#include <string_view>

namespace dialtone::app {

/// Tells systemd (Type=notify) how we are: "READY=1", "RELOADING=1", "STOPPING=1", "STATUS=…". Does nothing
/// when nobody listens ($NOTIFY_SOCKET unset).
void notify_service_manager(std::string_view state);

/// What of root's powers a process keeps when it changes to another user.
enum class Kept {
    nothing,
    /// Ports below 1024 and packet sockets (CAP_NET_BIND_SERVICE, CAP_NET_RAW): DHCP opens its sockets when
    /// it takes over from another process, and the clients' port whenever it looks for other servers.
    network,
};

/// Changes to `user` and its groups for good. Before any thread is started, since capabilities belong to
/// threads. Returns an empty text, or what went wrong.
std::string become_user(const std::string& user, Kept kept);

/// Gives a directory and all in it to `user`, so that what root created before it became that user can be
/// written afterwards. Symbolic links are not followed. Returns an empty text, or what went wrong.
std::string give_directory_to_user(const std::string& directory, const std::string& user);

/// Raises the limit of open files to its hard bound and returns it: one phone is one descriptor.
std::size_t raise_open_files_limit();

}  // namespace dialtone::app
