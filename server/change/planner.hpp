#pragma once

#include "common/model/world.hpp"
#include "common/time/now.hpp"
#include "server/change/directive.hpp"
#include "server/provision/given.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::change {

/// What a phone is known to have received, for the state file of the node; no value: forget the phone.
struct Received {
    DeviceName name;
    std::optional<provision::Given> given;
};

/// Decides which phones must be told of a change, and when.
///
/// Belongs to the world thread; the shell brings it every new world and what the services saw, takes due
/// directives to the thread that holds the phones, and stores what take_received() returns. It compares what
/// each registered phone has received with what it is given now, so
///  - several changes for one phone become one directive, the strongest action with all reasons;
///  - a change taken back before its turn came disappears;
///  - a phone that is away is left alone and compared when it returns: what the file gives it against the
///  file it
///    fetched last; its lines and buttons it has just been sent;
///  - a phone that nothing changed for is never told anything.
/// The directives of a busy phone wait at the registrar, not here.
///
/// A phone that registers itself for the first time (auto-registration) has received nothing before, so
/// nothing is planned for it: the one restart onto its own file is the registrar's.
///
/// Directives leave at callmanager/restart-rate-per-second (1 to 1000, default 20). A change waits kSettle,
/// so that two commands in a row restart a phone once. Memory: one entry per device that was ever heard of,
/// at most.
class Planner {
 public:
    static constexpr Duration kSettle = std::chrono::milliseconds{500};

    /// Before the first world: what the state file says this phone received.
    void restore(DeviceName name, provision::Given given);

    /// A new world, strictly in order. The first one drops what was restored for devices that exist no more.
    void on_world(WorldPtr world, Now now);

    /// The phone has registered, and was sent buttons and lines of `seen`, the world its registrar holds.
    void on_registered(const DeviceName& name, const World& seen, Now now);

    /// Its registration ended.
    void on_gone(const DeviceName& name);

    /// The phone's own file, made from `seen`, was sent whole, and to the phone itself: somebody else who
    /// asks for the same file must not be reported here.
    void on_file_sent(
        const DeviceName& name,
        const World& seen,
        const std::shared_ptr<const provision::Given>& given = nullptr
    );

    /// A file placed by hand was sent instead. What the file would say concerns the phone no more, until it
    /// was sent a generated one again; its buttons and lines do.
    void on_placed_file_sent(const DeviceName& name);

    /// When take_due() will have something; nullopt: not before something happens.
    [[nodiscard]] std::optional<Instant> next_deadline() const;

    /// The directives whose turn has come, oldest first.
    std::vector<Directive> take_due(Now now);

    /// What became known to have been received, or to be forgotten, since the last call.
    std::vector<Received> take_received();

    /// Phones waiting for their turn.
    [[nodiscard]] std::size_t pending() const { return pending_; }

 private:
    struct Phone {
        std::optional<provision::Given> file;  ///< of the file it fetched last; unknown at first sight
        provision::Given station;              ///< sent at registration
        DeviceId device;
        bool is_registered = false;
        /// Of what it was last told to fetch, until it registers anew: that needs no telling again.
        std::optional<provision::Digest> told;
        std::optional<Directive> pending;
    };

    struct Turn {
        Instant due;
        DeviceName name;
    };

    void reconsider(const DeviceName& name, Phone& phone, Now now, std::string_view circumstance = {});
    void compare(
        const DeviceName& name,
        Phone& phone,
        const Device& device,
        const provision::Given& present,
        Now now,
        std::string_view circumstance
    );
    void plan(const DeviceName& name, Phone& phone, std::optional<Directive> directive, Now now);
    void on_told(Phone& phone, const Directive& directive);
    void forget(const DeviceName& name);
    void sweep_orphans();
    [[nodiscard]] Duration interval() const;

    WorldPtr world_;
    std::unordered_map<DeviceName, Phone> phones_;
    std::deque<Turn> turns_;  ///< some may be void: their phone has nothing pending any more
    std::set<DeviceName> unsaved_;
    std::size_t pending_ = 0;
    Instant next_slot_{};
};

}  // namespace dialtone::change
