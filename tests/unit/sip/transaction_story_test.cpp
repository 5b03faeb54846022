// Clients and a server over a wire that loses, repeats and reorders: every request is carried out once, and
// every client hears of it.
#include "server/sip/message/response.hpp"
#include "server/sip/transaction/client_transactions.hpp"
#include "server/sip/transaction/server_transactions.hpp"
#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr Endpoint kServer{Ipv4{10, 9, 8, 1}, 5060};
constexpr Endpoint kClient{Ipv4{10, 9, 8, 60}, 5060};

struct Story {
    unsigned loss_percent = 0;
    std::mt19937 dice{4711};
    Instant now{seconds{100}};
    ClientTransactions client{};
    ServerTransactions server{};
    TransactionOutbox out;
    std::multimap<Instant, std::pair<bool, std::string>> wire;  ///< by arrival: to the server?, octets
    std::map<std::string, int> carried_out;                     ///< Call-ID to times
    std::map<std::string, int> heard;                           ///< the same, final answers
    int status = 200;
    std::size_t not_answered = 0;
    std::size_t not_acknowledged = 0;
    std::size_t acknowledged = 0;

    bool chance(unsigned percent) { return dice() % 100 < percent; }

    void put_on_wire(bool to_server, std::string_view octets) {
        const int copies = chance(loss_percent) ? 0 : chance(loss_percent / 2) ? 2 : 1;
        for (int i = 0; i < copies; ++i) {
            wire.emplace(now + milliseconds{1 + dice() % 80}, std::pair{to_server, std::string{octets}});
        }
    }

    void collect(bool from_client) {
        for (const auto& effect : out.effects()) {
            if (const auto* transmit = std::get_if<Transmit>(&effect)) {
                CHECK(transmit->flow.remote == (from_client ? kServer : kClient));
                put_on_wire(from_client, text_of(out.octets(*transmit)));
            } else if (std::holds_alternative<NotAnswered>(effect)) {
                ++not_answered;
            } else {
                ++not_acknowledged;
            }
        }
        out.clear();
    }

    void ask(std::string_view method, int number) {
        const auto text = sip_text(
            {std::string{method} + " sip:10.9.8.1 SIP/2.0",
             "Via: SIP/2.0/UDP 10.9.8.60;branch=z9hG4bK" + std::to_string(number),
             "From: <sip:1@h>;tag=f",
             "To: <sip:1@h>",
             "Call-ID: " + std::to_string(number),
             "CSeq: 1 " + std::string{method},
             "Content-Length: 0"}
        );
        REQUIRE(client.send(bytes_of(text), Flow{Transport::udp, kServer, kClient.address, 0}, now, out));
        collect(true);
    }

    void at_server(const Message& message, const Essentials& essentials) {
        const Flow flow{Transport::udp, {kClient.address, 49152}, kServer.address, 0};
        const auto arrived = server.on_request(message, essentials, flow, now, out);
        acknowledged += arrived.what == Arrival::acknowledged ? 1U : 0U;
        if (arrived.what == Arrival::fresh) {
            ++carried_out[std::string{essentials.call_id}];
            Buffer answer;
            begin_response(answer, message, flow.remote, status, "t").finish();
            server.respond(arrived.transaction, status, answer, now, out);
        }
        collect(false);
    }

    void at_client(const Message& message, const Essentials& essentials) {
        if (client.on_response(message, essentials, now, out) && message.status() >= 200) {
            ++heard[std::string{essentials.call_id}];
        }
        collect(true);
    }

    void arrive(bool at_the_server, const std::string& octets) {
        Message message;
        REQUIRE(message.parse(bytes_of(octets)).has_value());
        const auto essentials = read_essentials(message).value();
        at_the_server ? at_server(message, essentials) : at_client(message, essentials);
    }

    /// From one happening to the next, until nothing is left to happen.
    void run() {
        while (true) {
            auto next = wire.empty() ? Instant::max() : wire.begin()->first;
            for (const auto& wake : {client.next_wake(), server.next_wake()}) {
                next = wake ? std::min(next, *wake) : next;
            }
            if (next == Instant::max()) {
                return;
            }
            now = std::max(now, next);
            if (!wire.empty() && wire.begin()->first <= now) {
                const auto [at_the_server, octets] = wire.begin()->second;
                wire.erase(wire.begin());
                arrive(at_the_server, octets);
            }
            client.on_wake(now, out);
            collect(true);
            server.on_wake(now, out);
            collect(false);
        }
    }
};

}  // namespace

TEST_CASE("SIP story: registers over a wire without loss take one exchange each", "[sip]") {
    Story story;
    for (int i = 0; i < 100; ++i) {
        story.ask("REGISTER", i);
    }
    story.run();
    REQUIRE(story.carried_out.size() == 100);
    REQUIRE(story.heard.size() == 100);
    REQUIRE(story.not_answered == 0);
    REQUIRE(story.client.size() == 0);
    REQUIRE(story.server.size() == 0);
    REQUIRE(story.client.octets() == 0);
    REQUIRE(story.server.octets() == 0);
}

TEST_CASE("SIP story: at thirty percent loss each is carried out once and heard once", "[sip]") {
    Story story{.loss_percent = 30};
    for (int i = 0; i < 500; ++i) {
        story.ask("REGISTER", i);
    }
    story.run();
    REQUIRE(story.carried_out.size() == 500);
    for (const auto& [call, times] : story.carried_out) {
        REQUIRE(times == 1);
    }
    // Eleven tries of which each needs both ways: one in four hundred may end without an answer.
    REQUIRE(story.heard.size() + story.not_answered == 500);
    REQUIRE(story.not_answered < 5);
    for (const auto& [call, times] : story.heard) {
        REQUIRE(times == 1);
    }
    REQUIRE(story.server.octets() == 0);
}

TEST_CASE("SIP story: refused INVITEs are acknowledged in the end, whatever is lost", "[sip]") {
    Story story{.loss_percent = 30, .status = 486};
    for (int i = 0; i < 200; ++i) {
        story.ask("INVITE", i);
    }
    story.run();
    REQUIRE(story.heard.size() + story.not_answered == 200);
    REQUIRE(story.carried_out.size() >= 195);
    for (const auto& [call, times] : story.carried_out) {
        REQUIRE(times == 1);
    }
    REQUIRE(story.acknowledged + story.not_acknowledged >= story.carried_out.size());
    REQUIRE(story.not_acknowledged < 5);
    REQUIRE(story.client.size() == 0);
    REQUIRE(story.server.size() == 0);
    REQUIRE(story.client.octets() == 0);
}

TEST_CASE("SIP story: a server that is gone is noticed after 32 seconds, and nothing is left", "[sip]") {
    Story story{.loss_percent = 100};
    for (int i = 0; i < 50; ++i) {
        story.ask(i % 2 == 0 ? "REGISTER" : "INVITE", i);
    }
    story.run();
    REQUIRE(story.not_answered == 50);
    REQUIRE(story.now - Instant{seconds{100}} == seconds{32});
    REQUIRE(story.client.size() == 0);
}
