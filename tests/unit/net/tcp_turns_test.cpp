// What happens to TCP connections within and between the turns of their loop.
#include "server/net/stream.hpp"
#include "tests/unit/net/tcp_host.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::net;
using namespace dialtone::net::test;

TEST_CASE("Stream: all answers of a reading turn leave in one write at its end", "[net]") {
    Scripted::wanted = [](Scripted& self) {
        REQUIRE(self.stream->send(bytes_of("one ")));
        REQUIRE(self.stream->send(bytes_of("two")));
    };
    Host<Scripted> host;
    const Peer peer{host.listener->local()};
    peer.send("questions");
    host.loop.poll();
    REQUIRE(host.only().heard == "questions");
    REQUIRE(peer.receive() == "one two");
    // A later turn's answer starts from an empty buffer.
    REQUIRE(host.only().stream->send(bytes_of("three")));
    host.loop.poll();
    REQUIRE(peer.receive() == "three");
}

TEST_CASE("Stream: the last word is sent when the handler closes while it reads", "[net]") {
    const auto how = GENERATE(Closing::graceful, Closing::lingering);
    Scripted::wanted = [how](Scripted& self) {
        REQUIRE(self.stream->send(bytes_of("bye")));
        self.stream->close(how);
    };
    Host<Scripted> host;
    const Peer peer{host.listener->local()};
    peer.send("hello");
    host.loop.poll();
    REQUIRE(peer.receive() == "bye");
    REQUIRE(peer.receive() == "");
    REQUIRE(host.only().reason.empty());
}

TEST_CASE("Stream: a handler may reset, or let go of, its stream while it reads", "[net]") {
    const bool resets = GENERATE(true, false);
    Scripted::wanted = [resets](Scripted& self) {
        REQUIRE(self.stream->send(bytes_of("never mind")));
        if (resets) {
            self.stream->close(Closing::reset);
        }
        self.stream.reset();
    };
    Host<Scripted> host;
    const Peer peer{host.listener->local()};
    peer.send("hello");
    host.loop.poll();
    REQUIRE(host.only().heard == "hello");
    REQUIRE(host.only().reason.empty());
    const auto got = peer.receive();
    REQUIRE(got == (resets ? std::nullopt : std::optional<std::string>{"never mind"}));
}

TEST_CASE("Stream: more answers in one turn than the queue holds end the connection after it", "[net]") {
    Scripted::wanted = [](Scripted& self) {
        REQUIRE(self.stream->send(Buffer(200U << 10U, 0x55)));
        REQUIRE_FALSE(self.stream->send(Buffer(200U << 10U, 0x55)));
        REQUIRE(self.reason.empty());
    };
    Host<Scripted> host;
    const Peer peer{host.listener->local()};
    peer.send("hello");
    host.loop.poll();
    REQUIRE(host.only().reason == "send queue full");
}

TEST_CASE("Stream: a handler ends another whose octets came in the same turn", "[net]") {
    Host<Scripted> host;
    std::size_t heard = 0;
    Scripted::wanted = [&](Scripted& self) {
        ++heard;
        for (const auto& other : host.handlers) {
            if (other.get() != &self) {
                other->stream.reset();
            }
        }
    };
    const Peer one{host.listener->local()};
    const Peer two{host.listener->local()};
    host.loop.poll();
    REQUIRE(host.handlers.size() == 2);
    one.send("me");
    two.send("me");
    host.loop.poll();
    REQUIRE(heard == 1);
}

TEST_CASE("Stream: a peer that has finished speaking and then resets is gone at once", "[net]") {
    /// Has something to say later, and nothing now.
    struct Thinker final : Scripted {
        bool on_end() override { return true; }
    };

    Scripted::wanted = nullptr;
    Host<Thinker> host;
    Peer peer{host.listener->local()};
    peer.end();
    host.loop.poll();
    REQUIRE(host.only().reason.empty());
    peer.reset();
    host.loop.poll();
    REQUIRE(host.only().reason == "Broken pipe");  // what Linux makes of a reset after the end
}

TEST_CASE("Stream: more connections than one turn looks at are all served", "[net]") {
    constexpr std::size_t kMany = 300;
    Scripted::wanted = [](Scripted& self) { REQUIRE(self.stream->send(bytes_of(self.heard))); };
    Host<Scripted> host;
    std::vector<std::unique_ptr<Peer>> peers;
    for (std::size_t i = 0; i < kMany; ++i) {
        peers.push_back(std::make_unique<Peer>(host.listener->local()));
        peers.back()->send(std::to_string(i));
    }
    host.loop.poll();
    REQUIRE(host.handlers.size() == kMany);
    for (std::size_t i = 0; i < kMany; ++i) {
        REQUIRE(peers[i]->receive() == std::to_string(i));
    }
}

TEST_CASE("Listener: may go while it accepts", "[net]") {
    EventLoop loop{"test"};
    int accepted = 0;
    auto listener = listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});
    const auto address = listener->local();
    listener->start([&](std::unique_ptr<Stream>) {
        ++accepted;
        listener.reset();
    });
    const Peer one{address};
    const Peer two{address};
    loop.poll();
    REQUIRE(accepted == 1);
}

TEST_CASE("Listener: a port that is taken is refused by name", "[net]") {
    EventLoop loop{"test"};
    const auto first = listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});
    const auto words = "listen on TCP " + first->local().to_string() + ": Address already in use";
    REQUIRE_THROWS_WITH(listen_tcp(loop, {.bind = first->local()}), words);
}
