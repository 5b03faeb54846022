// Two peers that say anything, in pieces, with time passing and orders coming in between: the engine neither
// faults nor grows, and a phone beside them notices nothing.
#include "server/sccp/engine.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/registration.hpp"
#include "tests/support/sample_world.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

namespace {

using namespace dialtone;
using namespace dialtone::sccp;
using namespace dialtone::test;

constexpr const char* kBystander = "SEP00BEEBEEBEE0";

class Utc final : public TimeZones {
 public:
    [[nodiscard]] std::chrono::seconds offset(std::string_view, WallTime) const override { return {}; }
};

WorldPtr world() {
    static const WorldPtr made = [] {
        auto sample = sample_world();
        add_device(sample, "SEP001122334455", k7960, {"1001", "1002"});
        const auto other = add_device(sample, "SEP0011223344AA", k7965, {"1003"});
        edit_device(sample, other, [](Device& device) {
            device.speed_dials = {{1, "2001", "Bob", true}, {2, "2002", "", false}};
            device.services = {{ServiceId{1}, 1, "Menu"}};
        });
        sample.services.set(
            ServiceId{1}, PhoneService{.id = ServiceId{1}, .name = "Menu", .url = "http://10.0.0.1/"}
        );
        add_device(sample, kBystander, k7965, {"1009"});
        switch_autoreg_on(sample, kCm1);
        return std::make_shared<const World>(std::move(sample));
    }();
    return made;
}

/// The octets that the engine sends are whole frames, few beside what it was sent, and not for the bystander.
void check(Outbox& out, Engine& engine, Now now, std::optional<SessionId> bystander) {
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
            if (send->session == bystander) {
                std::abort();
            }
        } else if (const auto* close = std::get_if<Close>(&effect)) {
            if (close->session == bystander) {
                std::abort();
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

/// A phone that is registered before anything else happens, and silent from then on.
SessionId bring_up_bystander(Engine& engine, Now now, Outbox& out) {
    const auto session = *engine.on_connect({Ipv4{10, 77, 0, 9}, 50000}, now);
    Buffer octets;
    render(RegisterReq{.name = kBystander, .device_type = 436, .version = 22}, Dialect{}, octets);
    render(TimeDateReq{}, Dialect{}, octets);
    engine.on_octets(session, octets, now, out);
    out.clear();
    return session;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Utc zones;
    Engine engine{kCm1, zones};
    Outbox out;
    Now now;
    now.mono = Instant{std::chrono::hours{1}};
    engine.on_world(world(), now, out);
    // Whoever takes its name may take its place, and it falls silent for too long as any phone does.
    std::optional<SessionId> bystander = bring_up_bystander(engine, now, out);
    const auto until = now.mono + std::chrono::seconds{60};
    if (text_of(Bytes{data, size}).find("BEEBEE") != std::string_view::npos) {
        bystander.reset();
    }
    std::array<std::optional<SessionId>, 2> peers{
        engine.on_connect({Ipv4{10, 77, 0, 50}, 50000}, now),
        engine.on_connect({Ipv4{10, 77, 0, 51}, 50000}, now)};
    std::size_t speaker = 0;
    Bytes input{data, size};
    // Pieces of a length octet each; 0 lets the time pass that the next octet says, 255 is a new connection,
    // 254 lets the other peer speak, 253 to 251 are a command for the phone that both may be.
    while (!input.empty() && peers[speaker]) {
        const std::size_t piece = input[0];
        input = input.subspan(1);
        if (piece == 0 && !input.empty()) {
            now = now + std::chrono::seconds{input[0]};
            input = input.subspan(1);
            if (now.mono >= until) {
                bystander.reset();
            }
            engine.on_wake(now, out);
        } else if (piece == 255) {
            peers[speaker] = engine.on_connect({Ipv4{10, 77, 0, 52}, 50000}, now);
        } else if (piece == 254) {
            speaker = 1 - speaker;
        } else if (piece > 250) {
            const auto action = static_cast<change::Action>(piece - 250);
            engine.on_request(*DeviceName::parse("SEP0011223344AA"), action, now, out);
        } else {
            const auto take = std::min(piece, input.size());
            engine.on_octets(*peers[speaker], input.first(take), now, out);
            input = input.subspan(take);
        }
        check(out, engine, now, bystander);
    }
    engine.stop(now, out);
    if (engine.sessions() != 0 || engine.legs() != 0) {
        std::abort();
    }
    return 0;
}
