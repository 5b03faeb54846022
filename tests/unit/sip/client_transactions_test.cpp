#include "server/sip/transaction/client_transactions.hpp"

#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr Flow kUdp{Transport::udp, {Ipv4{10, 9, 8, 60}, 5060}, Ipv4{10, 9, 8, 1}, 0};
constexpr Flow kTcp{Transport::tcp, {Ipv4{10, 9, 8, 50}, 51234}, Ipv4{10, 9, 8, 1}, 7};

std::string request(std::string_view method, std::string_view branch = "z9hG4bKours") {
    const std::string name{method};
    return sip_text(
        {name + " sip:1@10.9.8.60 SIP/2.0",
         "Via: SIP/2.0/UDP 10.9.8.1;branch=" + std::string{branch},
         "Route: <sip:p1;lr>",
         "Route: <sip:p2;lr>",
         "From: <sip:2@h>;tag=f",
         "To: <sip:1@h>",
         "Call-ID: c@h",
         "CSeq: 7 " + name,
         "Content-Length: 0"}
    );
}

struct Site {
    ClientTransactions transactions;
    Instant now{seconds{100}};
    TransactionOutbox out;
    std::vector<std::string> sent;
    std::vector<Duration> times;
    std::size_t not_answered = 0;

    explicit Site(TransactionLimits limits = {}) : transactions{Timers{}, limits} {}

    std::optional<ClientTransactionId> send(const std::string& text, const Flow& flow = kUdp) {
        const auto id = transactions.send(bytes_of(text), flow, now, out);
        collect();
        return id;
    }

    std::optional<ClientTransactionId> hear(
        int status, std::string_view method, std::string_view branch = "z9hG4bKours"
    ) {
        const auto text = sip_text(
            {"SIP/2.0 " + std::to_string(status) + " x",
             "Via: SIP/2.0/UDP 10.9.8.1;branch=" + std::string{branch},
             "From: <sip:2@h>;tag=f",
             "To: <sip:1@h>;tag=theirs",
             "Call-ID: c@h",
             "CSeq: 7 " + std::string{method}}
        );
        Message message;
        REQUIRE(message.parse(bytes_of(text)).has_value());
        const auto id = transactions.on_response(message, read_essentials(message).value(), now, out);
        collect();
        return id;
    }

    void pass(Duration time) {
        const auto until = now + time;
        for (auto next = transactions.next_wake(); next && *next <= until; next = transactions.next_wake()) {
            now = std::max(now, *next);
            transactions.on_wake(now, out);
            collect();
        }
        now = until;
    }

    void collect() {
        for (const auto& effect : out.effects()) {
            if (const auto* transmit = std::get_if<Transmit>(&effect)) {
                sent.emplace_back(text_of(out.octets(*transmit)));
                times.push_back(now - Instant{seconds{100}});
            } else {
                ++not_answered;
            }
        }
        out.clear();
    }
};

using Times = std::vector<Duration>;

}  // namespace

TEST_CASE("SIP client transaction: a NOTIFY is sent again at growing pauses up to four seconds", "[sip]") {
    Site site;
    REQUIRE(site.send(request("NOTIFY")));
    site.pass(seconds{40});
    REQUIRE(site.times.size() == 11);
    site.times.resize(6);
    REQUIRE(
        site.times ==
        Times{
            seconds{0},
            milliseconds{500},
            milliseconds{1500},
            milliseconds{3500},
            milliseconds{7500},
            milliseconds{11500}}
    );
    REQUIRE(site.not_answered == 1);
    REQUIRE(site.transactions.size() == 0);
    REQUIRE(site.transactions.octets() == 0);
}

TEST_CASE("SIP client transaction: an INVITE is sent seven times in 32 seconds", "[sip]") {
    Site site;
    REQUIRE(site.send(request("INVITE")));
    site.pass(seconds{40});
    REQUIRE(
        site.times ==
        Times{
            seconds{0},
            milliseconds{500},
            milliseconds{1500},
            milliseconds{3500},
            milliseconds{7500},
            milliseconds{15500},
            milliseconds{31500}}
    );
    REQUIRE(site.not_answered == 1);
}

TEST_CASE("SIP client transaction: over a connection a request is sent once", "[sip]") {
    Site site;
    REQUIRE(site.send(request("NOTIFY"), kTcp));
    site.pass(seconds{31});
    REQUIRE(site.sent.size() == 1);
    REQUIRE(site.not_answered == 0);
    REQUIRE(site.hear(200, "NOTIFY"));
    site.pass({});
    REQUIRE(site.transactions.size() == 0);
}

TEST_CASE(
    "SIP client transaction: an answer is told once, and its repetitions absorbed for five seconds", "[sip]"
) {
    Site site;
    const auto id = site.send(request("NOTIFY"));
    REQUIRE(site.hear(200, "NOTIFY") == id);
    REQUIRE_FALSE(site.hear(200, "NOTIFY"));
    site.pass(seconds{4});
    REQUIRE(site.sent.size() == 1);
    REQUIRE(site.transactions.size() == 1);
    site.pass(seconds{2});
    REQUIRE(site.transactions.size() == 0);
    REQUIRE_FALSE(site.hear(200, "NOTIFY"));
}

