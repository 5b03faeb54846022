#pragma once

#include "common/time/now.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

namespace dialtone::net {

class Poller;

using Task = std::function<void()>;

/// One-shot timer of one loop. Destroying it cancels it.
class Timer {
 public:
    virtual ~Timer() = default;
    /// Calls the task once at `deadline` (soon, when that is past); arming again replaces the earlier
    /// deadline.
    virtual void arm(Instant deadline) = 0;
    virtual void cancel() = 0;
};

/// One thread's event loop: sockets, timers and a bounded mailbox. Everything a role owns is touched only on
/// its loop.
///
/// Thread-safe: post() and stop(). All else belongs to the thread that runs it (or to the wiring before
/// run()).
class EventLoop {
 public:
    static constexpr std::size_t kMailboxLimit = 65536;

    /// @param role "dhcp", "files", "calls", … : the thread's name and the label of its metrics.
    explicit EventLoop(std::string role);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Runs until stop(); the calling thread is the role's thread from then on.
    void run();
    void stop();

    /// Runs what is ready now and returns the number of handlers that ran: for tests.
    std::size_t poll();

    /// Another thread's message. False, and counted, when the mailbox is full.
    bool post(Task task);

    [[nodiscard]] std::unique_ptr<Timer> make_timer(Task task);

    /// The clocks as this loop shows them to its engines.
    [[nodiscard]] Now now() const;

    [[nodiscard]] std::size_t refused_posts() const { return refused_posts_; }

    [[nodiscard]] const std::string& role() const { return role_; }

    /// For floors 4 and 5 only.
    boost::asio::io_context& context();
    /// The loop's TCP sockets.
    Poller& poller();

 private:
    struct Internals;
    std::string role_;
    std::unique_ptr<Internals> internals_;
    std::atomic<std::size_t> queued_posts_{0};
    std::atomic<std::size_t> refused_posts_{0};
};

}  // namespace dialtone::net
