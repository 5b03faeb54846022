#include "server/app/roles/world_keeper.hpp"

#include "common/log/log.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::app {

namespace {

constexpr std::chrono::milliseconds kPoll{150};

}  // namespace

WorldKeeper::WorldKeeper(
    net::EventLoop& loop,
    db::Database watched,
    db::Database requests,
    db::Database loaded,
    OnWorld on_world,
    OnRequests on_requests,
    OnProblems on_problems,
    Metrics& metrics
)
    : loop_{loop},
      watcher_{std::move(watched)},
      requests_{std::move(requests)},
      loader_{std::move(loaded)},
      on_world_{std::move(on_world)},
      on_requests_{std::move(on_requests)},
      on_problems_{std::move(on_problems)},
      sequence_{
          metrics.gauge("dialtone_world_sequence", "Last change that the configuration in use contains")},
      has_problems_{
          metrics.gauge("dialtone_world_problems", "Problems that keep a newer configuration from use")},
      timer_{loop.make_timer([this] { tick(); })} {}

Problems WorldKeeper::load_first() {
    auto result = loader_.load_whole();
    if (result.world != nullptr) {
        world_ = with_loads(result.world);
    }
    return std::move(result.problems);
}

void WorldKeeper::use_loads(LoadInventoryPtr loads) {
    if (loads == loads_) {
        return;
    }
    loads_ = std::move(loads);
    if (is_started_) {
        publish(with_loads(world_));
    }
}

/// A copy shares its rows with the original.
WorldPtr WorldKeeper::with_loads(const WorldPtr& world) const {
    if (world->loads == loads_) {
        return world;
    }
    auto copy = std::make_shared<World>(*world);
    copy->loads = loads_;
    return copy;
}

void WorldKeeper::start() {
    is_started_ = true;
    sequence_.set(static_cast<double>(world_->sequence));
    on_world_(world_, nullptr);
    report_requests();
    timer_->arm(loop_.now().mono + kPoll);
}

void WorldKeeper::refresh(bool whole) {
    try {
        adopt(whole ? loader_.load_whole(world_) : loader_.load_changes(world_));
        report_requests();
    } catch (const db::StoreError& error) {
        // Locked or gone: phones keep what they have, and the next tick tries again.
        log::warning("world.unreadable", "the device database cannot be read now", {{"error", error.what()}});
    }
}

void WorldKeeper::tick() {
    try {
        if (watcher_.has_changed() || !problems_.empty()) {
            refresh();
        }
    } catch (const db::StoreError& error) {
        log::warning("world.unreadable", "the device database cannot be read now", {{"error", error.what()}});
    }
    free_retired();
    timer_->arm(loop_.now().mono + kPoll);
}

void WorldKeeper::adopt(db::LoadResult result) {
    has_problems_.set(static_cast<double>(result.problems.size()));
    note_problems(std::move(result.problems));
    if (result.world == nullptr) {
        return;  // the earlier configuration stays in use
    }
    if (result.world == world_) {
        return;
    }
    publish(with_loads(result.world));
}

void WorldKeeper::publish(WorldPtr world) {
    const auto old = std::exchange(world_, std::move(world));
    sequence_.set(static_cast<double>(world_->sequence));
    on_world_(world_, old);
    retired_.push_back(old);
}

void WorldKeeper::note_problems(Problems problems) {
    const auto same_sentence = [](const Problem& a, const Problem& b) { return a.sentence == b.sentence; };
    if (std::equal(problems.begin(), problems.end(), problems_.begin(), problems_.end(), same_sentence)) {
        return;
    }
    problems_ = std::move(problems);
    for (const auto& problem : problems_) {
        log::error("world.refused", problem.sentence + " The earlier configuration stays in use.");
    }
    on_problems_(problems_);
}

void WorldKeeper::report_requests() {
    const auto pending = db::pending_requests(requests_);
    if (!pending.empty() || has_requests_) {
        on_requests_(pending);
    }
    has_requests_ = !pending.empty();
}

void WorldKeeper::free_retired() {
    std::erase_if(retired_, [](const WorldPtr& world) { return world.use_count() == 1; });
}

}  // namespace dialtone::app
