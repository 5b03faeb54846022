#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "db/change_watcher.hpp"
#include "db/requests.hpp"
#include "db/world_loader.hpp"
#include "server/net/event_loop.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dialtone::app {

/// The world role (design §5): the one place that builds worlds, strictly by change sequence.
///
/// Polls for commits of other processes and is nudged by the own writer. Everything below runs on its loop;
/// the listeners are called there too and post to their own.
class WorldKeeper {
 public:
    /// A world that replaces `old` (null at the start).
    using OnWorld = std::function<void(const WorldPtr& world, const WorldPtr& old)>;
    /// Live actions that a command asked for and nobody has taken yet; called once more when none is left.
    using OnRequests = std::function<void(const std::vector<db::Request>&)>;
    /// What keeps the newest configuration from use; called when that changes.
    using OnProblems = std::function<void(const Problems&)>;

    /// @param watched, requests, loaded: three read-only connections to the device database.
    WorldKeeper(
        net::EventLoop& loop,
        db::Database watched,
        db::Database requests,
        db::Database loaded,
        OnWorld on_world,
        OnRequests on_requests,
        OnProblems on_problems,
        Metrics& metrics
    );

    /// The first world, read before the loop runs. Empty problems mean that there is one.
    Problems load_first();

    /// The loads that every world has from now on. A running keeper publishes the world with them when they
    /// are others than before.
    void use_loads(LoadInventoryPtr loads);

    /// Begins to watch; on_world is called with the first world at once.
    void start();

    /// Looks for changes now: the own writer committed, or an operator sent SIGHUP (`whole`: reads everything
    /// again).
    void refresh(bool whole = false);

    [[nodiscard]] const WorldPtr& world() const { return world_; }

 private:
    void tick();
    void adopt(db::LoadResult result);
    void publish(WorldPtr world);
    [[nodiscard]] WorldPtr with_loads(const WorldPtr& world) const;
    void note_problems(Problems problems);
    void report_requests();
    void free_retired();

    net::EventLoop& loop_;
    db::ChangeWatcher watcher_;
    db::Database requests_;
    db::WorldLoader loader_;
    OnWorld on_world_;
    OnRequests on_requests_;
    OnProblems on_problems_;
    Gauge sequence_;
    Gauge has_problems_;
    std::unique_ptr<net::Timer> timer_;
    LoadInventoryPtr loads_;
    WorldPtr world_;
    Problems problems_;
    bool is_started_ = false;
    bool has_requests_ = false;
    /// Worlds that other threads may still hold: freed here, so that freeing never happens on `calls`.
    std::deque<WorldPtr> retired_;
};

}  // namespace dialtone::app
