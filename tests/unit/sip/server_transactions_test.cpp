#include "server/sip/transaction/server_transactions.hpp"

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

constexpr Flow kUdp{Transport::udp, {Ipv4{10, 9, 8, 60}, 49152}, Ipv4{10, 9, 8, 1}, 0};
constexpr Flow kTcp{Transport::tcp, {Ipv4{10, 9, 8, 50}, 51234}, Ipv4{10, 9, 8, 1}, 7};

struct Request {
    std::string method = "REGISTER";
    std::string branch = "z9hG4bKone";
    std::string cseq_method = method;
    std::string to_tag = {};
    std::string from_tag = "f";
    std::string call_id = "c@h";

    [[nodiscard]] std::string text() const {
        return sip_text(
            {method + " sip:10.9.8.1 SIP/2.0",
             "Via: SIP/2.0/UDP 10.9.8.60" + (branch.empty() ? "" : ";branch=" + branch),
             "From: <sip:1@h>;tag=" + from_tag,
             "To: <sip:1@h>" + (to_tag.empty() ? "" : ";tag=" + to_tag),
             "Call-ID: " + call_id,
             "CSeq: 1 " + cseq_method,
             "Content-Length: 0"}
        );
    }
};

/// A server in virtual time, and what it sent.
struct Site {
    ServerTransactions transactions;
    Instant now{seconds{100}};
    TransactionOutbox out;
    std::vector<std::string> sent;
    std::vector<Endpoint> destinations;
    std::size_t not_acknowledged = 0;

    explicit Site(TransactionLimits limits = {}) : transactions{Timers{}, limits} {}

    Arrived hear(const Request& request, const Flow& flow = kUdp) {
        const auto text = request.text();
        Message message;
        REQUIRE(message.parse(bytes_of(text)).has_value());
        const auto arrived =
            transactions.on_request(message, read_essentials(message).value(), flow, now, out);
        collect();
        return arrived;
    }

    void answer(const Arrived& to, int status) {
        transactions.respond(to.transaction, status, bytes_of(std::to_string(status)), now, out);
        collect();
    }

    /// Lets time pass as the shell does: from one deadline to the next.
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
                destinations.push_back(transmit->flow.remote);
            } else {
                ++not_acknowledged;
            }
        }
        out.clear();
    }

    std::vector<std::string> take() { return std::exchange(sent, {}); }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "SIP server transaction: a REGISTER sent again gets the same answer again, for 32 seconds", "[sip]"
) {
    Site site;
    const auto arrived = site.hear({});
    REQUIRE(arrived.what == Arrival::fresh);
    REQUIRE(site.hear({}).what == Arrival::retransmission);
    REQUIRE(site.take().empty());
    site.answer(arrived, 200);
    REQUIRE(site.take() == Texts{"200"});
    REQUIRE(site.destinations.back() == Endpoint{Ipv4{10, 9, 8, 60}, 5060});
    site.pass(seconds{31});
    REQUIRE(site.hear({}).what == Arrival::retransmission);
    REQUIRE(site.take() == Texts{"200"});
    site.answer(arrived, 500);
    REQUIRE(site.take().empty());
    site.pass(seconds{2});
    REQUIRE(site.transactions.size() == 0);
    REQUIRE(site.transactions.octets() == 0);
    REQUIRE(site.hear({}).what == Arrival::fresh);
}

TEST_CASE("SIP server transaction: over a connection nothing is kept once it is answered", "[sip]") {
    Site site;
    site.answer(site.hear({}, kTcp), 200);
    REQUIRE(site.destinations.back() == kTcp.remote);
    site.pass({});
    REQUIRE(site.transactions.size() == 0);
}

