#pragma once

#include "common/metrics/metrics.hpp"
#include "db/journal_store.hpp"
#include "db/writer.hpp"
#include "server/journal/observation.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace dialtone::db {

struct RecorderSettings {
    std::chrono::milliseconds flush_after{200};  ///< what a crash may cost
    std::size_t capacity = 65536;                ///< observations waiting; more are dropped and counted
    JournalBounds bounds;
    /// For the position of rows; the default is the system's clock.
    std::function<WallTime()> clock;
};

/// The journal::Recorder of a process: collects from all of its threads and writes at most every 200 ms
/// through the writer, whose journal store must be attached. Must outlive its services; the writer must have
/// stopped, or be flushed, before this ends for its last observations to be kept.
class JournalRecorder : public journal::Recorder {
 public:
    JournalRecorder(Writer& writer, RecorderSettings settings, Metrics& metrics);
    ~JournalRecorder() override;

    /// From any thread; never waits.
    void record(journal::Observation observation) override;

 private:
    struct Shared;

    Writer& writer_;
    std::shared_ptr<Shared> shared_;
};

}  // namespace dialtone::db
