#pragma once

#include "server/net/event_loop.hpp"

#include <string>
#include <thread>
#include <utility>

namespace dialtone::app {

/// A thread with its event loop (design §4). Wiring happens before start(), teardown after join().
class Role {
 public:
    explicit Role(std::string name) : loop{std::move(name)} {}

    ~Role() { join(); }

    Role(const Role&) = delete;
    Role& operator=(const Role&) = delete;

    void start() {
        thread_ = std::thread{[this] { loop.run(); }};
    }

    /// Ends the loop and waits for the thread; nothing of the role runs any more afterwards.
    void join() {
        if (thread_.joinable()) {
            loop.stop();
            thread_.join();
        }
    }

    /// Runs `last` on the role's thread, lets what it posts run too, then ends as join() does. A bare join()
    /// after a post() would end the loop before it came to that.
    void finish(net::Task last) {
        const bool is_posted = thread_.joinable() && loop.post([this, last = std::move(last)] {
            last();
            if (!loop.post([this] { loop.stop(); })) {
                loop.stop();
            }
        });
        if (is_posted) {
            thread_.join();
        }
        join();
    }

    net::EventLoop loop;

 private:
    std::thread thread_;
};

}  // namespace dialtone::app
