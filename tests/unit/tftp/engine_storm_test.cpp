#include "tests/unit/tftp/engine_bench.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;

namespace {

constexpr Duration kStep = 10ms;
constexpr unsigned kFirstPort = 20000;

/// A phone that reads one file over a bad wire, as RFC 1350 and 7440 tell a client to.
struct Reader {
    Endpoint self;
    const std::string* whole = nullptr;
    std::vector<OptionView> options;
    std::size_t block_size = 512;
    int window = 1;
    std::size_t received = 0;  ///< octets, each as in `whole`
    std::uint16_t next = 1;
    int in_window = 0;
    std::size_t port = 0;
    bool is_started = false;
    bool is_done = false;
    bool has_complained = false;  ///< of a gap in this window
    Instant retry{};

    /// The server knows nothing of this transfer any more: from the beginning.
    void start_again() {
        received = 0;
        next = 1;
        in_window = 0;
        is_started = false;
        retry = {};
    }

    [[nodiscard]] Buffer request() const {
        Buffer octets;
        render_request(octets, Opcode::read_request, "load", "octet", options);
        return octets;
    }

    [[nodiscard]] static Buffer ack(std::uint16_t block) {
        Buffer octets;
        render_ack(octets, block);
        return octets;
    }

    [[nodiscard]] Buffer last_ack() const { return ack(static_cast<std::uint16_t>(next - 1)); }

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
            return std::exchange(has_complained, true) ? std::nullopt : std::optional{last_ack()};
        }
        const auto payload = text_of(data.payload);
        const bool is_as_sent = whole->compare(received, payload.size(), payload) == 0;
        REQUIRE(is_as_sent);
        received += payload.size();
        ++next;
        has_complained = false;
        is_done = payload.size() < block_size;
        in_window = (in_window + 1) % window;
        return is_done || in_window == 0 ? std::optional{ack(data.block)} : std::nullopt;
    }
};

struct Wire {
    double loss = 0;
    double duplication = 0;
    Duration delay{};  ///< one way
};

/// Two hundred phones behind one address, and a wire that loses, doubles and holds up what it carries.
class Storm {
 public:
    Storm(std::size_t octets, const Wire& wire, const std::vector<OptionView>& options)
        : whole_{pattern(octets)}, wire_{wire} {
        bench_.store.put("load", whole_);
        for (std::uint16_t i = 0; i < 200; ++i) {
            Reader phone;
            phone.self = {Ipv4{10, 0, 0, 9}, static_cast<std::uint16_t>(kFirstPort + i)};
            phone.whole = &whole_;
            phone.options = options;
            phones_.push_back(std::move(phone));
        }
    }

    /// Until every phone has the file; then nothing may be left of it.
    void run() {
        for (int step = 0; step < 200'000 && done_ < phones_.size(); ++step) {
            bench_.now = bench_.now + kStep;
            repeat();
            bench_.engine.on_time(bench_.now);
            carry(to_server_, [this](const Flight& flight) { arrive_at_server(flight); });
            depart();
            carry(to_phones_, [this](const Flight& flight) { arrive_at_phone(flight); });
        }
        REQUIRE(done_ == phones_.size());
        for (const auto& phone : phones_) {
            REQUIRE(phone.received == whole_.size());
        }
        while (bench_.engine.next_wake()) {
            bench_.time_out();
        }
        REQUIRE(bench_.engine.active() == 0);
    }

 private:
    struct Flight {
        Instant due;
        std::size_t phone;
        bool is_request;
        Heard packet;
    };

    using Flights = std::deque<Flight>;

    bool happens(double probability) { return std::bernoulli_distribution{probability}(random_); }

    void send(Flights& flights, std::size_t phone, bool is_request, const Heard& packet) {
        if (!happens(wire_.loss)) {
            flights.push_back({bench_.now.mono + wire_.delay, phone, is_request, packet});
            if (happens(wire_.duplication)) {
                flights.push_back(flights.back());
            }
        }
    }

    template <class Arrive>
    void carry(Flights& flights, Arrive arrive) {
        while (!flights.empty() && flights.front().due <= bench_.now.mono) {
            const auto flight = std::move(flights.front());
            flights.pop_front();
            arrive(flight);
        }
    }

