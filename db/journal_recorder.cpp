#include "db/journal_recorder.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace dialtone::db {

namespace {

WallTime system_time() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

}  // namespace

struct JournalRecorder::Shared {
    explicit Shared(RecorderSettings wanted) : settings{std::move(wanted)}, store{settings.bounds} {}

    RecorderSettings settings;
    Counter recorded, dropped;

    std::mutex mutex;
    std::vector<journal::Observation> waiting;  ///< guarded by mutex
    bool is_scheduled = false;                  ///< guarded by mutex

    // The writer thread's own.
    JournalStore store;
    std::size_t taken = 0;   ///< by the flush that is under way
    std::size_t stored = 0;  ///< of them

    void write(Database& journal) {
        std::vector<journal::Observation> observations;
        {
            const std::lock_guard guard{mutex};
            observations.swap(waiting);
            is_scheduled = false;
        }
        taken = observations.size();
        stored = 0;
        stored = store.append(journal, std::move(observations), settings.clock());
    }

    void on_written(const Problem* problem) {
        recorded.add(problem == nullptr ? stored : 0);
        dropped.add(problem == nullptr ? taken - stored : taken);
        taken = 0;
        stored = 0;
        if (problem != nullptr) {
            // The flush may never have begun: then what waits is for the next one.
            const std::lock_guard guard{mutex};
            is_scheduled = false;
        }
    }
};

JournalRecorder::JournalRecorder(Writer& writer, RecorderSettings settings, Metrics& metrics)
    : writer_{writer} {
    if (!settings.clock) {
        settings.clock = system_time;
    }
    shared_ = std::make_shared<Shared>(std::move(settings));
    shared_->recorded = metrics.counter("dialtone_journal_recorded_total", "Observations stored");
    shared_->dropped = metrics.counter("dialtone_journal_dropped_total", "Observations that were not stored");
}

JournalRecorder::~JournalRecorder() = default;

void JournalRecorder::record(journal::Observation observation) {
    {
        const std::lock_guard guard{shared_->mutex};
        // A subject without a name could never be asked for.
        if (observation.subject.empty() || shared_->waiting.size() >= shared_->settings.capacity) {
            shared_->dropped.add();
        } else {
            shared_->waiting.push_back(std::move(observation));
        }
        // Also when all is full: perhaps the last flush could not begin.
        if (std::exchange(shared_->is_scheduled, true)) {
            return;
        }
    }
    const bool is_taken = writer_.submit_after(
        Store::journal,
        shared_->settings.flush_after,
        [shared = shared_](Database& journal) { shared->write(journal); },
        [shared = shared_](const Problem* problem) { shared->on_written(problem); }
    );
    if (!is_taken) {
        const std::lock_guard guard{shared_->mutex};
        shared_->is_scheduled = false;
    }
}

}  // namespace dialtone::db
