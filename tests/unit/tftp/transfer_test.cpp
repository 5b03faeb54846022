#include "server/tftp/transfer.hpp"

#include "tests/support/tftp_packet.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace std::chrono_literals;

namespace {

files::Content content_of(std::string text) {
    const auto kept = std::make_shared<const std::string>(std::move(text));
    return {bytes_of(*kept), kept};
}

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] = static_cast<char>(i * 7 + i / 251);
    }
    return text;
}

/// A transfer and what it says, packet by packet.
struct Dialogue {
    Now now;
    Outbox out;
    Transfer transfer;

    explicit Dialogue(std::size_t size, Agreement agreement = {}, Patience patience = {})
        : transfer{content_of(pattern(size)), {}, std::move(agreement), patience, now} {
        transfer.start(now, out);
    }

    /// The blocks sent since the last look; 0 for an OACK.
    std::vector<int> sent() {
        std::vector<int> blocks;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto octets = test::octets_of(out[i]);
            const auto message = parse(octets);
            if (const auto* data = std::get_if<DataView>(&*message)) {
                blocks.push_back(data->block);
            } else {
                REQUIRE(std::holds_alternative<OptionAckView>(*message));
                blocks.push_back(0);
            }
        }
        out.clear();
        return blocks;
    }

    std::size_t last_size() {
        const auto octets = test::octets_of(out[out.size() - 1]);
        return std::get<DataView>(parse(octets).value()).payload.size();
    }

    void ack(std::uint16_t block) { transfer.on_ack(block, now, out); }

    /// Time passes up to the next deadline.
    Duration time_out() {
        const auto waited = transfer.deadline() - now.mono;
        now = now + waited;
        transfer.on_time(now, out);
        return waited;
    }
};

using Blocks = std::vector<int>;

Agreement with_options(std::uint16_t block_size, std::uint16_t window) {
    return {.block_size = block_size, .window = window, .option_ack = Buffer{0, 6}};
}

}  // namespace

TEST_CASE("T-01 T-02 T-03 the last block is the short one, if need be of nothing", "[tftp][engine]") {
    struct Row {
        std::size_t size;
        int blocks;
        std::size_t last;
    };

    for (const auto& row : {Row{0, 1, 0}, Row{1, 1, 1}, Row{511, 1, 511}, Row{512, 2, 0}, Row{513, 2, 1}}) {
        CAPTURE(row.size);
        Dialogue d{row.size};
        for (int block = 1; block <= row.blocks; ++block) {
            REQUIRE(d.transfer.state() == Transfer::State::sending);
            REQUIRE(d.last_size() == (block == row.blocks ? row.last : 512));
            REQUIRE(d.sent() == Blocks{block});
            REQUIRE(d.transfer.awaits_last_ack() == (block == row.blocks));
            d.ack(static_cast<std::uint16_t>(block));
        }
        REQUIRE(d.sent().empty());
        REQUIRE(d.transfer.state() == Transfer::State::complete);
        REQUIRE(d.transfer.acknowledged() == row.size);
    }
}

TEST_CASE("T-34 a repeated ACK sends nothing", "[tftp][engine]") {
    Dialogue d{5000};
    d.sent();
    d.ack(1);
    d.ack(1);
    d.ack(1);
    REQUIRE(d.sent() == Blocks{2});
}

TEST_CASE("T-35 an ACK of what was not sent is ignored", "[tftp][engine]") {
    Dialogue d{5000};
    d.sent();
    d.ack(5);
    d.ack(2);
    REQUIRE(d.sent().empty());
    d.ack(1);
    REQUIRE(d.sent() == Blocks{2});
}

TEST_CASE("T-36 T-37 a lost block or ACK is made good by the time-out", "[tftp][engine]") {
    Dialogue d{5000};
    d.ack(1);
    d.ack(2);
    d.sent();
    d.time_out();
    REQUIRE(d.sent() == Blocks{3});
    d.ack(3);
    REQUIRE(d.sent() == Blocks{4});
    REQUIRE(d.transfer.repeated_packets() == 1);
}

TEST_CASE("T-38 five repetitions with growing gaps, then it gives up", "[tftp][engine]") {
    Dialogue d{5000};
    d.now = d.now + 400ms;
    d.ack(1);
    REQUIRE(d.sent() == Blocks{1, 2});
    std::vector<Duration> gaps;
    while (d.transfer.state() == Transfer::State::sending) {
        gaps.push_back(d.time_out());
    }
    REQUIRE(gaps == std::vector<Duration>{800ms, 1600ms, 3200ms, 6400ms, 8s, 8s});
    REQUIRE(d.sent() == Blocks{2, 2, 2, 2, 2});
    REQUIRE(d.transfer.reason() == "the phone fell silent");
}

TEST_CASE("T-39 before the first ACK only three repetitions", "[tftp][engine]") {
    Dialogue with_oack{5000, with_options(1428, 8)};
    Dialogue plain{5000};
    for (auto* d : {&with_oack, &plain}) {
        while (d->transfer.state() == Transfer::State::sending) {
            d->time_out();
        }
        REQUIRE(d->sent().size() == 4);
        REQUIRE(d->now.mono.time_since_epoch() == 15s);
    }
}

TEST_CASE("T-51 the client's time-out counts", "[tftp][engine]") {
    auto agreement = with_options(512, 1);
    agreement.timeout = 3s;
    Dialogue d{5000, agreement};
    REQUIRE(d.time_out() == 3s);
    d.ack(0);
    REQUIRE(d.time_out() == 3s);
    REQUIRE(d.time_out() == 6s);
}

