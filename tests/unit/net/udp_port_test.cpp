#include "server/net/datagram_port.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::net;

namespace {

const Ipv4 kLoopback{127, 0, 0, 1};

}  // namespace

TEST_CASE("UdpPort: a datagram tells who sent it and where to", "[net]") {
    EventLoop loop{"test"};
    const auto server = open_udp(loop, {.bind = {Ipv4{}, 0}});
    const auto client = open_udp(loop, {.bind = {Ipv4{127, 0, 0, 5}, 0}});
    std::string got;
    Endpoint peer;
    Ipv4 local;
    server->start(
        [&](const InboundDatagram& in) {
            got = text_of(in.payload);
            peer = in.peer;
            local = in.local;
            REQUIRE(in.interface_index != 0);
        },
        [&] { loop.stop(); }
    );
    // Asked at 127.0.0.3: any loopback address reaches the wildcard socket.
    REQUIRE(client->send({.peer = {Ipv4{127, 0, 0, 3}, server->local().port}, .payload = bytes_of("hello")}));
    loop.run();
    REQUIRE(got == "hello");
    REQUIRE(peer == client->local());
    REQUIRE(local == Ipv4{127, 0, 0, 3});
}

TEST_CASE("UdpPort: an answer leaves from the address that was asked", "[net]") {
    EventLoop loop{"test"};
    const auto server = open_udp(loop, {.bind = {Ipv4{}, 0}});
    const auto client = open_udp(loop, {.bind = {kLoopback, 0}});
    Endpoint answered_from;
    server->start(
        [&](const InboundDatagram& in) {
            server->send({in.peer, in.local, in.interface_index, in.payload});
        },
        {}
    );
    client->start([&](const InboundDatagram& in) { answered_from = in.peer; }, [&] { loop.stop(); });
    client->send({.peer = {Ipv4{127, 0, 0, 9}, server->local().port}, .payload = bytes_of("x")});
    loop.run();
    REQUIRE(answered_from == Endpoint{Ipv4{127, 0, 0, 9}, server->local().port});
}

TEST_CASE("UdpPort: a taken port is refused with its name", "[net]") {
    EventLoop loop{"test"};
    const auto first = open_udp(loop, {.bind = {kLoopback, 0}});
    REQUIRE_THROWS_WITH(
        open_udp(loop, {.bind = first->local()}), Catch::Contains("bind UDP " + first->local().to_string())
    );
}

TEST_CASE(
    "UdpPort: many datagrams leave in order, and one that cannot leave does not hold up the others", "[net]"
) {
    EventLoop loop{"test"};
    const auto server = open_udp(loop, {.bind = {kLoopback, 0}});
    const auto client = open_udp(loop, {.bind = {kLoopback, 0}});
    constexpr std::size_t kMany = 100;  // several batches
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < kMany; ++i) {
        texts.push_back(std::to_string(i));
    }
    std::vector<OutboundDatagram> datagrams;
    for (const auto& text : texts) {
        datagrams.push_back({.peer = server->local(), .payload = bytes_of(text)});
    }
    datagrams[40].peer = {Ipv4::broadcast(), 9};  // refused: the port may not send to everybody
    std::vector<std::string> got;
    server->start(
        [&](const InboundDatagram& in) { got.emplace_back(text_of(in.payload)); },
        [&] {
            if (got.size() == kMany - 1) {
                loop.stop();
            }
        }
    );
    REQUIRE(client->send_many(datagrams) == kMany - 1);
    loop.run();
    texts.erase(texts.begin() + 40);
    REQUIRE(got == texts);
}

TEST_CASE("UdpPort: equal datagrams one after another arrive apart, each whole", "[net]") {
    EventLoop loop{"test"};
    const auto server = open_udp(loop, {.bind = {kLoopback, 0}});
    const auto other = open_udp(loop, {.bind = {kLoopback, 0}});
    const auto client = open_udp(loop, {.bind = {kLoopback, 0}});
    constexpr std::size_t kMany = 150;
    std::vector<std::string> heads;
    for (std::size_t i = 0; i < kMany; ++i) {
        heads.push_back(std::to_string(1000 + i));
    }
    const std::string body(1400, 'b');
    std::vector<OutboundDatagram> datagrams;
    for (std::size_t i = 0; i < kMany; ++i) {
        const auto rest = i % 50 == 49 ? std::string_view{body}.substr(0, 7) : std::string_view{body};
        datagrams.push_back(
            {.peer = server->local(),
             .local = kLoopback,
             .payload = bytes_of(heads[i]),
             .body = bytes_of(rest)}
        );
    }
    datagrams.insert(datagrams.begin() + 20, {.peer = other->local(), .payload = bytes_of("other")});
    std::vector<std::string> got;
    std::string other_got;
    const auto stop_when_all_came = [&] {
        if (got.size() == kMany && !other_got.empty()) {
            loop.stop();
        }
    };
    server->start(
        [&](const InboundDatagram& in) { got.emplace_back(text_of(in.payload)); }, stop_when_all_came
    );
    other->start([&](const InboundDatagram& in) { other_got = text_of(in.payload); }, stop_when_all_came);
    REQUIRE(client->send_many(datagrams) == kMany + 1);
    loop.run();
    REQUIRE(other_got == "other");
    for (std::size_t i = 0; i < kMany; ++i) {
        REQUIRE(got[i] == heads[i] + (i % 50 == 49 ? body.substr(0, 7) : body));
    }
}

TEST_CASE("UdpPort: equal datagrams too large for a frame leave, too", "[net]") {
    EventLoop loop{"test"};
    const auto server = open_udp(loop, {.bind = {kLoopback, 0}});
    const auto client = open_udp(loop, {.bind = {kLoopback, 0}});
    const std::string body(3000, 'b');
    const std::vector<OutboundDatagram> datagrams(3, {.peer = server->local(), .payload = bytes_of(body)});
    std::size_t got = 0;
    server->start(
        [&](const InboundDatagram& in) {
            REQUIRE(text_of(in.payload) == body);
            if (++got == datagrams.size()) {
                loop.stop();
            }
        },
        {}
    );
    REQUIRE(client->send_many(datagrams) == datagrams.size());
    loop.run();
    REQUIRE(got == datagrams.size());
}
