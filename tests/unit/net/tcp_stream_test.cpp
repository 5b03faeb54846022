#include "server/net/stream.hpp"
#include "tests/unit/net/tcp_host.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::net;
using namespace dialtone::net::test;

namespace {

/// Collects what arrives on one stream.
struct Collector final : StreamHandler {
    explicit Collector(EventLoop& on) : loop{on} {}

    void on_data(Bytes data) override { text += text_of(data); }

    void on_closed(std::string_view why) override {
        reason = why;
        loop.stop();
    }

    EventLoop& loop;
    std::string text;
    std::string reason;
    std::unique_ptr<Stream> stream;
};

/// A listener and one connection to it.
struct Pair {
    EventLoop loop{"test"};
    Collector server{loop};
    Collector client{loop};
    std::unique_ptr<StreamListener> listener;

    explicit Pair(std::size_t send_queue = 256U << 10U) {
        listener = listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}, .send_queue = send_queue});
        listener->start([this](std::unique_ptr<Stream> accepted) {
            server.stream = std::move(accepted);
            stop_when_joined();
        });
        connect_tcp(loop, {}, listener->local(), [this](std::unique_ptr<Stream> connected, std::string_view) {
            client.stream = std::move(connected);
            stop_when_joined();
        });
        run();
    }

    void stop_when_joined() {
        if (server.stream && client.stream) {
            loop.stop();
        }
    }

    void run() {
        loop.run();
        loop.poll();  // leaves the stopped state
    }
};

}  // namespace

TEST_CASE("Stream: what is sent in one turn arrives, then the end", "[net]") {
    Pair pair;
    pair.client.stream->start(pair.client);
    pair.server.stream->start(pair.server);
    REQUIRE(pair.server.stream->send(bytes_of("one ")));
    REQUIRE(pair.server.stream->send(bytes_of("two")));
    pair.server.stream->close(Closing::graceful);
    pair.loop.run();
    REQUIRE(pair.client.text == "one two");
    REQUIRE(pair.client.reason == "closed by the peer");
}

TEST_CASE("Stream: a reset is seen as one", "[net]") {
    Pair pair;
    pair.client.stream->start(pair.client);
    pair.server.stream->close(Closing::reset);
    pair.loop.run();
    REQUIRE(pair.client.reason == "Connection reset by peer");
}

TEST_CASE("Stream: a peer that is still speaking reads the last word when the connection lingers", "[net]") {
    Pair pair;
    pair.client.stream->start(pair.client);
    const Buffer unheard(100U << 10U, 0x55);
    REQUIRE(pair.client.stream->send(unheard));
    pair.loop.poll();
    REQUIRE(pair.server.stream->send(bytes_of("no")));
    pair.server.stream->close(Closing::lingering);
    REQUIRE(pair.client.stream->send(unheard));
    pair.loop.run();
    REQUIRE(pair.client.text == "no");
    REQUIRE(pair.client.reason == "closed by the peer");
}

TEST_CASE("Stream: a peer that has finished speaking gets all that its handler still has for it", "[net]") {
    /// Answers with many chunks, one at a time, to whoever has finished.
    struct Teller final : StreamHandler {
        void on_data(Bytes data) override { heard += text_of(data); }

        bool on_end() override {
            on_drained();
            return true;
        }

        void on_drained() override {
            if (left == 0) {
                stream->close(Closing::graceful);
                return;
            }
            --left;
            stream->send(Buffer(100'000, 0x55));
        }

        void on_closed(std::string_view why) override { reason = why; }

        std::string heard;
        std::string reason;
        int left = 40;
        std::unique_ptr<Stream> stream;
    };

    EventLoop loop{"test"};
    Teller teller;
    const auto listener = listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});
    listener->start([&](std::unique_ptr<Stream> accepted) {
        teller.stream = std::move(accepted);
        teller.stream->start(teller);
    });
    const Peer peer{listener->local()};
    peer.send("hello");
    peer.end();
    std::size_t received = 0;
    for (std::optional<std::string> got; !got || !got->empty();) {
        loop.poll();
        got = peer.receive();
        received += got ? got->size() : 0;
    }
    REQUIRE(teller.heard == "hello");
    REQUIRE(received == 4'000'000);
    REQUIRE(teller.reason.empty());
}

TEST_CASE("Stream: a peer that does not read is closed, not waited for", "[net]") {
    Pair pair{64U << 10U};
    pair.server.stream->start(pair.server);
    const Buffer chunk(32U << 10U, 0x55);
    // The kernel takes some; then the bounded queue fills. Every turn offers one more chunk.
    bool accepted = true;
    for (int i = 0; i < 10000 && accepted; ++i) {
        accepted = pair.server.stream->send(chunk);
        pair.loop.poll();
    }
    REQUIRE_FALSE(accepted);
    pair.loop.poll();
    REQUIRE(pair.server.reason == "send queue full");
}

TEST_CASE("Stream: a connection that is refused says so", "[net]") {
    EventLoop loop{"test"};
    Endpoint nobody;
    {
        const auto listener = listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});
        nobody = listener->local();
    }
    std::string why;
    connect_tcp(loop, {}, nobody, [&](std::unique_ptr<Stream> stream, std::string_view reason) {
        REQUIRE(stream == nullptr);
        why = reason;
        loop.stop();
    });
    loop.run();
    REQUIRE(why == "Connection refused");
}

TEST_CASE("Stream: addresses of both ends are known", "[net]") {
    Pair pair;
    REQUIRE(pair.server.stream->local() == pair.listener->local());
    REQUIRE(pair.client.stream->peer() == pair.listener->local());
    REQUIRE(pair.server.stream->peer() == pair.client.stream->local());
}
