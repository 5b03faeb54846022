#pragma once

#include "common/model/world.hpp"
#include "common/time/deadlines.hpp"
#include "common/time/now.hpp"
#include "server/registrar/action.hpp"
#include "server/registrar/admission.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dialtone::registrar {

/// Who is registered at this node, and what each registered phone must be told. Knows no protocol: SCCP and
/// SIP are its doors, which report here and carry its actions out.
///
/// Belongs to the calls thread; does no I/O and reads no clock. Every call may leave actions behind: take
/// them with take_actions() in order. Invariants: at most one session per device name; a number is asked for
/// at most once at a time per name; nothing is told to a phone that is busy.
class Registrar {
 public:
    /// Unknown phones whose making is under way; more are told to come again.
    static constexpr std::size_t kMostPending = 1024;

    explicit Registrar(NodeId node);

    void on_world(WorldPtr world);

    // From the doors.

    /// Decides at once, or when the device has been made. A session that registers again is taken as new.
    void on_register(Applicant applicant, Now now);
    /// The phone has asked for all it wanted to know: it may be told things from now on.
    void on_complete(SessionId session, Now now);
    /// Anything at all came from the phone. The hot path: nothing else happens.
    void on_heard(SessionId session, Instant now);
    /// In a call or not.
    void on_busy(SessionId session, bool is_busy, Now now);
    /// The session has ended, or waits no longer for an answer.
    void on_gone(SessionId session, StatusReason reason);

    // From the rest of the program.

    void on_auto_registered(std::uint64_t ticket, const AutoRegisterResult& result, Now now);
    /// Changes that phones must be told of. One for a phone that is busy, or away, waits until it can hear
    /// it.
    void on_directives(std::span<const change::Directive> directives, Now now);
    /// A person asked for it: not paced, but never in a call either.
    void on_request(const DeviceName& name, change::Action action, Now now);
    /// The phone's own configuration file was sent to it whole. What waits for a phone that is away is
    /// settled by that.
    void on_own_file_sent(const DeviceName& name);

    /// Nobody is let in any more.
    void stop() { is_stopping_ = true; }

    /// When on_wake() wants to be called; nullopt: never.
    [[nodiscard]] std::optional<Instant> next_wake() const { return deadlines_.next(); }

    void on_wake(Now now);

    /// What was left behind since the last time. Reuse `into` to save allocations.
    void take_actions(std::vector<Action>& into);

    /// Null when it is not registered here.
    [[nodiscard]] const Registration* find(const DeviceName& name) const;

    /// Complete ones and those still asking.
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    /// True when a phone that asks leave to come (back) should come: the node is running and not full, and
    /// the phone is not one that only other nodes serve. Whoever would be refused everywhere may come: it
    /// learns why.
    [[nodiscard]] bool may_come(std::string_view name) const;

 private:
    /// Something to be told. Of two, the stronger stays.
    struct Order {
        change::Action action = change::Action::none;
        std::string why;
        Instant not_before{};
        bool is_first_file = false;  ///< the phone came up without a file of its own; paced and delayed
        bool is_request = false;     ///< a person waits for it
        bool is_noted = false;       ///< the journal says already that it waits
    };

    struct Entry {
        Registration registration;
        Instant last_heard{};
        Instant wake{};  ///< the one entry in deadlines_ that counts
        Instant contests_since{};
        std::uint8_t contests = 0;  ///< duplicates from elsewhere in the minute since
        bool is_complete = false;
        bool is_busy = false;
        bool is_leaving = false;  ///< was told to reset or restart
    };

    struct Making {
        std::uint64_t ticket = 0;
        std::optional<Applicant> applicant;  ///< empty when nobody waits any more
    };

    struct Settings {
        Duration keepalive{};
        Duration restart_delay{};
        Duration command_gap{};
        std::size_t most_registered = 0;
    };

    void emit(Action action) { actions_.push_back(std::move(action)); }

    void note(Now now, const DeviceName& name, journal::Step step, std::vector<journal::Field> fields);
    void reject(SessionId session, Denial denial);
    void reject(SessionId session, Refusal refusal, std::string sentence);

    void ask_for_device(Applicant applicant, const DeviceName& name);
    void admit(Applicant applicant, const Device& device, Now now);
    bool replace(const Applicant& applicant, const DeviceName& name, Entry& fresh, Now now);
    bool may_replace(Entry& old, const Applicant& applicant, Now now);
    void forget(SessionId session, StatusReason reason);

    void order(const DeviceName& name, Order order, Now now);
    void attend(Entry& entry, Now now);
    void carry_out(Entry& entry, const Order& order, Now now);
    void set_wake(Entry& entry, Instant when);
    [[nodiscard]] Instant expiry_of(const Entry& entry) const;
    [[nodiscard]] const Entry* find_entry(const DeviceName& name) const;
    Entry* find_entry(const DeviceName& name);

    NodeId node_;
    WorldPtr world_;
    Settings settings_;
    std::unordered_map<SessionId, Entry> entries_;
    std::unordered_map<DeviceName, SessionId> by_name_;
    std::unordered_map<DeviceName, Order> orders_;
    std::unordered_map<DeviceName, Making> making_;
    Deadlines<SessionId> deadlines_;
    Instant next_first_file_{};
    std::uint64_t last_ticket_ = 0;
    bool is_stopping_ = false;
    std::vector<Action> actions_;
};

}  // namespace dialtone::registrar