TEST_CASE("Transfer: a round trip shortens the time-out, a repeated block tells none", "[tftp][engine]") {
    Dialogue d{50000};
    d.now = d.now + 200ms;
    d.ack(1);
    REQUIRE(d.transfer.deadline() - d.now.mono == 400ms);
    d.time_out();
    d.now = d.now + 10ms;  // the answer to the first or to the second?
    d.ack(2);
    REQUIRE(d.transfer.deadline() - d.now.mono == 400ms);
}

TEST_CASE("T-53 an OACK waits for ACK 0, and for nothing else", "[tftp][engine]") {
    Dialogue d{5000, with_options(1428, 1)};
    REQUIRE(d.sent() == Blocks{0});
    d.ack(1);
    REQUIRE(d.sent().empty());
    d.ack(0);
    REQUIRE(d.sent() == Blocks{1});
}

TEST_CASE("T-60 T-63 a window of four is four blocks an ACK, the last one shorter", "[tftp][engine]") {
    Dialogue d{6 * 512 + 1, with_options(512, 4)};
    d.ack(0);
    REQUIRE(d.sent() == Blocks{0, 1, 2, 3, 4});
    d.ack(4);
    REQUIRE(d.last_size() == 1);
    REQUIRE(d.sent() == Blocks{5, 6, 7});
    d.ack(7);
    REQUIRE(d.transfer.state() == Transfer::State::complete);
}

TEST_CASE("T-61 T-62 a window goes on from the block acknowledged", "[tftp][engine]") {
    Dialogue d{20 * 512, with_options(512, 4)};
    d.ack(0);
    d.sent();
    d.ack(2);
    REQUIRE(d.sent() == Blocks{3, 4, 5, 6});
    d.ack(1);
    REQUIRE(d.sent().empty());
    d.time_out();
    REQUIRE(d.sent() == Blocks{3, 4, 5, 6});
}

TEST_CASE("T-40 T-41 T-66 block numbers go on from 65535 to 0", "[tftp][engine]") {
    struct Row {
        std::uint16_t block_size;
        std::uint16_t window;
        std::size_t size;
    };

    constexpr std::size_t k40M = 40'000'000;
    for (const auto& row : {Row{512, 1, k40M}, Row{200, 1, k40M}, Row{8, 64, 8 * 131100 + 3}}) {
        CAPTURE(row.block_size, row.window);
        const auto file = pattern(row.size);
        Dialogue d{row.size, with_options(row.block_size, row.window)};
        d.sent();
        d.ack(0);
        std::size_t received = 0;
        std::uint16_t expected = 1;
        while (d.transfer.state() == Transfer::State::sending) {
            for (std::size_t i = 0; i < d.out.size(); ++i) {
                const auto octets = test::octets_of(d.out[i]);
                const auto data = std::get<DataView>(*parse(octets));
                const auto payload = text_of(data.payload);
                if (data.block != expected++ || file.compare(received, payload.size(), payload) != 0) {
                    FAIL("another block than expected");
                }
                received += payload.size();
            }
            d.out.clear();
            d.ack(static_cast<std::uint16_t>(expected - 1));
        }
        REQUIRE(received == file.size());
    }
}

TEST_CASE("T-33 T-54 an error of the peer ends it without an answer", "[tftp][engine]") {
    Dialogue d{5000, with_options(512, 1)};
    d.sent();
    d.transfer.on_error({8, "no\x01 options"});
    REQUIRE(d.transfer.state() == Transfer::State::abandoned);
    REQUIRE(d.transfer.reason() == "the phone refused the options");
    REQUIRE(d.transfer.peer_text() == "no? options");
    d.ack(0);
    REQUIRE(d.sent().empty());
}

TEST_CASE("Transfer: netascii repeats the same block and ends with a short one", "[tftp][engine]") {
    Now now;
    Outbox out;
    Transfer transfer{content_of(std::string(300, '\n')), {}, {.mode = Mode::netascii}, {}, now};
    transfer.start(now, out);
    now = now + 1s;
    transfer.on_time(now, out);
    REQUIRE(out.size() == 2);
    REQUIRE(test::octets_of(out[0]) == test::octets_of(out[1]));
    transfer.on_ack(1, now, out);
    REQUIRE(test::octets_of(out[2]).size() == 4 + 88);
    transfer.on_ack(2, now, out);
    REQUIRE(transfer.state() == Transfer::State::complete);
}

TEST_CASE("Transfer: no longer than patience allows, though the peer goes on", "[tftp][engine]") {
    Patience patience;
    patience.in_all = 10s;
    Dialogue d{500000, {}, patience};
    for (std::uint16_t block = 1; d.now.mono.time_since_epoch() < 11s; ++block) {
        d.now = d.now + 100ms;
        d.ack(block);
    }
    d.time_out();
    REQUIRE(d.transfer.state() == Transfer::State::abandoned);
    REQUIRE(d.transfer.reason() == "the transfer took too long");
}

TEST_CASE("T-83 stopping tells the peer", "[tftp][engine]") {
    Dialogue d{5000};
    d.out.clear();
    d.transfer.stop("Server is stopping", d.out);
    const auto octets = test::octets_of(d.out[0]);
    REQUIRE(std::get<ErrorView>(*parse(octets)).code == 0);
    REQUIRE(d.transfer.state() == Transfer::State::abandoned);
}
