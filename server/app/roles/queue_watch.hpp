#pragma once

#include "common/metrics/metrics.hpp"
#include "server/net/event_loop.hpp"

#include <cstddef>
#include <vector>

namespace dialtone::app {

/// Shows what the loops' full mailboxes refused, as `dialtone_queue_refused_total{queue}`. Belongs to one
/// thread; the loops outlive it.
class QueueWatch {
 public:
    explicit QueueWatch(Metrics& metrics) : metrics_{metrics} {}

    void add(const net::EventLoop& loop) {
        auto counter = metrics_.counter(
            "dialtone_queue_refused_total",
            "Messages that a thread's full mailbox refused",
            {{"queue", loop.role()}}
        );
        queues_.push_back({&loop, counter, 0});
    }

    void count() {
        for (auto& queue : queues_) {
            const auto refused = queue.loop->refused_posts();
            queue.counter.add(refused - queue.counted);
            queue.counted = refused;
        }
    }

 private:
    struct Queue {
        const net::EventLoop* loop;
        Counter counter;
        std::size_t counted;
    };

    Metrics& metrics_;
    std::vector<Queue> queues_;
};

}  // namespace dialtone::app
