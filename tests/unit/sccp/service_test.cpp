#include "server/sccp/service.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/service/zone_directory.hpp"
#include "tests/support/sample_world.hpp"
#include "tests/unit/sccp/frame_text.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialtone::sccp::test {

using namespace dialtone::test;

namespace {

constexpr const char* kName = "SEP001122334455";

/// What happened to the connection, and the way to play its other side. Outlives the stream.
struct Line {
    net::StreamHandler* handler = nullptr;
    Buffer sent;
    std::string closed;
};

class MemoryStream final : public net::Stream {
 public:
    explicit MemoryStream(std::shared_ptr<Line> line) : line_{std::move(line)} {}

    ~MemoryStream() override { line_->handler = nullptr; }

    void start(net::StreamHandler& handler) override { line_->handler = &handler; }

    bool send(Bytes data) override {
        line_->sent.insert(line_->sent.end(), data.begin(), data.end());
        return true;
    }

    void close(net::Closing how) override {
        line_->closed = how == net::Closing::reset ? "reset" : "graceful";
        line_->handler = nullptr;
    }

    [[nodiscard]] Endpoint peer() const override { return {Ipv4{10, 77, 0, 50}, 50000}; }

    [[nodiscard]] Endpoint local() const override { return {Ipv4{10, 77, 0, 1}, 2000}; }

 private:
    std::shared_ptr<Line> line_;
};

class MemoryListener final : public net::StreamListener {
 public:
    explicit MemoryListener(OnAccept& on_accept) : on_accept_{on_accept} {}

    void start(OnAccept on_accept) override { on_accept_ = std::move(on_accept); }

    [[nodiscard]] Endpoint local() const override { return {Ipv4{10, 77, 0, 1}, 2000}; }

 private:
    OnAccept& on_accept_;
};

/// The rest of the program, as far as the service sees it.
struct Program final : AutoRegistrar, RegistrationSink, journal::Recorder {
    void auto_register(std::uint64_t ticket, const AutoRegisterRequest& request) override {
        asked.emplace_back(ticket, request);
    }

    void store(const registrar::Registration& registration, const WorldPtr& world) override {
        stored.push_back(registration.name.text());
        sequence = world->sequence;
    }

    void remove(const DeviceName& name, registrar::StatusReason) override { removed.push_back(name.text()); }

    void record(journal::Observation observation) override { journal.push_back(std::move(observation)); }

    std::vector<std::pair<std::uint64_t, AutoRegisterRequest>> asked;
    std::vector<std::string> stored;
    std::vector<std::string> removed;
    std::int64_t sequence = 0;
    std::vector<journal::Observation> journal;
};

struct Node {
    Node() {
        service.start();
        publish();
    }

    void publish() { service.on_world(std::make_shared<const World>(world)); }

    std::shared_ptr<Line> connect() {
        auto line = std::make_shared<Line>();
        on_accept(std::make_unique<MemoryStream>(line));
        return line;
    }

    World world = sample_world();
    Program program;
    Metrics metrics;
    ZoneDirectory zones;
    net::EventLoop loop{"calls"};
    net::StreamListener::OnAccept on_accept;
    Service service{
        loop,
        std::make_unique<MemoryListener>(on_accept),
        kCm1,
        Surroundings{program, program, program, metrics, zones}};
};

template <class Message>
void say(Line& line, const Message& message) {
    const auto octets = rendered(message, Dialect{});
    if (line.handler != nullptr) {
        line.handler->on_data(octets);
    }
}

std::vector<MessageId> heard(Line& line) {
    std::vector<MessageId> ids;
    Bytes input{line.sent};
    while (!input.empty()) {
        ids.push_back((*take_frame(input))->id);
    }
    line.sent.clear();
    return ids;
}

RegisterReq registration() {
    return {.length = RegisterReq::kLegacyLength, .name = kName, .device_type = 7, .version = 11};
}

}  // namespace

