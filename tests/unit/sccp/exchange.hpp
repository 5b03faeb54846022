#pragma once

#include "server/sccp/engine.hpp"
#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "tests/support/sample_world.hpp"
#include "tests/unit/sccp/frame_text.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// An engine with its world and a clock that only tests turn, and phones that talk to it.
namespace dialtone::sccp::test {

using namespace dialtone::test;

/// Every zone is two hours ahead of UTC, or whatever a test says.
class FixedZone final : public TimeZones {
 public:
    std::chrono::seconds ahead = std::chrono::hours{2};

    [[nodiscard]] std::chrono::seconds offset(std::string_view, WallTime) const override { return ahead; }
};

/// A frame that the engine sent, kept.
struct Sent {
    MessageId id = MessageId::keep_alive;
    std::uint32_t header_version = 0;
    Buffer body;
};

class Exchange {
 public:
    explicit Exchange(World start = sample_world()) : world{std::move(start)} {
        now.mono = Instant{std::chrono::hours{1}};
        now.wall = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 6 / 4} + std::chrono::hours{9}};
        publish();
    }

    /// Hands the engine what `world` is now.
    void publish() {
        ++world.sequence;
        engine.on_world(std::make_shared<const World>(world), now, out);
        collect();
    }

    void advance(Duration time) {
        const auto end = now + time;
        while (const auto next = engine.next_wake()) {
            if (*next > end.mono) {
                break;
            }
            now = now + (std::max(*next, now.mono) - now.mono);
            engine.on_wake(now, out);
            collect();
        }
        now = end;
    }

    /// The database makes the device that was asked for last, with this number.
    DeviceId make_device(std::string_view dn) {
        const auto& request = asked.back().request;
        const auto id = add_device(world, request.name.text(), request.model, {dn});
        edit_device(world, id, [](Device& device) { device.auto_registered = true; });
        publish();
        answer({.device = id, .dn = std::string{dn}});
        return id;
    }

    void answer(const AutoRegisterResult& result) {
        engine.on_auto_registered(asked.back().ticket, result, now, out);
        collect();
    }

    void tell(std::vector<change::Directive> directives) {
        engine.on_directives(directives, now, out);
        collect();
    }

    void request(std::string_view name, change::Action action) {
        engine.on_request(*DeviceName::parse(name), action, now, out);
        collect();
    }

    void collect() {
        for (auto& effect : out.effects()) {
            if (const auto* send = std::get_if<Send>(&effect)) {
                take_frames(send->session, out.octets(*send));
            } else if (const auto* close = std::get_if<Close>(&effect)) {
                closed[close->session] = close->at_once ? "reset" : "graceful";
            } else if (const auto* making = std::get_if<registrar::AutoRegister>(&effect)) {
                asked.push_back(*making);
            } else if (const auto* stored = std::get_if<registrar::StoreRegistration>(&effect)) {
                stored_registrations.push_back(stored->registration);
            } else if (const auto* removed = std::get_if<registrar::RemoveRegistration>(&effect)) {
                removed_registrations.push_back(*removed);
            } else if (auto* observation = std::get_if<journal::Observation>(&effect)) {
                journal.push_back(std::move(*observation));
            }
        }
        out.clear();
    }

    [[nodiscard]] std::size_t count(journal::Step step) const {
        return static_cast<std::size_t>(std::count_if(journal.begin(), journal.end(), [&](const auto& o) {
            return o.step == step;
        }));
    }

    /// The last observation of this kind.
    [[nodiscard]] const journal::Observation& last(journal::Step step) const {
        for (auto o = journal.rbegin(); o != journal.rend(); ++o) {
            if (o->step == step) {
                return *o;
            }
        }
        throw std::logic_error("no such observation");
    }

    World world;
    Now now;
    FixedZone zones;
    Engine engine{kCm1, zones, Limits{.sessions = 50, .sessions_per_source = 20}};
    Outbox out;
    std::unordered_map<SessionId, std::deque<Sent>> sent;
    std::unordered_map<SessionId, std::string> closed;
    std::vector<registrar::AutoRegister> asked;
    std::vector<registrar::Registration> stored_registrations;
    std::vector<registrar::RemoveRegistration> removed_registrations;
    std::vector<journal::Observation> journal;

 private:
    void take_frames(SessionId session, Bytes octets) {
        while (!octets.empty()) {
            const auto frame = take_frame(octets);
            if (!frame || !*frame) {
                throw std::logic_error("the engine sent half a frame");
            }
            sent[session].push_back(
                {(*frame)->id, (*frame)->header_version, {(*frame)->body.begin(), (*frame)->body.end()}}
            );
        }
    }
};

