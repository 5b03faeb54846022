// What both transports do with the catalog and the words for the journal.
#include "server/http/server.hpp"
#include "server/tftp/engine.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/memory_stream.hpp"
#include "tests/support/tftp_packet.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <variant>
#include <vector>

using namespace dialtone;
using namespace std::chrono_literals;
using journal::Step;

namespace {

constexpr Ipv4 kServer{10, 0, 0, 1};
constexpr Ipv4 kNat{10, 0, 0, 50};

/// A TFTP server with the files of a test, and phones that acknowledge whatever they are sent.
struct Tftp {
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};
    tftp::Engine engine{catalog, 8, 42};
    Now now{Instant{1h}, WallTime{1'700'000'000s}};
    std::vector<journal::Observation> journal;

    Tftp() { catalog.use(std::make_shared<const World>()); }

    void ask(const Endpoint& phone, const std::string& file) {
        Buffer request;
        tftp::render_request(request, tftp::Opcode::read_request, file, "octet", {});
        engine.on_request(request, phone, kServer, now);
    }

    /// Acknowledges what was sent, one packet after another, each `pause` after the one before; until all is
    /// said.
    void acknowledge_all(Duration pause) {
        while (engine.outbox().size() > 0) {
            struct Ack {
                tftp::Route route;
                std::uint16_t block;
            };

            std::vector<Ack> acks;
            for (std::size_t i = 0; i < engine.outbox().size(); ++i) {
                const auto packet = engine.outbox()[i];
                const auto octets = test::octets_of(packet);
                const auto message = tftp::parse(octets).value();
                if (const auto* data = std::get_if<tftp::DataView>(&message)) {
                    acks.push_back({packet.route, data->block});
                }
            }
            engine.outbox().clear();
            for (const auto& ack : acks) {
                now = now + pause;
                Buffer octets;
                tftp::render_ack(octets, ack.block);
                engine.on_transfer(ack.route.port, octets, ack.route.peer, kServer, now);
            }
        }
        std::move(engine.observations().begin(), engine.observations().end(), std::back_inserter(journal));
        engine.observations().clear();
    }

    [[nodiscard]] std::ptrdiff_t count(Step step) const {
        return std::count_if(journal.begin(), journal.end(), [&](const auto& seen) {
            return seen.step == step;
        });
    }
};

}  // namespace

TEST_CASE("Transports: TFTP tells of a large file while it is under way", "[files][tftp][engine]") {
    Tftp tftp;
    tftp.store.put("apps45.sbn", std::string(512 * 1000, 'x'));
    tftp.ask({kNat, 49152}, "apps45.sbn");
    tftp.acknowledge_all(10ms);  // 1001 blocks in ten seconds
    CHECK(tftp.count(Step::file_served) == 1);
    CHECK(tftp.count(Step::file_progress) >= 8);
    CHECK(tftp.count(Step::file_progress) <= 10);
    CHECK(tftp.journal.back().step == Step::file_served);
    const auto& first = tftp.journal.front();
    CHECK(first.step == Step::file_progress);
    CHECK(first.field("name") == "apps45.sbn");
    CHECK(first.field("transport") == "TFTP");
    CHECK(first.field("size") == "512000");
}

TEST_CASE("Transports: TFTP says nothing of a large file that is through at once", "[files][tftp][engine]") {
    Tftp tftp;
    tftp.store.put("apps45.sbn", std::string(512 * 1000, 'x'));
    tftp.ask({kNat, 49152}, "apps45.sbn");
    tftp.acknowledge_all(100us);
    CHECK(tftp.journal.size() == 1);
}

TEST_CASE("Transports: HTTP tells how far a long body is, and not of its end", "[files][http][service]") {
    net::EventLoop loop{"test"};
    Metrics metrics;
    test::MemoryListener::Dial dial;
    std::vector<std::size_t> progress;
    bool has_ended = false;
    http::Server server{
        loop,
        std::make_unique<test::MemoryListener>(dial),
        {},
        [&](const http::Request& request) {
            http::Response response;
            response.body = http::body_of(std::string(request.head.target == "/large" ? 1'000'000 : 10, 'x'));
            response.on_progress = [&](std::size_t octets, Now) { progress.push_back(octets); };
            response.on_end = [&](const http::Delivery& delivery) { has_ended = delivery.is_complete; };
            return response;
        },
        metrics};
    server.start();
    const auto phone = dial.connect({kNat, 40000});
    phone->arrive("GET /large HTTP/1.1\r\n\r\n");
    CHECK(phone->read_all().size() > 1'000'000);
    CHECK(has_ended);
    REQUIRE(progress.size() >= 3);
    CHECK(std::is_sorted(progress.begin(), progress.end()));
    CHECK(progress.front() > 0);
    CHECK(progress.back() < 1'000'000);
    progress.clear();
    phone->arrive("GET /small HTTP/1.1\r\n\r\n");
    phone->read_all();
    CHECK(progress.empty());
}

TEST_CASE("Transports: 200 phones behind one address are all served at once", "[files][tftp][engine]") {
    Tftp tftp;
    const auto name = [](int phone) {
        auto digits = std::to_string(phone);
        return "SEP001122" + std::string(6 - digits.size(), '0') + digits;
    };
    for (int phone = 0; phone < 200; ++phone) {
        tftp.store.put(name(phone) + ".cnf.xml", std::string(4000, 'x'));
    }
    // In the same instant: each its trust list, which is not there, and its own file.
    for (int phone = 0; phone < 200; ++phone) {
        tftp.ask({kNat, static_cast<std::uint16_t>(20000 + phone)}, "CTL" + name(phone) + ".tlv");
    }
    tftp.acknowledge_all(0us);
    CHECK(tftp.count(Step::file_missing) == 200);
    for (int phone = 0; phone < 200; ++phone) {
        tftp.ask({kNat, static_cast<std::uint16_t>(20000 + phone)}, name(phone) + ".cnf.xml");
    }
    CHECK(tftp.engine.active() == 200);
    tftp.acknowledge_all(0us);
    CHECK(tftp.count(Step::file_served) == 200);
    CHECK(tftp.count(Step::file_refused) == 0);
    for (const auto& seen : tftp.journal) {
        const auto file = std::string{seen.field("name")};
        CHECK(file.find(seen.subject) != std::string::npos);  // each put down to the phone that it names
    }
}

TEST_CASE(
    "T-76 Transports: no answer about any file leaves TFTP before the database is loaded",
    "[files][tftp][engine]"
) {
    Tftp tftp;
    tftp.store.put("x512", std::string(512, 'x'));
    tftp.catalog.use(nullptr);
    for (const auto* file : {"x512", "nope", "SEP001122334455.cnf.xml", "XMLDefault.cnf.xml"}) {
        tftp.ask({kNat, 49152}, file);
        CHECK(tftp.engine.outbox().size() == 0);
    }
    CHECK(tftp.engine.active() == 0);
    tftp.catalog.use(std::make_shared<const World>());
    tftp.ask({kNat, 49152}, "x512");
    CHECK(tftp.engine.outbox().size() == 1);
}
