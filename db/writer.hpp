#pragma once

#include "common/error/problem.hpp"
#include "common/metrics/metrics.hpp"
#include "db/database.hpp"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace dialtone::db {

/// The databases of a process, in the order in which the writer serves them: phones wait for leases.
enum class Store : std::uint8_t { leases, device, node, journal };
inline constexpr std::size_t kStores = 4;

std::string_view to_string(Store store);

struct WriterSettings {
    std::size_t queue_capacity = 16384;               ///< jobs waiting, for each store
    std::chrono::milliseconds lock_patience{5000};    ///< for another process's transaction; then jobs fail
    std::chrono::milliseconds idle_checkpoint{1000};  ///< quiet time after which the logs are emptied
};

/// The one thread of a process that writes to its databases, committing in groups.
///
/// All jobs queued for a store are run in one immediate transaction, each in a savepoint of its own; after
/// the commit each is told. A job that fails is rolled back alone; a commit that fails, fails for all of its
/// group. A store that cannot be written neither stops nor delays the others beyond one attempt. No
/// transaction spans two stores.
class Writer {
 public:
    /// Runs on the writer's thread inside the transaction. A StoreError, or any other exception, undoes this
    /// job alone.
    using Work = std::function<void(Database&)>;
    /// Runs on the writer's thread after the commit: null when the work is durable. Must not throw nor block;
    /// callers post to their own loop themselves.
    using Done = std::function<void(const Problem* problem)>;
    using Open = std::function<Outcome<Database>()>;
    using Committed = std::function<void()>;

    Writer(WriterSettings settings, Metrics& metrics);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Before start(): how to open a store, on the writer's thread, at its first job and again after the
    /// connection was lost. `committed` runs after each commit of the store, before the jobs are told: the
    /// nudge for the watcher. However patient the connection was opened, the writer waits for locks itself.
    void attach(Store store, Open open, Committed committed = {});

    void start();

    /// From any thread, without waiting. False when the store's queue is full, the store is not attached or
    /// the writer is stopping: then neither function will be called, and the refusal was counted.
    [[nodiscard]] bool submit(Store store, Work work, Done done = {});

    /// The same, but not before `delay` has passed, or the next flush(): for what is collected meanwhile.
    [[nodiscard]] bool submit_after(Store store, std::chrono::milliseconds delay, Work work, Done done = {});

    /// Waits until everything submitted before, delayed jobs included, was committed or has failed, and its
    /// callers were told. Not from the writer's thread.
    void flush();

    /// Takes no more jobs, finishes those it has, empties the logs and closes the databases.
    void stop();

 private:
    using Clock = std::chrono::steady_clock;

    struct Job {
        Work work;
        Done done;
        std::optional<Problem> problem;
    };

    struct Delayed {
        Clock::time_point due;
        Store store;
        Job job;
    };

    /// One store's side of the writer. `queue` is guarded by mutex_; what follows is the thread's own.
    struct Lane {
        Open open;
        Committed committed;
        std::vector<Job> queue;
        std::vector<Job> group;                       ///< taken, neither committed nor failed
        std::optional<Clock::time_point> busy_since;  ///< first refusal of the lock for this group
        std::optional<Database> database;
        bool has_log = false;  ///< committed since the last checkpoint
        Counter commits, jobs, failures, refused;
    };

    Lane& lane(Store store) { return lanes_[static_cast<std::size_t>(store)]; }

    [[nodiscard]] bool enqueue(Store store, std::optional<std::chrono::milliseconds> delay, Job job);
    [[nodiscard]] std::size_t waiting(Store store) const;

    void run();
    void wait_for_work(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] std::optional<Clock::time_point> next_deadline() const;
    [[nodiscard]] bool take_jobs(bool with_delayed);
    [[nodiscard]] bool has_group() const;
    void commit(Lane& lane);
    void run_group(Lane& lane, bool& has_run);
    void on_failed_commit(Lane& lane, const StoreError& error, bool has_run);
    void tell(Lane& lane);
    void checkpoint_when_quiet(bool was_busy);
    void checkpoint_all();

    WriterSettings settings_;
    std::array<Lane, kStores> lanes_;
    Clock::time_point quiet_since_{};  ///< the thread's own

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable flushed_;
    std::vector<Delayed> delayed_;
    std::uint64_t flush_asked_ = 0;
    std::uint64_t flush_done_ = 0;
    bool is_running_ = false;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace dialtone::db
