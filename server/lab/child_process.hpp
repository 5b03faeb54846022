#pragma once

#include <sys/types.h>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialtone::lab {

/// How this same program is run again: as the commands that a person would type, and as the server.
struct Invocation {
    std::vector<std::string> arguments;  ///< without the program: {"subnet", "add", …}
    std::vector<std::pair<std::string, std::string>> environment;  ///< added to ours
    std::string log;  ///< file to which standard output and error are appended
};

/// Becomes this program with these arguments; to be called in a child. Returns only when that fails.
void become(const Invocation& invocation);

/// Runs it and waits; its exit status, or 128 + signal. @throws std::system_error when it cannot be started.
int run_to_end(const Invocation& invocation);

/// A child process that dies with this one. Stopped by SIGTERM, after some seconds by SIGKILL.
class ChildProcess {
 public:
    /// Takes charge of a process started otherwise.
    explicit ChildProcess(pid_t pid) : pid_{pid} {}

    ~ChildProcess() { stop(); }

    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }

    /// Its exit status (or 128 + signal) once it has ended; does not wait.
    std::optional<int> ended();

    void stop();

 private:
    pid_t pid_;
    std::optional<int> status_;
};

/// Starts a child that dies with this process and calls `body`, which does not return.
pid_t start_child(const std::function<void()>& body);

/// The receiving end of what systemd's services are told to write to: how a server says that it is ready
/// (sd_notify(3)). A socket with a path, which reaches across network namespaces.
class ReadySocket {
 public:
    /// @param path at most 107 octets. @throws std::system_error
    explicit ReadySocket(std::string path);
    ~ReadySocket();
    ReadySocket(const ReadySocket&) = delete;
    ReadySocket& operator=(const ReadySocket&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Waits until READY=1 arrives, the child ends or the time is over; true for the first.
    bool wait_ready(ChildProcess& child, int seconds);

 private:
    std::string path_;
    int socket_ = -1;
};

}  // namespace dialtone::lab
