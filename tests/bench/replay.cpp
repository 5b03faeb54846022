#include "tests/bench/replay.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <ctime>
#include <stdexcept>
#include <string>
#include <utility>

namespace dialtone::bench {

namespace {

/// The child's side.
class Replay {
 public:
    Replay(int listener, std::size_t most, std::vector<ReplayStep> steps, Buffer echo)
        : listener_{listener}, steps_{std::move(steps)}, echo_{std::move(echo)}, connections_(most) {}

    [[noreturn]] void run() {
        watch(listener_);
        std::array<epoll_event, 256> events{};
        while (true) {
            const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                const int socket = events.at(static_cast<std::size_t>(i)).data.fd;
                socket == listener_ ? accept_all() : answer(socket);
            }
        }
    }

 private:
    struct Connection {
        std::size_t heard = 0;
        std::size_t step = 0;
        std::size_t echoed = 0;
    };

    void watch(int socket) const {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        epoll_ctl(poll_, EPOLL_CTL_ADD, socket, &event);
    }

    void accept_all() {
        int socket = 0;
        while ((socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
            if (static_cast<std::size_t>(socket) >= connections_.size()) {
                connections_.resize(static_cast<std::size_t>(socket) * 2);
            }
            connections_.at(static_cast<std::size_t>(socket)) = {};
            watch(socket);
        }
    }

    void answer(int socket) {
        const auto size = recv(socket, octets_.data(), octets_.size(), 0);
        if (size <= 0) {
            close(socket);
            return;
        }
        auto& connection = connections_.at(static_cast<std::size_t>(socket));
        connection.heard += static_cast<std::size_t>(size);
        while (connection.step < steps_.size() && connection.heard >= steps_[connection.step].heard) {
            const auto& answer = steps_[connection.step++].answer;
            send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
        }
        const auto all = steps_.back().heard + connection.echoed;
        if (connection.step == steps_.size() && connection.heard >= all + echo_.size()) {
            connection.echoed += echo_.size();
            send(socket, echo_.data(), echo_.size(), MSG_NOSIGNAL);
        }
    }

    int listener_;
    int poll_ = epoll_create1(EPOLL_CLOEXEC);
    std::vector<ReplayStep> steps_;
    Buffer echo_;
    std::vector<Connection> connections_;
    std::array<std::uint8_t, 65536> octets_{};
};

/// In the network namespace that the file names, while this lives; in ours when it is empty.
class Elsewhere {
 public:
    explicit Elsewhere(const std::string& place) {
        if (!place.empty()) {
            enter(open(place.c_str(), O_RDONLY | O_CLOEXEC));
        }
    }

    ~Elsewhere() {
        setns(home_, CLONE_NEWNET);
        close(home_);
    }

    Elsewhere(const Elsewhere&) = delete;
    Elsewhere& operator=(const Elsewhere&) = delete;

 private:
    static void enter(int place) {
        if (setns(place, CLONE_NEWNET) != 0) {
            throw std::runtime_error("cannot enter the server's network namespace");
        }
        close(place);
    }

    int home_ = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
};

int open_listener(std::uint16_t port) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, 4096) != 0) {
        throw std::runtime_error("the replaying server's port is taken");
    }
    return listener;
}

}  // namespace

ReplayServer::ReplayServer(
    const ReplayPlace& place, std::size_t most, std::vector<ReplayStep> steps, Buffer echo
) {
    const int listener = [&] {
        const Elsewhere there{place.network};
        return open_listener(place.port);
    }();
    child_ = fork();
    if (child_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        cpu_set_t cores;
        CPU_ZERO(&cores);
        CPU_SET(static_cast<std::size_t>(place.core), &cores);
        sched_setaffinity(0, sizeof cores, &cores);
        Replay{listener, most, std::move(steps), std::move(echo)}.run();
    }
    close(listener);
}

ReplayServer::~ReplayServer() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
}

double ReplayServer::cpu() const {
    clockid_t clock{};
    timespec used{};
    if (clock_getcpuclockid(child_, &clock) != 0 || clock_gettime(clock, &used) != 0) {
        throw std::runtime_error("the replaying server is gone");
    }
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

}  // namespace dialtone::bench
