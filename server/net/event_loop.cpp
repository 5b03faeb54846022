#include "server/net/event_loop.hpp"

#include "server/net/poller.hpp"
#include "server/net/steady.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <pthread.h>
#include <unistd.h>

#include <optional>
#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;

namespace {

/// The start of the process, which is the zero of every Instant.
std::chrono::steady_clock::time_point process_start() {
    static const auto start = std::chrono::steady_clock::now();
    return start;
}

/// The handler of a wait may be on its way already when the timer is armed anew or goes: then it counts no
/// more.
class SteadyTimer final : public Timer {
 public:
    SteadyTimer(asio::io_context& context, Task task)
        : core_{std::make_shared<Core>(asio::steady_timer{context}, std::move(task))} {}

    ~SteadyTimer() override { SteadyTimer::cancel(); }

    SteadyTimer(const SteadyTimer&) = delete;
    SteadyTimer& operator=(const SteadyTimer&) = delete;

    void arm(Instant deadline) override {
        core_->timer.expires_at(to_steady(deadline));
        core_->timer.async_wait([core = core_,
                                 round = ++core_->round](const boost::system::error_code& error) {
            if (!error && core->round == round) {
                core->task();
            }
        });
    }

    void cancel() override {
        ++core_->round;
        core_->timer.cancel();
    }

 private:
    struct Core {
        Core(asio::steady_timer wanted, Task what) : timer{std::move(wanted)}, task{std::move(what)} {}

        asio::steady_timer timer;
        Task task;
        std::uint64_t round = 0;
    };

    std::shared_ptr<Core> core_;
};

}  // namespace

std::chrono::steady_clock::time_point to_steady(Instant instant) {
    return process_start() + instant.time_since_epoch();
}

Instant from_steady(std::chrono::steady_clock::time_point point) {
    return Instant{std::chrono::duration_cast<Duration>(point - process_start())};
}

struct EventLoop::Internals {
    asio::io_context context{1};  // the hint: one thread runs it, others may only post
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::optional<Poller> poller;  ///< of loops with TCP
};

EventLoop::EventLoop(std::string role) : role_{std::move(role)}, internals_{std::make_unique<Internals>()} {
    process_start();
}

EventLoop::~EventLoop() = default;

void EventLoop::run() {
    if (gettid() != getpid()) {  // the main thread's name is the process's: `ps` shall say dialtone
        pthread_setname_np(pthread_self(), role_.substr(0, 15).c_str());
    }
    internals_->context.run();
}

void EventLoop::stop() {
    internals_->context.stop();
}

std::size_t EventLoop::poll() {
    internals_->context.restart();
    return internals_->context.poll();
}

bool EventLoop::post(Task task) {
    if (queued_posts_.fetch_add(1) >= kMailboxLimit) {
        queued_posts_.fetch_sub(1);
        refused_posts_.fetch_add(1);
        return false;
    }
    asio::post(internals_->context, [this, task = std::move(task)] {
        queued_posts_.fetch_sub(1);
        task();
    });
    return true;
}

std::unique_ptr<Timer> EventLoop::make_timer(Task task) {
    return std::make_unique<SteadyTimer>(internals_->context, std::move(task));
}

Now EventLoop::now() const {
    return {
        from_steady(std::chrono::steady_clock::now()),
        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now())};
}

asio::io_context& EventLoop::context() {
    return internals_->context;
}

Poller& EventLoop::poller() {
    if (!internals_->poller) {
        internals_->poller.emplace(internals_->context);
    }
    return *internals_->poller;
}

}  // namespace dialtone::net
