#include "server/lab/private_network.hpp"

#include "server/lab/netlink.hpp"
#include "server/net/socket_address.hpp"

#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <utility>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dialtone::lab {

namespace {

constexpr int kChildFailed = 125;

/// Two ends of a pipe, closed in time.
class Pipe {
 public:
    Pipe() {
        if (pipe2(ends_.data(), O_CLOEXEC) != 0) {
            net::throw_errno("open a pipe");
        }
    }

    ~Pipe() {
        close_end(0);
        close_end(1);
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void write(std::string_view text) {
        // Nobody is left to be told when this fails: the reader sees the end of the pipe instead.
        [[maybe_unused]] const auto written = ::write(ends_[1], text.data(), text.size());
        close_end(1);
    }

    /// All until the other side closes.
    std::string read() {
        close_end(1);
        std::string text;
        std::array<char, 256> piece{};
        for (ssize_t size = 0; (size = ::read(ends_[0], piece.data(), piece.size())) > 0;) {
            text.append(piece.data(), static_cast<std::size_t>(size));
        }
        return text;
    }

 private:
    void close_end(std::size_t end) {
        if (ends_[end] >= 0) {
            ::close(std::exchange(ends_[end], -1));
        }
    }

    std::array<int, 2> ends_{-1, -1};
};

void write_file(const char* path, const std::string& text) {
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || ::write(fd, text.data(), text.size()) < 0) {
        const int reason = errno;
        if (fd >= 0) {
            ::close(fd);
        }
        errno = reason;
        net::throw_errno(std::string{"write "} + path);
    }
    ::close(fd);
}

void die_with_parent(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(kChildFailed);  // it was gone before the line above
    }
}

/// What happens in the child before its program: a namespace, then the cable's end in it.
void run_server_side(
    const ServerSide& side, Pipe& is_ready, Pipe& may_go_on, const std::function<void()>& program
) {
    try {
        if (unshare(CLONE_NEWNET) != 0) {
            net::throw_errno("make the server's network namespace");
        }
        is_ready.write("ready");
        if (may_go_on.read() != "go") {
            _exit(kChildFailed);
        }
        Netlink netlink;
        netlink.set_up("lo");
        netlink.add_address(kServerInterface, side.address, side.network);
        netlink.set_up(kServerInterface);
        for (const auto& network : side.beyond) {
            netlink.add_route(kServerInterface, network, side.neighbour);
        }
        program();
    } catch (const std::exception& error) {
        fmt::print(stderr, "dialtone: the sandbox's network: {}\n", error.what());
    }
    _exit(kChildFailed);
}

}  // namespace

void enter_private_network() {
    const auto user = geteuid();
    const auto group = getegid();
    const int flags = user == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET;
    if (unshare(flags) != 0) {
        net::throw_errno("make a network namespace");
    }
    if (user != 0) {
        write_file("/proc/self/setgroups", "deny");
        write_file("/proc/self/uid_map", fmt::format("0 {} 1", user));
        write_file("/proc/self/gid_map", fmt::format("0 {} 1", group));
    }
    Netlink netlink;
    netlink.set_up("lo");
}

pid_t start_on_server_side(const ServerSide& side, const std::function<void()>& program) {
    Pipe is_ready;
    Pipe may_go_on;
    const auto parent = getpid();
    const auto child = fork();
    if (child < 0) {
        net::throw_errno("start the server");
    }
    if (child == 0) {
        die_with_parent(parent);
        run_server_side(side, is_ready, may_go_on, program);
    }
    try {
        if (is_ready.read() != "ready") {
            errno = EPERM;
            net::throw_errno("make the server's network namespace");
        }
        Netlink netlink;
        netlink.add_cable(kPhoneInterface, kServerInterface, child);
        netlink.set_up(kPhoneInterface);
        netlink.add_route(kPhoneInterface, side.network);
        netlink.add_guest_address("lo", side.neighbour);
        may_go_on.write("go");
    } catch (...) {
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        throw;
    }
    return child;
}

Outcome<void> may_make_private_network() {
    Pipe verdict;
    const auto child = fork();
    if (child < 0) {
        return failed(fmt::format("cannot start a process: {}", std::strerror(errno)));
    }
    if (child == 0) {
        try {
            enter_private_network();
            const ServerSide side{Ipv4{10, 77, 0, 1}, Cidr{Ipv4{10, 77, 0, 0}, 16}, Ipv4{10, 77, 0, 2}, {}};
            const auto server = start_on_server_side(side, [] { _exit(0); });
            int status = 0;
            waitpid(server, &status, 0);
            verdict.write(status == 0 ? "yes" : "the server's side could not be set up");
        } catch (const std::exception& error) {
            verdict.write(error.what());
        }
        _exit(0);
    }
    const auto text = verdict.read();
    waitpid(child, nullptr, 0);
    if (text != "yes") {
        return invalid(text.empty() ? "the kernel gave no reason" : text);
    }
    return boost::system::in_place_value;
}

}  // namespace dialtone::lab
