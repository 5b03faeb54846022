#pragma once

#include "server/tftp/engine.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/tftp_packet.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A TFTP engine with some files, and phones that talk to it packet by packet.
namespace dialtone::tftp::test_bench {

using namespace std::chrono_literals;

inline constexpr Ipv4 kServer{10, 0, 0, 1};
inline constexpr std::size_t kPorts = 8;

inline std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] = static_cast<char>(i * 13 + i / 509);
    }
    return text;
}

/// A packet as a phone hears it.
struct Heard {
    Route route;
    Buffer octets;

    [[nodiscard]] MessageView message() const { return parse(octets).value(); }

    [[nodiscard]] int error() const {
        const auto m = message();
        const auto* e = std::get_if<ErrorView>(&m);
        return e == nullptr ? -1 : e->code;
    }

    [[nodiscard]] int block() const {
        const auto m = message();
        const auto* d = std::get_if<DataView>(&m);
        return d == nullptr ? -1 : d->block;
    }

    [[nodiscard]] std::map<std::string, std::string> options() const {
        std::map<std::string, std::string> read;
        const auto m = message();
        for (const auto& option : std::get<OptionAckView>(m).options) {
            REQUIRE(read.emplace(option.name, option.value).second);
        }
        return read;
    }
};

/// A server with some files, and what phones say to it.
struct Bench {
    Now now{Instant{1h}, WallTime{1'700'000'000s}};
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};
    Engine engine;
    std::vector<journal::Observation> journal;

    explicit Bench(Limits limits = {}, Patience patience = {}, std::size_t ports = kPorts)
        : engine{catalog, ports, 42, std::move(limits), patience} {
        catalog.use(std::make_shared<const World>());
        store.put("x511", pattern(511));
        store.put("x5000", pattern(5000));
        store.put("SEP001122334455.cnf.xml", pattern(4000));
        store.put("Communicator/x.xml", "x");
        store.put("text", "a\nb\n");
    }

    std::vector<Heard> heard() {
        std::vector<Heard> packets;
        for (std::size_t i = 0; i < engine.outbox().size(); ++i) {
            const auto packet = engine.outbox()[i];
            packets.push_back({packet.route, test::octets_of(packet)});
        }
        engine.outbox().clear();
        for (auto& observation : engine.observations()) {
            journal.push_back(std::move(observation));
        }
        engine.observations().clear();
        return packets;
    }

    std::vector<Heard> says(const Endpoint& phone, const Buffer& octets) {
        engine.on_request(octets, phone, kServer, now);
        return heard();
    }

    std::vector<Heard> asks(
        const Endpoint& phone,
        std::string_view file,
        std::vector<OptionView> options = {},
        std::string_view mode = "octet"
    ) {
        Buffer octets;
        render_request(octets, Opcode::read_request, file, mode, options);
        return says(phone, octets);
    }

    std::vector<Heard> acks(const Endpoint& phone, std::size_t port, std::uint16_t block) {
        Buffer octets;
        render_ack(octets, block);
        engine.on_transfer(port, octets, phone, kServer, now);
        return heard();
    }

    std::vector<Heard> time_out() {
        now = now + (*engine.next_wake() - now.mono);
        engine.on_time(now);
        return heard();
    }
};

inline const Endpoint kPhone{Ipv4{10, 0, 0, 50}, 49152};
inline const Endpoint kOther{Ipv4{10, 0, 0, 51}, 49152};

}  // namespace dialtone::tftp::test_bench
