#pragma once

#include "common/time/now.hpp"
#include "server/net/event_loop.hpp"

#include <functional>
#include <memory>

namespace dialtone::dhcp {

/// What a shell needs of its loop besides ports: the time, and timers. Tests put virtual time here.
struct Clockwork {
    std::function<Now()> now;
    std::function<std::unique_ptr<net::Timer>(net::Task)> make_timer;

    /// @param loop must outlive it.
    static Clockwork of(net::EventLoop& loop) {
        return {
            [&loop] { return loop.now(); },
            [&loop](net::Task task) { return loop.make_timer(std::move(task)); }};
    }
};

}  // namespace dialtone::dhcp
