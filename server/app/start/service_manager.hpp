#pragma once

#include <string>
#include <string_view>

namespace dialtone::app {

/// Tells systemd (Type=notify) how we are: "READY=1", "RELOADING=1", "STOPPING=1", "STATUS=…". Does nothing
/// when nobody listens ($NOTIFY_SOCKET unset).
void notify_service_manager(std::string_view state);

/// Changes to `user` and its groups for good, keeping nothing of root. Returns an empty text, or what went
/// wrong.
std::string become_user(const std::string& user);

/// Gives a directory and all in it to `user`, so that what root created before it became that user can be
/// written afterwards. Symbolic links are not followed. Returns an empty text, or what went wrong.
std::string give_directory_to_user(const std::string& directory, const std::string& user);

/// Raises the limit of open files to its hard bound and returns it: one phone is one descriptor.
std::size_t raise_open_files_limit();

}  // namespace dialtone::app