TEST_CASE("SIP server transaction: RFC 4320 no early provisional answer, and never a 408", "[sip]") {
    Site site;
    const auto arrived = site.hear({});
    site.answer(arrived, 100);
    REQUIRE(site.take().empty());
    site.pass(seconds{5});
    site.answer(arrived, 100);
    REQUIRE(site.take() == Texts{"100"});
    site.answer(arrived, 408);
    REQUIRE(site.take().empty());
    REQUIRE(site.transactions.size() == 0);
    const auto stream = site.hear({}, kTcp);
    site.answer(stream, 100);
    REQUIRE(site.take() == Texts{"100"});
}

TEST_CASE(
    "SIP server transaction: one that nobody answers is forgotten when its client has given up", "[sip]"
) {
    Site site;
    site.hear({});
    site.pass(seconds{33});
    REQUIRE(site.transactions.size() == 0);
    REQUIRE(site.take().empty());
    REQUIRE(site.not_acknowledged == 0);
}

TEST_CASE(
    "SIP server transaction: an INVITE has its 100 after 200 ms, unless it is answered before", "[sip]"
) {
    Site site;
    const auto slow = site.hear({.method = "INVITE"});
    site.pass(milliseconds{199});
    REQUIRE(site.take().empty());
    site.pass(milliseconds{1});
    const auto trying = site.take();
    REQUIRE(trying.size() == 1);
    REQUIRE(trying[0].starts_with("SIP/2.0 100 Trying\r\nVia: SIP/2.0/UDP 10.9.8.60;branch=z9hG4bKone\r\n"));
    site.pass(seconds{60});
    REQUIRE(site.take().empty());
    site.answer(slow, 180);
    REQUIRE(site.hear({.method = "INVITE"}).what == Arrival::retransmission);
    REQUIRE(site.take() == Texts{"180", "180"});
    const auto quick = site.hear({.method = "INVITE", .branch = "z9hG4bKtwo", .call_id = "d@h"});
    site.answer(quick, 180);
    site.pass(seconds{1});
    REQUIRE(site.take() == Texts{"180"});
}

TEST_CASE("SIP server transaction: a refusal of an INVITE is sent again until its ACK comes", "[sip]") {
    Site site;
    const Request invite{.method = "INVITE"};
    site.answer(site.hear(invite), 486);
    site.pass(seconds{8});
    // 500 ms, 1 s, 2 s, 4 s
    REQUIRE(site.take() == Texts{"486", "486", "486", "486", "486"});
    const Request ack{.method = "ACK", .to_tag = "ours"};
    REQUIRE(site.hear(ack).what == Arrival::acknowledged);
    site.pass(seconds{4});
    REQUIRE(site.take().empty());
    REQUIRE(site.hear(ack).what == Arrival::acknowledged);
    REQUIRE(site.hear(invite).what == Arrival::retransmission);
    REQUIRE(site.take().empty());
    site.pass(seconds{2});
    REQUIRE(site.transactions.size() == 0);
    REQUIRE(site.not_acknowledged == 0);
}

TEST_CASE("SIP server transaction: without an ACK the refusal ends after 32 seconds, and says so", "[sip]") {
    Site site;
    site.answer(site.hear({.method = "INVITE"}), 486);
    site.pass(seconds{40});
    // at 0, 0.5, 1.5, 3.5 and every 4 s from there to 31.5
    REQUIRE(site.take().size() == 11);
    REQUIRE(site.not_acknowledged == 1);
    REQUIRE(site.transactions.size() == 0);
    site.answer(site.hear({.method = "INVITE"}, kTcp), 486);
    site.pass(seconds{40});
    REQUIRE(site.take() == Texts{"486"});
    REQUIRE(site.not_acknowledged == 2);
}

