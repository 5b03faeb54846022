#pragma once

#include "server/net/event_loop.hpp"
#include "server/net/socket_address.hpp"
#include "server/net/stream.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The two ends of TCP connections for tests: a plain socket, and handlers on a loop.
namespace dialtone::net::test {

/// A client with the plain socket interface, as the world outside is one.
class Peer {
 public:
    explicit Peer(const Endpoint& server) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        const auto address = to_sockaddr(server);
        // Its type is the C interface's, which takes all kinds of addresses.
        REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }

    ~Peer() { ::close(socket_); }

    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    void send(std::string_view text) const {
        REQUIRE(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
    }

    void end() const { REQUIRE(::shutdown(socket_, SHUT_WR) == 0); }

    /// Ends it with RST.
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        ::close(std::exchange(socket_, ::socket(AF_INET, SOCK_STREAM, 0)));
    }

    /// What one read gives without waiting; nullopt when nothing is there, empty at the end.
    [[nodiscard]] std::optional<std::string> receive() const {
        std::string octets(65536, '\0');
        const auto size = ::recv(socket_, octets.data(), octets.size(), MSG_DONTWAIT);
        if (size < 0) {
            return std::nullopt;
        }
        octets.resize(static_cast<std::size_t>(size));
        return octets;
    }

 private:
    int socket_;
};

/// A listener whose every connection gets a handler of one kind.
template <class Handler>
struct Host {
    EventLoop loop{"test"};
    std::vector<std::unique_ptr<Handler>> handlers;
    std::unique_ptr<StreamListener> listener = listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});

    Host() {
        listener->start([this](std::unique_ptr<Stream> accepted) {
            handlers.push_back(std::make_unique<Handler>());
            handlers.back()->stream = std::move(accepted);
            handlers.back()->stream->start(*handlers.back());
        });
    }

    Handler& only() { return *handlers.at(0); }
};

/// Notes what happens, and does what the test wants at the first octets.
struct Scripted : StreamHandler {
    void on_data(Bytes data) override {
        heard += text_of(data);
        if (on_first) {
            std::exchange(on_first, nullptr)(*this);
        }
    }

    void on_closed(std::string_view why) override { reason = why; }

    inline static std::function<void(Scripted&)> wanted;

    std::function<void(Scripted&)> on_first = wanted;
    std::string heard;
    std::string reason;
    std::unique_ptr<Stream> stream;
};

}  // namespace dialtone::net::test
