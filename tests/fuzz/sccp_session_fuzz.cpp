// A phone that says anything, in pieces, with time passing in between: the engine neither faults nor grows.
#include "server/sccp/engine.hpp"
#include "tests/support/sample_world.hpp"

#include <cstdlib>
#include <memory>

namespace {

using namespace dialtone;
using namespace dialtone::sccp;
using namespace dialtone::test;

class Utc final : public TimeZones {
 public:
    [[nodiscard]] std::chrono::seconds offset(std::string_view, WallTime) const override { return {}; }
};

WorldPtr world() {
    static const WorldPtr made = [] {
        auto sample = sample_world();
        add_device(sample, "SEP001122334455", k7960, {"1001", "1002"});
        add_device(sample, "SEP0011223344AA", k7965, {"1003"});
        switch_autoreg_on(sample, kCm1);
        return std::make_shared<const World>(std::move(sample));
    }();
    return made;
}

/// The octets that the engine sends are whole frames, and few beside what it was sent.
void check(Outbox& out, Engine& engine, Now now) {
    std::size_t sent = 0;
    Outbox answers;
    for (const auto& effect : out.effects()) {
        if (const auto* send = std::get_if<Send>(&effect)) {
            auto octets = out.octets(*send);
            sent += octets.size();
            while (!octets.empty()) {
                const auto frame = take_frame(octets);
                if (!frame || !*frame) {
                    std::abort();
                }
            }
        } else if (const auto* making = std::get_if<registrar::AutoRegister>(&effect)) {
            const AutoRegisterResult refused{.refused = true, .sentence = "no"};
            engine.on_auto_registered(making->ticket, refused, now, answers);
        }
    }
    if (sent > (1U << 20U)) {
        std::abort();
    }
    out.clear();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Utc zones;
    Engine engine{kCm1, zones};
    Outbox out;
    Now now;
    now.mono = Instant{std::chrono::hours{1}};
    engine.on_world(world(), now, out);
    auto session = engine.on_connect({Ipv4{10, 77, 0, 50}, 50000}, now);
    Bytes input{data, size};
    // Pieces of a length octet each; 0 lets the time pass that the next octet says, 255 is a new connection.
    while (!input.empty() && session) {
        const std::size_t piece = input[0];
        input = input.subspan(1);
        if (piece == 0 && !input.empty()) {
            now = now + std::chrono::seconds{input[0]};
            input = input.subspan(1);
            engine.on_wake(now, out);
        } else if (piece == 255) {
            session = engine.on_connect({Ipv4{10, 77, 0, 51}, 50000}, now);
        } else {
            const auto take = std::min(piece, input.size());
            engine.on_octets(*session, input.first(take), now, out);
            input = input.subspan(take);
        }
        check(out, engine, now);
    }
    engine.stop(now, out);
    if (engine.sessions() != 0 || engine.legs() != 0) {
        std::abort();
    }
    return 0;
}
