#pragma once

#include "common/model/world.hpp"
#include "common/time/deadlines.hpp"
#include "common/time/now.hpp"
#include "server/calls/leg.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::calls {

/// Call control: from off-hook to on-hook, for phones of any protocol.
///
/// Belongs to the calls thread; does no I/O and reads no clock. Every call may leave actions behind: take
/// them with take_actions() in order. A phone has one leg at a time. No number leads anywhere before there is
/// a dial plan, so every dialled number gets the answer that an unknown one gets.
class Engine {
 public:
    /// As long as a number can be on the wire.
    static constexpr std::size_t kMostDigits = 23;

    /// Timers come from service parameters first-digit-timer-ms and t302-timer-ms.
    void on_world(const World& world);

    // What users do. Calls about a phone without a leg do nothing unless they say otherwise.

    /// Begins a call on `line`, with dial tone. A phone that is in one already keeps it on the same line, and
    /// gives it up for another line.
    void off_hook(PhoneId phone, std::uint32_t line, Trigger trigger, Now now);
    /// One of 0-9 A-D * # +. `#` ends dialling once there are digits.
    void digit(PhoneId phone, char digit, Now now);
    void backspace(PhoneId phone, Now now);
    /// A whole number at once: typed before, a speed dial. While dialling it is appended to the digits.
    void dial(PhoneId phone, std::uint32_t line, std::string_view number, Trigger trigger, Now now);
    /// The number dialled last on this phone; without one the key is not active.
    void redial(PhoneId phone, std::uint32_t line, Trigger trigger, Now now);
    void key_not_active(PhoneId phone);
    void hang_up(PhoneId phone);

    /// The phone is gone: nobody is left to be told anything.
    void forget(PhoneId phone);

    [[nodiscard]] std::optional<Instant> next_wake() const { return deadlines_.next(); }

    void on_wake(Now now);

    /// What was left behind since the last time. Reuse `into` to save allocations.
    void take_actions(std::vector<Action>& into);

    [[nodiscard]] bool is_busy(PhoneId phone) const;

    /// Legs that exist now.
    [[nodiscard]] std::size_t size() const { return legs_; }

 private:
    enum class State : std::uint8_t {
        idle,
        dial_tone,  ///< no digit yet
        dialling,
        failed,  ///< reorder tone until the user hangs up, or we do
    };

    struct Phone {
        State state = State::idle;
        LegId leg = 0;
        std::uint32_t line = 0;
        std::string digits;
        std::string last_number;
        Instant deadline{};  ///< the one entry in deadlines_ that counts
    };

    void open(PhoneId id, Phone& phone, std::uint32_t line, Trigger trigger, bool is_dialling);
    void play_dial_tone(PhoneId id, Phone& phone, Now now);
    void complete(PhoneId id, Phone& phone, Now now);
    void fail(PhoneId id, Phone& phone, Failure failure, Now now);
    void close(PhoneId id, Phone& phone);
    void wait(PhoneId id, Phone& phone, Instant until);
    LegId next_leg();

    Duration first_digit_{};
    Duration inter_digit_{};
    std::unordered_map<PhoneId, Phone> phones_;
    Deadlines<PhoneId> deadlines_;
    LegId last_leg_ = 0;
    std::size_t legs_ = 0;
    std::vector<Action> actions_;
};

}  // namespace dialtone::calls