/// A phone with one connection.
class Phone {
 public:
    Phone(Exchange& exchange, std::string_view name, ModelId model, std::uint8_t version)
        : exchange_{exchange}, name_{name}, model_{model}, version_{version} {
        connect();
    }

    void connect(Ipv4 from = Ipv4{10, 77, 0, 50}) {
        const auto accepted = exchange_.engine.on_connect({from, 50000}, exchange_.now);
        if (!accepted) {
            throw std::logic_error("the connection was refused");
        }
        session = *accepted;
        dialect = {};
    }

    template <class Message>
    void say(const Message& message) {
        octets(rendered(message, dialect));
    }

    void octets(Bytes octets) {
        exchange_.engine.on_octets(session, octets, exchange_.now, exchange_.out);
        exchange_.collect();
    }

    void hang_up_tcp() {
        exchange_.engine.on_closed(session, "closed by the peer", exchange_.now, exchange_.out);
        exchange_.collect();
    }

    [[nodiscard]] RegisterReq registration() const {
        RegisterReq request{
            .name = name_,
            .device_type = static_cast<std::uint32_t>(model_.value()),
            .version = version_,
            .features = {0, static_cast<std::uint8_t>(version_ > 11 ? 0x72 : 0x60), 0x85}};
        if (version_ <= 11) {
            request.length = RegisterReq::kLegacyLength;
        } else {
            request.load = "SCCP45.9-4-2SR3-1S";
        }
        return request;
    }

    /// The next frame, which must hold a Message.
    template <class Message>
    Message hears() {
        auto& queue = exchange_.sent[session];
        if (queue.empty()) {
            throw std::runtime_error("the phone hears nothing more");
        }
        const auto frame = queue.front();
        queue.pop_front();
        header_version = frame.header_version;
        auto parsed = parse<Message>(FrameView{frame.header_version, frame.id, frame.body}, dialect);
        if (!parsed) {
            throw std::runtime_error(
                "the phone hears another message: " + std::to_string(static_cast<std::uint32_t>(frame.id))
            );
        }
        return std::move(*parsed);
    }

    [[nodiscard]] bool hears_nothing() const { return exchange_.sent[session].empty(); }

    /// What it hears next, by id; drops it all.
    std::vector<MessageId> ids() {
        std::vector<MessageId> found;
        for (const auto& frame : exchange_.sent[session]) {
            found.push_back(frame.id);
        }
        exchange_.sent[session].clear();
        return found;
    }

    void forget_heard() { exchange_.sent[session].clear(); }

    void learn_version(const RegisterAck& ack) { dialect = {ack.version, version_ > 11}; }

    /// From RegisterReq to idle, without looking.
    void come_up() {
        say(registration());
        finish_registration();
    }

    /// From RegisterAck to idle.
    void finish_registration() {
        learn_version(hears<RegisterAck>());
        say(ButtonTemplateReq{});
        say(SoftKeyTemplateReq{});
        say(SoftKeySetReq{});
        say(LineStatReq{1});
        say(TimeDateReq{});
        forget_heard();
    }

    SessionId session;
    Dialect dialect;
    std::uint32_t header_version = 0;

 private:
    Exchange& exchange_;
    std::string name_;
    ModelId model_;
    std::uint8_t version_;
};

}  // namespace dialtone::sccp::test
