#include "server/operations/session.hpp"

#include "common/error/try.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"

#include <thread>

namespace dialtone::operations {

namespace {

/// More than this many at once help nobody; `check` shows all.
constexpr std::size_t kProblemsShown = 3;

Problem unreadable(const Problems& problems) {
    std::string text = "The device database holds what cannot be used:";
    for (std::size_t i = 0; i < problems.size() && i < kProblemsShown; ++i) {
        text += " " + problems[i].sentence;
    }
    if (problems.size() > kProblemsShown) {
        text += " (and " + std::to_string(problems.size() - kProblemsShown) + " more: see `dialtone check`)";
    }
    return failed(std::move(text));
}

}  // namespace

WallTime SystemClock::now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

void SystemClock::wait(Duration duration) {
    std::this_thread::sleep_for(duration);
}

Outcome<db::Database*> Session::open(db::Access access) {
    if (database_ && (access_ == access || access_ == db::Access::read_write)) {
        return &*database_;
    }
    world_.reset();
    database_.reset();
    DIALTONE_TRY(auto opened, db::open_device_database(directory(), access));
    database_ = std::move(opened);
    access_ = access;
    return &*database_;
}

Outcome<WorldPtr> Session::world() {
    if (!world_) {
        auto loaded = db::load_world(database());
        if (!loaded.world) {
            return unreadable(loaded.problems);
        }
        world_ = std::move(loaded.world);
    }
    return world_;
}

}  // namespace dialtone::operations
