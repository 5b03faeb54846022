#include "server/tftp/service.hpp"

#include "tests/support/memory_recorder.hpp"
#include "tests/support/memory_store.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;

namespace {

constexpr Ipv4 kLoopback{127, 0, 0, 1};

PortOptions on_loopback(std::size_t transfer_ports) {
    return {
        .listen = {kLoopback, 0},
        .transfer_ports = transfer_ports,
        .request_buffer = 65536,
        .transfer_buffer = 65536};
}

/// The service on loopback with free ports, and clients' sockets.
struct Wire {
    using Datagram = std::pair<Endpoint, Buffer>;

    net::EventLoop loop{"test"};
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};
    test::MemoryRecorder recorder;
    Metrics metrics;
    Service service;
    std::unique_ptr<net::DatagramPort> client;
    std::vector<Datagram> heard;

    explicit Wire(const PortOptions& ports = on_loopback(4))
        : service{loop, open_ports(loop, ports), catalog, recorder, metrics} {
        catalog.use(std::make_shared<const World>());
        store.put("hello.txt", std::string(700, 'h'));
        service.start();
        client = open_client();
    }

    std::unique_ptr<net::DatagramPort> open_client() {
        auto port = net::open_udp(loop, {.bind = {kLoopback, 0}, .receive_buffer = 65536});
        port->start(
            [this](const net::InboundDatagram& in) {
                heard.emplace_back(in.peer, Buffer{in.payload.begin(), in.payload.end()});
            },
            [this] { loop.stop(); }
        );
        return port;
    }

    /// Sends and waits for the next datagram that comes back.
    Datagram ask(const Endpoint& to, const Buffer& octets) { return ask(*client, to, octets); }

    Datagram ask(net::DatagramPort& from, const Endpoint& to, const Buffer& octets) {
        REQUIRE(from.send({.peer = to, .payload = octets}));
        loop.run();
        loop.poll();
        return heard.back();
    }

    /// Runs until the client has heard so many datagrams.
    void run_until_heard(std::size_t count) {
        while (heard.size() < count) {
            loop.run();
            loop.poll();
        }
    }
};

Buffer request_for(std::string_view name, std::vector<OptionView> options = {}) {
    Buffer octets;
    render_request(octets, Opcode::read_request, name, "octet", options);
    return octets;
}

Buffer ack_of(std::uint16_t block) {
    Buffer octets;
    render_ack(octets, block);
    return octets;
}

/// So many ports in a row that are free now.
PortRange free_range(net::EventLoop& loop, std::uint16_t size) {
    for (std::uint16_t first = 20000;; first = static_cast<std::uint16_t>(first + size)) {
        const PortRange range{first, static_cast<std::uint16_t>(first + size - 1)};
        auto options = on_loopback(0);
        options.transfer_range = range;
        try {
            open_ports(loop, options);
            return range;
        } catch (const std::system_error&) {
            REQUIRE(first < 60000);
        }
    }
}

}  // namespace

TEST_CASE("T-26 a file over real sockets, from a port of its own", "[tftp][service]") {
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

TEST_CASE("T-27 transfers leave from the range that was named, twelve from eleven ports", "[tftp][service]") {
    net::EventLoop loop{"free"};
    auto options = on_loopback(0);
    options.transfer_range = free_range(loop, 11);
    Wire wire{options};
    std::vector<std::unique_ptr<net::DatagramPort>> clients;
    for (int i = 0; i < 12; ++i) {
        clients.push_back(wire.open_client());
        const auto [from, first] = wire.ask(*clients.back(), wire.service.local(), request_for("hello.txt"));
        REQUIRE(from.port >= options.transfer_range->first);
        REQUIRE(from.port <= options.transfer_range->last);
        REQUIRE(first.size() == 516);
    }
    REQUIRE(wire.service.active_transfers() == 12);
}

TEST_CASE("T-27 a port of the range that somebody has is named", "[tftp][service]") {
    net::EventLoop loop{"test"};
    const auto range = free_range(loop, 2);
    const auto taken = net::open_udp(loop, {.bind = {kLoopback, range.last}, .receive_buffer = 65536});
    auto options = on_loopback(0);
    options.transfer_range = range;
    REQUIRE_THROWS_WITH(open_ports(loop, options), Catch::Contains(taken->local().to_string()));
}

TEST_CASE("T-78 in single-port mode the answer comes from the port that was asked", "[tftp][service]") {
    Wire wire{on_loopback(0)};
    const auto server = wire.service.local();
    const auto [from, first] = wire.ask(server, request_for("hello.txt"));
    REQUIRE(from == server);
    REQUIRE(first.size() == 516);
    const auto [again, second] = wire.ask(server, ack_of(1));
    REQUIRE(again == server);
    REQUIRE(second.size() == 4 + 188);
}

TEST_CASE("TFTP service: a window arrives in order and whole", "[tftp][service]") {
    Wire wire;
    std::string whole(5000, '\0');
    for (std::size_t i = 0; i < whole.size(); ++i) {
        whole[i] = static_cast<char>(i * 31 + i / 7);
    }
    wire.store.put("load", whole);
    const auto [from, options] =
        wire.ask(wire.service.local(), request_for("load", {{"windowsize", "16"}, {"blksize", "512"}}));
    wire.heard.clear();
    REQUIRE(wire.client->send({.peer = from, .payload = ack_of(0)}));
    wire.run_until_heard(10);
    REQUIRE(wire.heard.size() == 10);
    std::string received;
    for (std::size_t i = 0; i < wire.heard.size(); ++i) {
        const auto message = parse(wire.heard[i].second);
        const auto& data = std::get<DataView>(*message);
        REQUIRE(data.block == i + 1);
        received += text_of(data.payload);
    }
    REQUIRE(received == whole);
}

TEST_CASE("T-45 a block larger than a frame arrives whole", "[tftp][service]") {
    net::EventLoop loop{"test"};
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};
    catalog.use(std::make_shared<const World>());
    store.put("load", std::string(4000, 'x'));
    test::MemoryRecorder recorder;
    Metrics metrics;
    Limits limits;
    limits.block_size = kMaxBlockSize;
    Service service{loop, open_ports(loop, on_loopback(4)), catalog, recorder, metrics, limits};
    service.start();
    auto client = net::open_udp(loop, {.bind = {kLoopback, 0}, .receive_buffer = 65536});
    std::vector<std::pair<Endpoint, std::size_t>> heard;
    client->start(
        [&](const net::InboundDatagram& in) { heard.emplace_back(in.peer, in.payload.size()); },
        [&] { loop.stop(); }
    );
    const auto request = request_for("load", {{"blksize", "3000"}, {"windowsize", "8"}});
    REQUIRE(client->send({.peer = service.local(), .payload = request}));
    loop.run();
    loop.poll();
    const auto from = heard.at(0).first;
    REQUIRE(client->send({.peer = from, .payload = ack_of(0)}));
    while (heard.size() < 3) {
        loop.run();
        loop.poll();
    }
    REQUIRE(heard[1].second == 4 + 3000);
    REQUIRE(heard[2].second == 4 + 1000);
}
