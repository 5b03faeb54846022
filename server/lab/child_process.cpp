#include "server/lab/child_process.hpp"

#include "server/lab/interruption.hpp"
#include "server/net/socket_address.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dialtone::lab {

namespace {

constexpr int kChildFailed = 125;
constexpr int kPoliteWaits = 100;         ///< after SIGTERM
constexpr useconds_t kOneWait = 100'000;  ///< microseconds

int status_of(int waited) {
    return WIFEXITED(waited) ? WEXITSTATUS(waited) : 128 + WTERMSIG(waited);
}

void redirect_output(const std::string& file) {
    const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd >= 0) {
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        ::close(fd);
    }
}

}  // namespace

void become(const Invocation& invocation) {
    setpgid(0, 0);  // Ctrl-C is for the parent, which stops us in its order
    for (const auto& [name, value] : invocation.environment) {
        setenv(name.c_str(), value.c_str(), 1);
    }
    if (!invocation.log.empty()) {
        redirect_output(invocation.log);
    }
    std::vector<std::string> words{"dialtone"};
    words.insert(words.end(), invocation.arguments.begin(), invocation.arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    execv("/proc/self/exe", pointers.data());
}

pid_t start_child(const std::function<void()>& body) {
    const auto parent = getpid();
    const auto child = fork();
    if (child < 0) {
        net::throw_errno("start a process");
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent) {
            body();
        }
        _exit(kChildFailed);
    }
    return child;
}

int run_to_end(const Invocation& invocation) {
    const auto child = start_child([&] { become(invocation); });
    int waited = 0;
    while (waitpid(child, &waited, 0) < 0 && errno == EINTR) {
    }
    return status_of(waited);
}

std::optional<int> ChildProcess::ended() {
    int waited = 0;
    if (!status_ && waitpid(pid_, &waited, WNOHANG) == pid_) {
        status_ = status_of(waited);
    }
    return status_;
}

void ChildProcess::stop() {
    if (ended()) {
        return;
    }
    kill(pid_, SIGTERM);
    for (int i = 0; i < kPoliteWaits && !ended(); ++i) {
        usleep(kOneWait);
    }
    if (!ended()) {
        kill(pid_, SIGKILL);
        int waited = 0;
        waitpid(pid_, &waited, 0);
        status_ = status_of(waited);
    }
}

ReadySocket::ReadySocket(std::string path) : path_{std::move(path)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        net::throw_errno("listen at " + path_);
    }
    std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
    socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    unlink(path_.c_str());
    if (socket_ < 0 || bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        net::throw_errno("listen at " + path_);
    }
}

ReadySocket::~ReadySocket() {
    ::close(socket_);
    unlink(path_.c_str());
}

bool ReadySocket::wait_ready(ChildProcess& child, int seconds) {
    constexpr int kSlice = 100;  // milliseconds: a child that ended says nothing here
    for (int waited = 0; waited < seconds * 1000; waited += kSlice) {
        pollfd waiting{socket_, POLLIN, 0};
        if (poll(&waiting, 1, kSlice) > 0) {
            std::array<char, 1024> text{};
            const auto size = recv(socket_, text.data(), text.size(), 0);
            const std::string_view state{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
            if (state.find("READY=1") != std::string_view::npos) {
                return true;
            }
        } else if (child.ended() || Interruption::has_come()) {
            return false;
        }
    }
    return false;
}

}  // namespace dialtone::lab