TEST_CASE("SCCP service: an unknown phone comes up with a number", "[sccp][service]") {
    Node node;
    switch_autoreg_on(node.world, kCm1);
    node.publish();
    const auto line = node.connect();
    say(*line, registration());
    REQUIRE(node.program.asked.size() == 1);
    const auto id = add_device(node.world, kName, k7960, {"1000"});
    ++node.world.sequence;
    node.publish();
    node.service.on_auto_registered(node.program.asked[0].first, {.device = id, .dn = "1000"});
    CHECK(heard(*line) == std::vector{MessageId::register_ack, MessageId::capabilities_req});
    say(*line, TimeDateReq{});
    CHECK(heard(*line).front() == MessageId::define_time_date);
    CHECK(node.program.stored == std::vector<std::string>{kName});
    CHECK(node.program.sequence == node.world.sequence);
    CHECK(node.service.is_registered(*DeviceName::parse(kName)));
    CHECK(node.metrics.text().find("dialtone_sccp_registrations 1") != std::string::npos);
    CHECK(node.metrics.text().find("dialtone_sccp_registrations_total 1") != std::string::npos);
}

TEST_CASE("SCCP service: a phone that closes is forgotten, within its own call too", "[sccp][service]") {
    Node node;
    add_device(node.world, kName, k7960, {"1001"});
    node.publish();
    const auto line = node.connect();
    say(*line, registration());
    say(*line, TimeDateReq{});
    line->handler->on_closed("closed by the peer");
    CHECK(node.program.removed.size() == 1);
    CHECK(node.service.engine().sessions() == 0);
    node.loop.poll();

    const auto broken = node.connect();
    const auto garbage = octets("00000000 00000000");
    broken->handler->on_data(garbage);
    CHECK(broken->closed == "reset");
    CHECK(broken->handler == nullptr);
    node.loop.poll();
    CHECK(node.service.engine().sessions() == 0);
}

TEST_CASE("SCCP service: stopping sends every phone away with FIN", "[sccp][service]") {
    Node node;
    add_device(node.world, kName, k7960, {"1001"});
    node.publish();
    const auto line = node.connect();
    say(*line, registration());
    say(*line, TimeDateReq{});
    node.service.stop();
    CHECK(line->closed == "graceful");
    CHECK(node.program.removed == std::vector<std::string>{kName});
    CHECK(node.service.local() == Endpoint{});
}

TEST_CASE("SCCP service: over TCP, a phone registers and hears dial tone", "[sccp][service]") {
    Node node;
    add_device(node.world, kName, k7960, {"1001"});
    net::EventLoop loop{"calls"};
    Service service{
        loop,
        net::listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}}),
        kCm1,
        Surroundings{node.program, node.program, node.program, node.metrics, node.zones}};
    service.start();
    service.on_world(std::make_shared<const World>(node.world));

    struct Phone final : net::StreamHandler {
        void on_data(Bytes data) override { received.insert(received.end(), data.begin(), data.end()); }

        void on_closed(std::string_view) override { is_closed = true; }

        Buffer received;
        bool is_closed = false;
    } phone;

    std::unique_ptr<net::Stream> stream;
    net::connect_tcp(loop, {}, service.local(), [&](std::unique_ptr<net::Stream> made, std::string_view) {
        stream = std::move(made);
        stream->start(phone);
        for (const auto& octets :
             {rendered(registration(), Dialect{}),
              rendered(TimeDateReq{}, Dialect{}),
              rendered(OffHook{}, Dialect{})}) {
            stream->send(octets);
        }
    });
    const auto has_tone = [&] {
        Bytes input{phone.received};
        while (!input.empty()) {
            const auto frame = take_frame(input);
            if (!frame || !*frame) {
                return false;
            }
            if ((*frame)->id == MessageId::start_tone) {
                return true;
            }
        }
        return false;
    };
    for (int turn = 0; turn < 1000000 && !has_tone(); ++turn) {
        loop.poll();
    }
    CHECK(has_tone());
    service.stop();
    for (int turn = 0; turn < 1000000 && !phone.is_closed; ++turn) {
        loop.poll();
    }
    CHECK(phone.is_closed);
}

TEST_CASE("Zone directory: names that lead elsewhere are unknown zones", "[sccp][service]") {
    const ZoneDirectory zones;
    const WallTime summer = std::chrono::sys_days{std::chrono::year{2026} / 7 / 1};
    for (const auto* name : {"../../etc/passwd", "/etc/passwd", "", "Nowhere/Town", "Europe"}) {
        CAPTURE(name);
        CHECK(zones.offset(name, summer) == std::chrono::seconds{0});
    }
}

}  // namespace dialtone::sccp::test
