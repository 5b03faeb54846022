#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;

namespace {

/// A phone that reads one file over a lossy wire, as RFC 1350 and 7440 tell a client to.
struct Reader {
    Endpoint self;
    std::string file;
    std::vector<OptionView> options;
    std::size_t block_size = 512;
    int window = 1;
    std::string received;
    std::uint16_t next = 1;
    int in_window = 0;
    std::size_t port = 0;
    bool is_started = false;
    bool is_done = false;
    Instant retry{};

    /// The server knows nothing of this transfer any more: from the beginning.
    void start_again() {
        received.clear();
        next = 1;
        in_window = 0;
        is_started = false;
        retry = {};
    }

    Buffer request() const {
        Buffer octets;
        render_request(octets, Opcode::read_request, file, "octet", options);
        return octets;
    }

    Buffer ack(std::uint16_t block) const {
        Buffer octets;
        render_ack(octets, block);
        return octets;
    }

    /// What to answer; nothing for most blocks of a window.
    std::optional<Buffer> hears(const Heard& packet) {
        is_started = true;
        port = packet.route.port;
        const auto message = packet.message();
        if (std::holds_alternative<OptionAckView>(message)) {
            const auto agreed = read_options(std::get<OptionAckView>(message).options);
            block_size = agreed.block_size.value_or(512);
            window = agreed.window_size.value_or(1);
            return next == 1 ? std::optional{ack(0)} : std::nullopt;
        }
        const auto& data = std::get<DataView>(message);
        if (data.block != next) {
            in_window = 0;
            return ack(static_cast<std::uint16_t>(next - 1));
        }
        received += text_of(data.payload);
        ++next;
        is_done = data.payload.size() < block_size;
        in_window = (in_window + 1) % window;
        return is_done || in_window == 0 ? std::optional{ack(data.block)} : std::nullopt;
    }
};

/// Two hundred phones behind one address, and a wire that loses a fifth and doubles a tenth of what it
/// carries.
struct Storm {
    Bench bench;
    std::string whole = pattern(40'000);
    std::vector<Reader> phones;
    std::mt19937 random{7};
    std::size_t done = 0;

    explicit Storm(const std::vector<OptionView>& options) {
        bench.store.put("load", whole);
        for (std::uint16_t i = 0; i < 200; ++i) {
            Reader phone;
            phone.self = {Ipv4{10, 0, 0, 9}, static_cast<std::uint16_t>(20000 + i)};
            phone.file = "load";
            phone.options = options;
            phones.push_back(phone);
        }
    }

    bool is_lost() { return random() % 5 == 0; }

    void say(Reader& phone, const Buffer& octets) {
        if (is_lost()) {
            return;
        }
        const int copies = random() % 10 == 0 ? 2 : 1;
        for (int copy = 0; copy < copies; ++copy) {
            if (phone.is_started) {
                bench.engine.on_transfer(phone.port, octets, phone.self, kServer, bench.now);
            } else {
                bench.engine.on_request(octets, phone.self, kServer, bench.now);
            }
        }
    }

    /// A phone that waited too long says again what it said last.
    void repeat(Reader& phone) {
        if (!phone.is_done && bench.now.mono >= phone.retry) {
            phone.retry = bench.now.mono + (phone.is_started ? 3s : 1s);
            say(phone,
                phone.is_started ? phone.ack(static_cast<std::uint16_t>(phone.next - 1)) : phone.request());
        }
    }

    void hear(Reader& phone, const Heard& packet) {
        if (phone.is_done || is_lost()) {
            return;
        }
        if (packet.error() >= 0) {
            phone.start_again();
            return;
        }
        if (const auto answer = phone.hears(packet)) {
            phone.retry = bench.now.mono + 3s;
            say(phone, *answer);
        }
        done += phone.is_done ? 1 : 0;
    }

    void step() {
        bench.now = bench.now + 10ms;
        for (auto& phone : phones) {
            repeat(phone);
        }
        bench.engine.on_time(bench.now);
        for (const auto& packet : bench.heard()) {
            hear(phones[packet.route.peer.port - 20000U], packet);
        }
    }
};

void survives(const std::vector<OptionView>& options) {
    Storm storm{options};
    for (int step = 0; step < 200'000 && storm.done < storm.phones.size(); ++step) {
        storm.step();
    }
    for (const auto& phone : storm.phones) {
        const bool is_whole = phone.received == storm.whole;
        REQUIRE(is_whole);
    }
    while (storm.bench.engine.next_wake()) {
        storm.bench.time_out();
    }
    REQUIRE(storm.bench.engine.active() == 0);
}

}  // namespace

TEST_CASE(
    "TFTP engine: 200 phones, loss and duplicates, lock-step: all files arrive whole", "[tftp][engine]"
) {
    survives({});
}

TEST_CASE("TFTP engine: the same with a window of eight", "[tftp][engine]") {
    survives({{"windowsize", "8"}, {"blksize", "1024"}});
}
