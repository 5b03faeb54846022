#include "server/tftp/service.hpp"

#include "tests/support/memory_recorder.hpp"
#include "tests/support/memory_store.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;

namespace {

constexpr Ipv4 kLoopback{127, 0, 0, 1};

/// The service on loopback with free ports, and a client's socket.
struct Wire {
    net::EventLoop loop{"test"};
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};
    test::MemoryRecorder recorder;
    Metrics metrics;
    Service service;
    std::unique_ptr<net::DatagramPort> client;
    std::vector<std::pair<Endpoint, Buffer>> heard;

    Wire()
        : service{
              loop,
              open_ports(
                  loop,
                  {.listen = {kLoopback, 0},
                   .transfer_ports = 4,
                   .request_buffer = 65536,
                   .transfer_buffer = 65536}
              ),
              catalog,
              recorder,
              metrics} {
        catalog.use(std::make_shared<const World>());
        store.put("hello.txt", std::string(700, 'h'));
        service.start();
        client = net::open_udp(loop, {.bind = {kLoopback, 0}, .receive_buffer = 65536});
        client->start(
            [this](const net::InboundDatagram& in) {
                heard.emplace_back(in.peer, Buffer{in.payload.begin(), in.payload.end()});
                loop.stop();
            },
            {}
        );
    }

    /// Sends and waits for the next datagram that comes back.
    std::pair<Endpoint, Buffer> ask(const Endpoint& to, const Buffer& octets) {
        REQUIRE(client->send({.peer = to, .payload = octets}));
        loop.run();
        loop.poll();
        return heard.back();
    }
};

}  // namespace

TEST_CASE("TFTP service: a file over real sockets, from a port of its own (T-26)", "[tftp][service]") {
    Wire wire;
    Buffer request;
    render_request(request, Opcode::read_request, "HELLO.TXT", "octet");
    const auto [from, first] = wire.ask(wire.service.local(), request);
    REQUIRE(from.address == kLoopback);
    REQUIRE(from.port != wire.service.local().port);
    REQUIRE(first.size() == 516);
    REQUIRE(wire.service.active_transfers() == 1);

    Buffer ack;
    render_ack(ack, 1);
    const auto [same, second] = wire.ask(from, ack);
    REQUIRE(same == from);
    REQUIRE(second.size() == 4 + 188);
    ack.clear();
    render_ack(ack, 2);
    REQUIRE(wire.client->send({.peer = from, .payload = ack}));
    while (wire.service.active_transfers() > 0) {
        wire.loop.poll();
    }
    REQUIRE(wire.recorder.observations.size() == 1);
    REQUIRE(wire.recorder.observations[0].step == journal::Step::file_served);
    REQUIRE(wire.recorder.observations[0].subject == "@127.0.0.1");
    REQUIRE(wire.metrics.text().find("dialtone_tftp_bytes_total 700") != std::string::npos);
}

TEST_CASE("TFTP service: a silent client hears the block again", "[tftp][service]") {
    Wire wire;
    Buffer request;
    render_request(request, Opcode::read_request, "hello.txt", "octet");
    const auto [from, first] = wire.ask(wire.service.local(), request);
    wire.loop.run();  // until the repetition comes
    REQUIRE(wire.heard.size() == 2);
    REQUIRE(wire.heard[1] == wire.heard[0]);
}

TEST_CASE("TFTP service: stopping tells the client", "[tftp][service]") {
    Wire wire;
    Buffer request;
    render_request(request, Opcode::read_request, "hello.txt", "octet");
    wire.ask(wire.service.local(), request);
    wire.service.stop();
    wire.loop.run();
    const auto message = parse(wire.heard.back().second);
    REQUIRE(std::get<ErrorView>(*message).code == 0);
    REQUIRE(wire.service.active_transfers() == 0);
}