TEST_CASE(
    "SIP server transaction: RFC 6026 a 2xx leaves the INVITE's transaction there to absorb it", "[sip]"
) {
    Site site;
    const Request invite{.method = "INVITE"};
    const auto arrived = site.hear(invite);
    site.answer(arrived, 200);
    REQUIRE(site.take() == Texts{"200"});
    REQUIRE(site.hear(invite).what == Arrival::retransmission);
    REQUIRE(site.take().empty());
    site.answer(arrived, 200);
    REQUIRE(site.take() == Texts{"200"});
    site.answer(arrived, 486);
    REQUIRE(site.take().empty());
    REQUIRE(
        site.hear({.method = "ACK", .branch = "z9hG4bKack", .to_tag = "ours"}).what == Arrival::stray_ack
    );
    REQUIRE(site.hear({.method = "ACK", .to_tag = "ours"}).what == Arrival::stray_ack);
    site.pass(seconds{33});
    REQUIRE(site.transactions.size() == 0);
    REQUIRE(site.not_acknowledged == 0);
}

TEST_CASE("SIP server transaction: a CANCEL names the INVITE that it is for", "[sip]") {
    Site site;
    const auto invite = site.hear({.method = "INVITE"});
    const auto cancel = site.hear({.method = "CANCEL"});
    REQUIRE(cancel.what == Arrival::fresh);
    REQUIRE(cancel.cancelled == invite.transaction);
    site.answer(cancel, 200);
    site.answer(invite, 487);
    REQUIRE(site.take() == Texts{"200", "487"});
    REQUIRE_FALSE(site.hear({.method = "CANCEL", .branch = "z9hG4bKother"}).cancelled);
}

TEST_CASE("SIP server transaction: the same request by two ways is merged", "[sip]") {
    Site site;
    REQUIRE(site.hear({.method = "INVITE"}).what == Arrival::fresh);
    const auto other = site.hear({.method = "INVITE", .branch = "z9hG4bKtwo"});
    REQUIRE(other.what == Arrival::merged);
    site.answer(other, 482);
    REQUIRE(site.take() == Texts{"482"});
    // Within a dialog there is nothing to merge.
    REQUIRE(site.hear({.method = "BYE", .branch = "z9hG4bKthree", .to_tag = "t"}).what == Arrival::fresh);
    REQUIRE(site.hear({.method = "BYE", .branch = "z9hG4bKfour", .to_tag = "t"}).what == Arrival::fresh);
}

TEST_CASE("SIP server transaction: elements of RFC 2543 are told apart without a branch", "[sip]") {
    for (const std::string branch : {"", "old1", "z9hG4bK"}) {
        Site site;
        const Request invite{.method = "INVITE", .branch = branch};
        site.answer(site.hear(invite), 486);
        REQUIRE(site.hear(invite).what == Arrival::retransmission);
        REQUIRE(site.take() == Texts{"486", "486"});
        REQUIRE(site.hear({.method = "INVITE", .branch = branch, .from_tag = "g"}).what == Arrival::fresh);
        REQUIRE(
            site.hear({.method = "ACK", .branch = branch, .to_tag = "ours"}).what == Arrival::acknowledged
        );
    }
}

TEST_CASE("SIP server transaction: an ACK without a tag in To ends a 487, as phones send it", "[sip]") {
    Site site;
    site.answer(site.hear({.method = "INVITE"}), 487);
    REQUIRE(site.hear({.method = "ACK"}).what == Arrival::acknowledged);
}

TEST_CASE("SIP server transaction: no more than the bounds, and those that are there go on", "[sip]") {
    Site site{{.transactions = 2, .octets = 1U << 20U}};
    const auto first = site.hear({});
    site.hear({.branch = "z9hG4bKtwo", .call_id = "2"});
    REQUIRE(site.hear({.branch = "z9hG4bKthree", .call_id = "3"}).what == Arrival::refused);
    site.answer(first, 200);
    REQUIRE(site.take() == Texts{"200"});
    REQUIRE(site.hear({}).what == Arrival::retransmission);
    Site narrow{{.transactions = 100, .octets = 200}};
    int taken = 0;
    for (int i = 0; i < 50; ++i) {
        taken += narrow.hear({.branch = "z9hG4bK" + std::to_string(i), .call_id = std::to_string(i)}).what ==
                 Arrival::fresh;
    }
    REQUIRE(taken < 10);
    REQUIRE(narrow.transactions.octets() < 400);
}
