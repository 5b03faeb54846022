// The SCCP stage: reading messages, whole registrations, keepalives of a full node.
#include "server/sccp/engine.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "tests/support/sample_world.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace dialtone;
using namespace dialtone::sccp;
using namespace dialtone::test;

class Utc final : public TimeZones {
 public:
    [[nodiscard]] std::chrono::seconds offset(std::string_view, WallTime) const override { return {}; }
};

std::string name_of_phone(std::size_t number) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string name = "SEP001122000000";
    for (std::size_t i = name.size(); number != 0; number /= 16) {
        name[--i] = kDigits[number % 16];
    }
    return name;
}

World world_of(std::size_t phones) {
    auto world = sample_world();
    world.parameters.set("callmanager/max-registered-devices", "20000");
    for (std::size_t i = 0; i < phones; ++i) {
        const auto dn = std::to_string(100000 + i);
        add_device(world, name_of_phone(i), k7965, {dn});
    }
    return world;
}

template <class Message>
void append(Buffer& out, const Message& message, const Dialect& dialect) {
    render(message, dialect, out);
}

/// What a 7965 sends from RegisterReq to TimeDateReq.
Buffer registration_of(std::size_t number) {
    Buffer out;
    const Dialect before{};
    const Dialect after{22, true};
    append(
        out,
        RegisterReq{
            .name = name_of_phone(number), .device_type = 436, .version = 22, .features = {0, 0x72, 0x85}},
        before
    );
    append(out, ButtonTemplateReq{}, after);
    append(out, SoftKeyTemplateReq{}, after);
    append(out, SoftKeySetReq{}, after);
    append(out, LineStatReq{1}, after);
    append(out, ForwardStatReq{1}, after);
    for (std::uint32_t i = 1; i <= 4; ++i) {
        append(out, SpeedDialStatReq{i}, after);
    }
    append(out, TimeDateReq{}, after);
    return out;
}

void read_keypad_button(benchmark::State& state) {
    Buffer frame;
    append(frame, KeypadButton{KeypadKey{5}, 1, 0x01000001}, {22, true});
    for (auto _ : state) {
        Bytes input{frame};
        benchmark::DoNotOptimize(parse<KeypadButton>(**take_frame(input), {22, true}));
    }
}

void read_register_req(benchmark::State& state) {
    Buffer frame;
    append(frame, RegisterReq{.name = "SEP001122334455", .device_type = 436, .version = 22}, {});
    for (auto _ : state) {
        Bytes input{frame};
        benchmark::DoNotOptimize(parse<RegisterReq>(**take_frame(input), {}));
    }
}

void render_line_stat(benchmark::State& state) {
    const LineStat message{1, "1001", "Alice Smith", "Alice 1001"};
    Buffer out;
    for (auto _ : state) {
        out.clear();
        append(out, message, {22, true});
        benchmark::DoNotOptimize(out.data());
    }
}

struct Full {
    explicit Full(std::size_t phones) : world{std::make_shared<const World>(world_of(phones))} {
        now.mono = Instant{std::chrono::hours{1}};
        engine.on_world(world, now, out);
    }

    SessionId come_up(Bytes registration) {
        const auto session = *engine.on_connect({Ipv4{10, 77, 0, 50}, 50000}, now);
        engine.on_octets(session, registration, now, out);
        out.clear();
        return session;
    }

    WorldPtr world;
    Now now;
    Utc zones;
    Engine engine{kCm1, zones, Limits{.sessions = 20000, .sessions_per_source = 20000}};
    Outbox out;
};

void whole_registrations(benchmark::State& state) {
    constexpr std::size_t kPhones = 5000;
    Full node{kPhones};
    std::vector<Buffer> registrations;
    for (std::size_t i = 0; i < kPhones; ++i) {
        registrations.push_back(registration_of(i));
    }
    std::size_t next = 0;
    for (auto _ : state) {
        // Comes again while the last connection of the same name is still there, as after a power cut.
        node.come_up(registrations[next++ % kPhones]);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void keepalives(benchmark::State& state) {
    const auto phones = static_cast<std::size_t>(state.range(0));
    Full node{phones};
    std::vector<SessionId> sessions;
    for (std::size_t i = 0; i < phones; ++i) {
        sessions.push_back(node.come_up(registration_of(i)));
    }
    Buffer frame;
    append(frame, KeepAlive{}, {22, true});
    std::size_t next = 0;
    for (auto _ : state) {
        node.engine.on_octets(sessions[next], frame, node.now, node.out);
        node.out.clear();
        if (++next == phones) {
            next = 0;
            node.now = node.now + std::chrono::seconds{30};
            node.engine.on_wake(node.now, node.out);
            node.out.clear();
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

}  // namespace

BENCHMARK(read_keypad_button);
BENCHMARK(read_register_req);
BENCHMARK(render_line_stat);
BENCHMARK(whole_registrations);
BENCHMARK(keepalives)->Arg(1000)->Arg(9000);