TEST_CASE(
    "SIP client transaction: after a provisional answer all but INVITE are asked for every four seconds",
    "[sip]"
) {
    Site site;
    const auto id = site.send(request("NOTIFY"));
    REQUIRE(site.hear(100, "NOTIFY") == id);
    site.pass(seconds{10});
    REQUIRE(site.times == Times{seconds{0}, milliseconds{500}, milliseconds{4500}, milliseconds{8500}});
    site.pass(seconds{30});
    REQUIRE(site.not_answered == 1);
}

TEST_CASE("SIP client transaction: an INVITE that rings may ring for long", "[sip]") {
    Site site;
    const auto id = site.send(request("INVITE"));
    REQUIRE(site.hear(180, "INVITE") == id);
    REQUIRE(site.hear(180, "INVITE") == id);
    site.pass(seconds{200});
    REQUIRE(site.sent.size() == 1);
    REQUIRE(site.not_answered == 0);
    REQUIRE(site.hear(200, "INVITE") == id);
}

TEST_CASE(
    "SIP client transaction: a refusal of an INVITE is acknowledged, each time that it comes", "[sip]"
) {
    Site site;
    const auto id = site.send(request("INVITE"));
    REQUIRE(site.hear(486, "INVITE") == id);
    REQUIRE(site.sent.size() == 2);
    REQUIRE(
        site.sent[1] == sip_text(
                            {"ACK sip:1@10.9.8.60 SIP/2.0",
                             "Via: SIP/2.0/UDP 10.9.8.1;branch=z9hG4bKours",
                             "Max-Forwards: 70",
                             "From: <sip:2@h>;tag=f",
                             "To: <sip:1@h>;tag=theirs",
                             "Call-ID: c@h",
                             "Route: <sip:p1;lr>",
                             "Route: <sip:p2;lr>",
                             "CSeq: 7 ACK",
                             "Content-Length: 0"}
                        )
    );
    site.pass(seconds{31});
    REQUIRE_FALSE(site.hear(486, "INVITE"));
    REQUIRE(site.sent.size() == 3);
    REQUIRE_FALSE(site.hear(180, "INVITE"));
    REQUIRE(site.sent.size() == 3);
    site.pass(seconds{2});
    REQUIRE(site.transactions.size() == 0);
    REQUIRE(site.transactions.octets() == 0);
    REQUIRE(site.not_answered == 0);
}

TEST_CASE(
    "SIP client transaction: RFC 6026 every 2xx of an INVITE is told, nothing else after the first", "[sip]"
) {
    Site site;
    const auto id = site.send(request("INVITE"));
    REQUIRE(site.hear(200, "INVITE") == id);
    REQUIRE(site.hear(200, "INVITE") == id);
    REQUIRE_FALSE(site.hear(486, "INVITE"));
    REQUIRE(site.sent.size() == 1);
    site.pass(seconds{33});
    REQUIRE(site.transactions.size() == 0);
}

TEST_CASE("SIP client transaction: an answer to another branch or method is nobody's", "[sip]") {
    Site site;
    REQUIRE(site.send(request("NOTIFY")));
    REQUIRE_FALSE(site.hear(200, "NOTIFY", "z9hG4bKtheirs"));
    REQUIRE_FALSE(site.hear(200, "INVITE"));
    REQUIRE(site.hear(200, "NOTIFY", "Z9HG4BKOURS"));
}

TEST_CASE(
    "SIP client transaction: a connection that ends takes along what waits for an answer on it", "[sip]"
) {
    Site site;
    REQUIRE(site.send(request("NOTIFY", "z9hG4bK1"), kTcp));
    REQUIRE(site.send(request("NOTIFY", "z9hG4bK2"), kUdp));
    REQUIRE(site.send(request("REFER", "z9hG4bK3"), kTcp));
    REQUIRE(site.hear(202, "REFER", "z9hG4bK3"));
    site.transactions.on_lost(kTcp, site.out);
    site.collect();
    REQUIRE(site.not_answered == 1);
    REQUIRE(site.transactions.size() == 1);
    site.pass(seconds{40});
    REQUIRE(site.not_answered == 2);
}

TEST_CASE(
    "SIP client transaction: what is no request of ours is not sent, nor more than the bounds", "[sip]"
) {
    Site site{{.transactions = 2, .octets = 1U << 20U}};
    REQUIRE_FALSE(site.send(request("ACK")));
    REQUIRE_FALSE(site.send(request("NOTIFY", "old")));
    REQUIRE_FALSE(site.send("hello"));
    REQUIRE_FALSE(site.send(sip_text({"SIP/2.0 200 OK"})));
    REQUIRE(site.send(request("NOTIFY", "z9hG4bK1")));
    REQUIRE_FALSE(site.send(request("NOTIFY", "z9hG4bK1")));
    REQUIRE(site.send(request("NOTIFY", "z9hG4bK2")));
    REQUIRE_FALSE(site.send(request("NOTIFY", "z9hG4bK3")));
    REQUIRE(site.sent.size() == 2);
    Site narrow{{.transactions = 100, .octets = 300}};
    REQUIRE(narrow.send(request("NOTIFY", "z9hG4bK1")));
    REQUIRE_FALSE(narrow.send(request("NOTIFY", "z9hG4bK2")));
}
