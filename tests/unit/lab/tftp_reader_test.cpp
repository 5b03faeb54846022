#include "server/lab/tftp_reader.hpp"
#include "tests/unit/lab/lab_support.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::lab;
using namespace std::chrono_literals;

namespace {

constexpr Endpoint kServer{Ipv4{10, 0, 0, 1}, 69};
constexpr Endpoint kTransfer{Ipv4{10, 0, 0, 1}, 40001};

struct Reading {
    explicit Reading(std::string_view model) : reader{*find_model(model), dice} {
        reader.fetch(at(0ms), kServer, "SEP001B53000001.cnf.xml", out);
        const auto requests = take<SendDatagram>(out);
        REQUIRE(requests.size() == 1);
        request = requests.front();
    }

    Fetch data(std::uint16_t block, std::size_t size, const Endpoint& from = kTransfer) {
        Buffer packet;
        tftp::render_data(packet, block, Buffer(size, 'x'));
        return reader.on_datagram(at(10ms), from, request.slot, packet, out);
    }

    std::vector<SendDatagram> sent() { return take<SendDatagram>(out); }

    static std::uint16_t acked(const SendDatagram& datagram) {
        return std::get<tftp::Ack>(tftp::parse(datagram.payload).value()).block;
    }

    Dice dice{3};
    TftpReader reader;
    Actions out;
    SendDatagram request;
};

}  // namespace

TEST_CASE("TFTP reader: a 7960's request carries no option, 74 octets on the wire", "[lab]") {
    const Reading reading{"7960"};
    CHECK(reading.request.to == kServer);
    CHECK(reading.request.payload.size() == 74 - 14 - 20 - 8);
}

TEST_CASE("TFTP reader: a Java phone asks for options and takes the block size it is granted", "[lab]") {
    Reading reading{"7945"};
    Buffer granted;
    const std::array<tftp::OptionView, 1> options{{{"blksize", "1448"}}};
    tftp::render_option_ack(granted, options);
    CHECK(
        reading.reader.on_datagram(at(5ms), kTransfer, reading.request.slot, granted, reading.out) ==
        Fetch::going_on
    );
    auto sent = reading.sent();
    REQUIRE(sent.size() == 1);
    CHECK(Reading::acked(sent.front()) == 0);
    CHECK(reading.data(1, 1448) == Fetch::going_on);
    CHECK(reading.data(2, 10) == Fetch::fetched);
    CHECK(reading.reader.body().size() == 1458);
}

TEST_CASE("TFTP reader: blocks are acknowledged, repeated ones once more, foreign ones refused", "[lab]") {
    Reading reading{"7960"};
    CHECK(reading.data(1, 512) == Fetch::going_on);
    auto sent = reading.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().to == kTransfer);
    CHECK(Reading::acked(sent.front()) == 1);

    CHECK(reading.data(1, 512) == Fetch::going_on);
    sent = reading.sent();
    REQUIRE(sent.size() == 1);
    CHECK(Reading::acked(sent.front()) == 1);

    const Endpoint stranger{Ipv4{10, 0, 0, 1}, 40002};
    CHECK(reading.data(2, 512, stranger) == Fetch::going_on);
    sent = reading.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().to == stranger);
    CHECK(std::get<tftp::ErrorView>(tftp::parse(sent.front().payload).value()).code == 5);

    CHECK(reading.data(2, 100) == Fetch::fetched);
    CHECK(reading.reader.body().size() == 612);
    reading.out.clear();
    CHECK(reading.data(2, 100) == Fetch::going_on);  // our last acknowledgement was lost
    sent = reading.sent();
    REQUIRE(sent.size() == 1);
    CHECK(Reading::acked(sent.front()) == 2);
}

TEST_CASE("TFTP reader: a file of whole blocks ends with an empty one", "[lab]") {
    Reading reading{"7960"};
    CHECK(reading.data(1, 512) == Fetch::going_on);
    CHECK(reading.data(2, 0) == Fetch::fetched);
    CHECK(reading.reader.body().size() == 512);
}

TEST_CASE("TFTP reader: \"not found\" is final", "[lab]") {
    Reading reading{"7960"};
    Buffer error;
    tftp::render_error(error, tftp::ErrorCode::file_not_found, "File not found");
    CHECK(
        reading.reader.on_datagram(at(5ms), kTransfer, reading.request.slot, error, reading.out) ==
        Fetch::missing
    );
    CHECK_FALSE(reading.reader.wake_at());
}

TEST_CASE("TFTP reader: silence is answered by the same request from the same port, five times", "[lab]") {
    Reading reading{"7960"};
    auto now = at(0ms);
    auto result = Fetch::going_on;
    std::size_t repeats = 0;
    while (result == Fetch::going_on) {
        now = now + (*reading.reader.wake_at() - now.mono);
        result = reading.reader.on_timer(now, reading.out);
        for (const auto& again : reading.sent()) {
            CHECK(again.payload == reading.request.payload);
            CHECK(again.slot == reading.request.slot);
            ++repeats;
        }
    }
    CHECK(result == Fetch::silence);
    CHECK(repeats == 4);
    CHECK(now.mono - Instant{} > Duration{17s});
}

TEST_CASE(
    "TFTP reader: a 7921 asks from port 1024 every time, and takes no stray block for its file", "[lab]"
) {
    Reading reading{"7921"};
    CHECK(reading.request.port == 1024);
    CHECK(reading.data(1, 10) == Fetch::fetched);
    reading.sent();
    reading.reader.fetch(at(20ms), kServer, "Ringlist.xml", reading.out);
    const auto again = reading.sent();
    REQUIRE(again.size() == 1);
    CHECK(again[0].port == 1024);
    CHECK(again[0].slot == reading.request.slot);
    CHECK(reading.data(7, 512) == Fetch::going_on);
    CHECK(reading.sent().empty());
    constexpr Endpoint kOther{Ipv4{10, 0, 0, 1}, 40002};
    CHECK(reading.data(1, 20, kOther) == Fetch::fetched);
    CHECK(reading.reader.body().size() == 20);
}

TEST_CASE("TFTP reader: the oldest loader ends its request twice", "[lab]") {
    const Reading old{"7910"};
    const Reading usual{"7960"};
    CHECK(old.request.payload.size() == usual.request.payload.size() + 1);
    CHECK(old.request.payload.back() == 0);
    CHECK(tftp::parse(old.request.payload).has_value());
}

TEST_CASE("TFTP reader: one that is deaf hears errors alone, and gives up", "[lab]") {
    Dice dice{4};
    Actions out;
    TftpReader reader{*find_model("7960"), dice, true};
    reader.fetch(at(0ms), kServer, "SEP001B53000001.cnf.xml", out);
    Buffer packet;
    tftp::render_data(packet, 1, Buffer(512, 'x'));
    CHECK(reader.on_datagram(at(1ms), kTransfer, 1, packet, out) == Fetch::going_on);
    CHECK(take<SendDatagram>(out).size() == 1);  // the request
    auto result = Fetch::going_on;
    for (int i = 0; i < 10 && result == Fetch::going_on; ++i) {
        const auto wake = reader.wake_at();
        REQUIRE(wake.has_value());
        result = reader.on_timer(Now{*wake, {}}, out);
    }
    CHECK(result == Fetch::silence);
    for (const auto& sent : take<SendDatagram>(out)) {
        CHECK(std::holds_alternative<tftp::RequestView>(tftp::parse(sent.payload).value()));
    }
}
