#pragma once

#include "server/journal/observation.hpp"
#include "server/registrar/action.hpp"
#include "server/sccp/codec.hpp"
#include "server/sccp/messages/registration.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace dialtone::sccp {

/// What the shell must do after a turn of the engine, in this order.
struct Send {
    SessionId session;
    std::size_t begin = 0;  ///< in Outbox::octets()
    std::size_t end = 0;
};

struct Close {
    SessionId session;
    bool at_once = false;  ///< RST; else after what was sent
};

using Effect = std::variant<
    Send,
    Close,
    registrar::AutoRegister,
    registrar::StoreRegistration,
    registrar::RemoveRegistration,
    journal::Observation>;

/// The effects of one turn. Reused from turn to turn, so that an idle phone's keepalive allocates nothing.
class Outbox {
 public:
    template <class Message>
    void send(SessionId session, const Message& message, const Dialect& dialect) {
        const auto begin = octets_.size();
        render(message, dialect, octets_);
        if (auto* last = last_send(session)) {
            last->end = octets_.size();
        } else {
            effects_.emplace_back(Send{session, begin, octets_.size()});
        }
    }

    /// Before whatever this turn has just queued for the session: keepalives are not to wait behind
    /// templates.
    void send_ahead(SessionId session, const KeepAliveAck& message, const Dialect& dialect) {
        auto* last = last_send(session);
        if (last == nullptr) {
            send(session, message, dialect);
            return;
        }
        Buffer frame;
        render(message, dialect, frame);
        octets_.insert(
            octets_.begin() + static_cast<std::ptrdiff_t>(last->begin), frame.begin(), frame.end()
        );
        last->end += frame.size();
    }

    void add(Effect effect) { effects_.push_back(std::move(effect)); }

    [[nodiscard]] const std::vector<Effect>& effects() const { return effects_; }

    [[nodiscard]] std::vector<Effect>& effects() { return effects_; }

    [[nodiscard]] Bytes octets(const Send& send) const {
        return Bytes{octets_}.subspan(send.begin, send.end - send.begin);
    }

    void clear() {
        effects_.clear();
        octets_.clear();
    }

 private:
    /// The last effect, when it can be prolonged for this session.
    Send* last_send(SessionId session) {
        auto* last = effects_.empty() ? nullptr : std::get_if<Send>(&effects_.back());
        return last != nullptr && last->session == session ? last : nullptr;
    }

    std::vector<Effect> effects_;
    Buffer octets_;
};

}  // namespace dialtone::sccp
