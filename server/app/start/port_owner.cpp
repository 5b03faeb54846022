#include "server/app/start/port_owner.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace dialtone::app {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kTcpListen = 0x0a;

struct KernelSocket {
    Endpoint local;
    unsigned state = 0;
    std::string inode;
};

/// One line of /proc/net/udp or tcp: "sl local_address rem_address st … inode", numbers in hexadecimal.
std::optional<KernelSocket> parse_line(const std::string& line) {
    std::istringstream columns{line};
    std::string slot;
    std::string local;
    std::string remote;
    std::string state;
    std::string skipped;
    KernelSocket socket;
    columns >> slot >> local >> remote >> state;
    for (int i = 0; i < 5; ++i) {
        columns >> skipped;
    }
    columns >> socket.inode;
    std::uint32_t address = 0;
    const auto colon = local.find(':');
    if (!columns || colon == std::string::npos) {
        return std::nullopt;
    }
    std::from_chars(local.data(), local.data() + colon, address, 16);
    std::from_chars(local.data() + colon + 1, local.data() + local.size(), socket.local.port, 16);
    std::from_chars(state.data(), state.data() + state.size(), socket.state, 16);
    socket.local.address = Ipv4{ntohl(address)};
    return socket;
}

std::vector<KernelSocket> sockets_of(Transport transport) {
    std::ifstream table{transport == Transport::udp ? "/proc/net/udp" : "/proc/net/tcp"};
    std::string line;
    std::getline(table, line);
    std::vector<KernelSocket> sockets;
    while (std::getline(table, line)) {
        const auto socket = parse_line(line);
        if (socket && (transport == Transport::udp || socket->state == kTcpListen)) {
            sockets.push_back(*socket);
        }
    }
    return sockets;
}

bool holds_socket(const fs::path& process, const std::string& link) {
    std::error_code error;
    for (const auto& descriptor : fs::directory_iterator{process / "fd", error}) {
        std::error_code unreadable;
        if (fs::read_symlink(descriptor.path(), unreadable) == link) {
            return true;
        }
    }
    return false;
}

/// The process that holds the socket, found by its inode among all descriptors we may read.
std::string process_of(const std::string& inode) {
    const auto link = "socket:[" + inode + "]";
    std::error_code error;
    for (const auto& process : fs::directory_iterator{"/proc", error}) {
        const auto pid = process.path().filename().string();
        if (pid.find_first_not_of("0123456789") != std::string::npos || !holds_socket(process.path(), link)) {
            continue;
        }
        std::ifstream comm{process.path() / "comm"};
        std::string name;
        std::getline(comm, name);
        return fmt::format("{} (pid {})", name, pid);
    }
    return "a process of another user (run as root to see its name)";
}

bool collides(const Endpoint& theirs, const Endpoint& ours) {
    const bool same_address =
        theirs.address == ours.address || theirs.address.is_unspecified() || ours.address.is_unspecified();
    return theirs.port == ours.port && same_address;
}

}  // namespace

std::vector<TakenPort> taken_ports(const std::vector<NeededPort>& needed) {
    std::vector<TakenPort> taken;
    for (const auto& port : needed) {
        for (const auto& socket : sockets_of(port.transport)) {
            if (collides(socket.local, port.endpoint)) {
                taken.push_back({port, process_of(socket.inode)});
                break;
            }
        }
    }
    return taken;
}

}  // namespace dialtone::app