    /// A phone that waited too long says again what it said last.
    void repeat() {
        for (std::size_t i = 0; i < phones_.size(); ++i) {
            auto& phone = phones_[i];
            if (!phone.is_done && bench_.now.mono >= phone.retry) {
                phone.retry = bench_.now.mono + (phone.is_started ? 3s : 1s);
                say(i, phone.is_started ? phone.last_ack() : phone.request());
            }
        }
    }

    void say(std::size_t i, const Buffer& octets) {
        send(to_server_, i, !phones_[i].is_started, {{phones_[i].port, phones_[i].self, kServer}, octets});
    }

    void arrive_at_server(const Flight& flight) {
        const auto& [route, octets] = flight.packet;
        if (flight.is_request) {
            bench_.engine.on_request(octets, route.peer, kServer, bench_.now);
        } else {
            bench_.engine.on_transfer(route.port, octets, route.peer, kServer, bench_.now);
        }
    }

    void depart() {
        for (const auto& packet : bench_.heard()) {
            send(to_phones_, packet.route.peer.port - kFirstPort, false, packet);
        }
    }

    void arrive_at_phone(const Flight& flight) {
        auto& phone = phones_[flight.phone];
        if (phone.is_done) {
            return;
        }
        if (flight.packet.error() >= 0) {
            phone.start_again();
            return;
        }
        if (const auto answer = phone.hears(flight.packet)) {
            phone.retry = bench_.now.mono + 3s;
            say(flight.phone, *answer);
        }
        done_ += phone.is_done ? 1 : 0;
    }

    Bench bench_;
    std::string whole_;
    Wire wire_;
    std::vector<Reader> phones_;
    Flights to_server_;
    Flights to_phones_;
    std::mt19937 random_{7};
    std::size_t done_ = 0;
};

constexpr Wire kTerrible{.loss = 0.2, .duplication = 0.1};

}  // namespace

TEST_CASE(
    "TFTP engine: 200 phones, loss and duplicates, lock-step: all files arrive whole", "[tftp][engine]"
) {
    Storm{40'000, kTerrible, {}}.run();
}

TEST_CASE("TFTP engine: the same with a window of eight", "[tftp][engine]") {
    Storm{40'000, kTerrible, {{"windowsize", "8"}, {"blksize", "1024"}}}.run();
}

TEST_CASE("T-82 loss of 5 % and 20 ms each way: 200 clients read 5 MB each, whole", "[tftp][engine]") {
    const Wire wire{.loss = 0.05, .delay = 20ms};
    Storm{5'000'000, wire, {{"windowsize", "16"}, {"blksize", "1428"}}}.run();
}

TEST_CASE("T-85 half a million damaged packets: no state grows, and none stays", "[tftp][engine]") {
    Limits limits;
    limits.transfers = 100;
    Bench b{limits};
    std::mt19937 random{11};
    Buffer request;
    render_request(
        request,
        Opcode::read_request,
        "x5000",
        "octet",
        std::vector<OptionView>{{"blksize", "512"}, {"tsize", "0"}, {"windowsize", "4"}}
    );
    std::vector<Buffer> seeds{request, {0, 4, 0, 0}, {0, 4, 0, 1}, {0, 5, 0, 1, 'x', 0}, {0, 3, 0, 1, 'x'}};
    render_request(seeds.emplace_back(), Opcode::write_request, "x", "netascii");
    for (int i = 0; i < 500'000; ++i) {
        auto octets = seeds[random() % seeds.size()];
        for (auto flips = random() % 4; flips > 0; --flips) {
            octets[random() % octets.size()] = static_cast<std::uint8_t>(random());
        }
        octets.resize(octets.size() - (random() % 8 == 0 ? random() % octets.size() : 0));
        const Ipv4 address{
            10, 0, static_cast<std::uint8_t>(random() % 2), static_cast<std::uint8_t>(random())};
        const Endpoint peer{address, static_cast<std::uint16_t>(random() % 4)};
        if (random() % 2 == 0) {
            b.engine.on_request(octets, peer, kServer, b.now);
        } else {
            b.engine.on_transfer(random() % kPorts, octets, peer, kServer, b.now);
        }
        b.engine.outbox().clear();
        b.engine.observations().clear();
        if (i % 64 == 0) {
            b.now = b.now + 20ms;
            b.engine.on_time(b.now);
        }
        REQUIRE(b.engine.active() <= limits.transfers);
    }
    while (b.engine.next_wake()) {
        b.time_out();
    }
    REQUIRE(b.engine.active() == 0);
}
