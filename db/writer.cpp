#include "db/writer.hpp"

#include "db/transaction.hpp"

#include <fmt/format.h>

#include <pthread.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace dialtone::db {

namespace {

/// Between two attempts to get a lock that another process holds; in each, SQLite itself waits too.
constexpr std::chrono::milliseconds kBetweenAttempts{1};
/// What SQLite waits: leases wait as long when the device database is locked.
constexpr std::chrono::milliseconds kLockWait{20};

bool needs_reopening(StoreErrc code) {
    return code == StoreErrc::corrupt || code == StoreErrc::unreadable || code == StoreErrc::failed;
}

}  // namespace

std::string_view to_string(Store store) {
    constexpr std::array<std::string_view, kStores> kNames{"leases", "device", "node", "journal"};
    return kNames[static_cast<std::size_t>(store)];
}

Writer::Writer(WriterSettings settings, Metrics& metrics) : settings_{settings} {
    for (std::size_t i = 0; i < kStores; ++i) {
        const std::string name{to_string(static_cast<Store>(i))};
        auto& lane = lanes_[i];
        lane.commits = metrics.counter(
            "dialtone_store_commits_total",
            "Transactions committed, each for a group of jobs",
            {{"store", name}}
        );
        lane.jobs = metrics.counter("dialtone_store_jobs_total", "Jobs committed", {{"store", name}});
        lane.failures =
            metrics.counter("dialtone_store_failures_total", "Jobs that failed", {{"store", name}});
        lane.refused = metrics.counter(
            "dialtone_store_refused_total", "Jobs refused because the queue was full", {{"store", name}}
        );
    }
}

Writer::~Writer() {
    stop();
}

void Writer::attach(Store store, Open open, Committed committed) {
    lane(store).open = std::move(open);
    lane(store).committed = std::move(committed);
}

void Writer::start() {
    is_running_ = true;
    thread_ = std::thread{[this] { run(); }};
}

bool Writer::submit(Store store, Work work, Done done) {
    return enqueue(store, std::nullopt, {std::move(work), std::move(done), std::nullopt});
}

bool Writer::submit_after(Store store, std::chrono::milliseconds delay, Work work, Done done) {
    return enqueue(store, delay, {std::move(work), std::move(done), std::nullopt});
}

std::size_t Writer::waiting(Store store) const {
    const auto later = std::count_if(delayed_.begin(), delayed_.end(), [&](const Delayed& delayed) {
        return delayed.store == store;
    });
    return lanes_[static_cast<std::size_t>(store)].queue.size() + static_cast<std::size_t>(later);
}

bool Writer::enqueue(Store store, std::optional<std::chrono::milliseconds> delay, Job job) {
    auto& target = lane(store);
    {
        const std::lock_guard guard{mutex_};
        if (is_stopping_ || !target.open || waiting(store) >= settings_.queue_capacity) {
            target.refused.add();
            return false;
        }
        if (delay) {
            delayed_.push_back({Clock::now() + *delay, store, std::move(job)});
        } else {
            target.queue.push_back(std::move(job));
        }
    }
    wake_.notify_one();
    return true;
}

void Writer::flush() {
    std::unique_lock lock{mutex_};
    const auto ticket = ++flush_asked_;
    wake_.notify_one();
    flushed_.wait(lock, [&] { return flush_done_ >= ticket || !is_running_; });
}

void Writer::stop() {
    {
        const std::lock_guard guard{mutex_};
        is_stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Writer::run() {
    pthread_setname_np(pthread_self(), "writer");
    std::unique_lock lock{mutex_};
    for (bool is_last = false; !is_last;) {
        wait_for_work(lock);
        const auto ticket = flush_asked_;
        const bool is_urgent = is_stopping_ || flush_done_ != ticket;
        const bool is_everything = take_jobs(is_urgent);
        const bool was_stopping = is_stopping_;
        lock.unlock();
        const bool was_busy = has_group();
        std::for_each(lanes_.begin(), lanes_.end(), [&](Lane& each) { commit(each); });
        checkpoint_when_quiet(was_busy);
        lock.lock();
        if (is_everything && !has_group()) {
            flush_done_ = ticket;
            flushed_.notify_all();
            is_last = was_stopping;
        }
    }
    lock.unlock();
    checkpoint_all();
    std::for_each(lanes_.begin(), lanes_.end(), [](Lane& each) { each.database.reset(); });
    lock.lock();
    is_running_ = false;
    flushed_.notify_all();
}

/// Returns when there is a job, when a delayed one is due, when a refused lock may be tried again, when
/// somebody flushes or stops, and when it has been quiet for long enough to empty the logs.
void Writer::wait_for_work(std::unique_lock<std::mutex>& lock) {
    if (has_group()) {
        wake_.wait_for(lock, kBetweenAttempts);
        return;
    }
    const auto has_job = [](const Lane& each) { return !each.queue.empty(); };
    while (!is_stopping_ && flush_done_ == flush_asked_ && std::none_of(lanes_.begin(), lanes_.end(), has_job)
    ) {
        const auto until = next_deadline();
        if (!until) {
            wake_.wait(lock);
        } else if (wake_.wait_until(lock, *until) == std::cv_status::timeout) {
            return;
        }
    }
}

std::optional<Writer::Clock::time_point> Writer::next_deadline() const {
    std::optional<Clock::time_point> next;
    if (std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& each) { return each.has_log; })) {
        next = quiet_since_ + settings_.idle_checkpoint;
    }
    for (const auto& delayed : delayed_) {
        next = std::min(next.value_or(delayed.due), delayed.due);
    }
    return next;
}

bool Writer::has_group() const {
    return std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& each) { return !each.group.empty(); });
}

/// Makes groups of what is queued, but not for a store that still waits for its lock.
/// @return whether nothing stayed behind.
bool Writer::take_jobs(bool with_delayed) {
    const auto now = Clock::now();
    const auto is_due = [&](const Delayed& delayed) { return with_delayed || delayed.due <= now; };
    for (auto& delayed : delayed_) {
        if (is_due(delayed)) {
            lane(delayed.store).queue.push_back(std::move(delayed.job));
            delayed.due = Clock::time_point::min();
        }
    }
    std::erase_if(delayed_, [](const Delayed& delayed) { return delayed.due == Clock::time_point::min(); });
    bool is_everything = true;
    for (auto& each : lanes_) {
        if (each.group.empty()) {
            each.group.swap(each.queue);
        }
        is_everything = is_everything && each.queue.empty();
    }
    return is_everything;
}

void Writer::commit(Lane& lane) {
    if (lane.group.empty()) {
        return;
    }
    bool has_run = false;
    try {
        run_group(lane, has_run);
    } catch (const StoreError& error) {
        on_failed_commit(lane, error, has_run);
        return;
    }
    lane.has_log = true;
    lane.commits.add();
    if (lane.committed) {
        lane.committed();
    }
    tell(lane);
}

namespace {

/// A job in a savepoint of its own.
template <class Job>
void run_job(Database& database, Job& job) {
    try {
        Transaction part{database};
        job.work(database);
        part.commit();
    } catch (const StoreError& error) {
        job.problem = to_problem(error);
    } catch (const std::exception& error) {
        job.problem = failed(error.what());
    }
}

}  // namespace

/// @param has_run set once jobs have begun: from then on they cannot be tried again.
void Writer::run_group(Lane& lane, bool& has_run) {
    if (!lane.database) {
        auto opened = lane.open();
        if (opened.has_error()) {
            const auto code =
                opened.error().kind == ProblemKind::busy ? StoreErrc::busy : StoreErrc::unreadable;
            throw StoreError{code, opened.error().sentence};
        }
        lane.database.emplace(std::move(*opened));
        lane.database->set_lock_patience(kLockWait);
    }
    Transaction transaction{*lane.database};
    has_run = true;
    for (auto& job : lane.group) {
        run_job(*lane.database, job);
        // A full disk makes SQLite give up the whole transaction: later jobs must not run outside of it.
        if (!lane.database->is_in_transaction()) {
            throw StoreError{
                StoreErrc::full, job.problem ? job.problem->sentence : "The transaction was lost."};
        }
    }
    transaction.commit();
}

/// A lock is tried again until patience ends. Anything else fails for the whole group: none of it is stored.
void Writer::on_failed_commit(Lane& lane, const StoreError& error, bool has_run) {
    if (error.code() == StoreErrc::busy && !has_run) {
        lane.busy_since = lane.busy_since.value_or(Clock::now());
        if (Clock::now() - *lane.busy_since < settings_.lock_patience) {
            return;
        }
    }
    if (needs_reopening(error.code())) {
        lane.database.reset();
    }
    for (auto& job : lane.group) {
        job.problem = to_problem(error);
    }
    tell(lane);
}

void Writer::tell(Lane& lane) {
    lane.busy_since.reset();
    for (auto& job : lane.group) {
        (job.problem ? lane.failures : lane.jobs).add();
        if (job.done) {
            job.done(job.problem ? &*job.problem : nullptr);
        }
    }
    lane.group.clear();
}

void Writer::checkpoint_when_quiet(bool was_busy) {
    if (was_busy) {
        quiet_since_ = Clock::now();
    } else if (Clock::now() - quiet_since_ >= settings_.idle_checkpoint) {
        checkpoint_all();
    }
}

void Writer::checkpoint_all() {
    for (auto& lane : lanes_) {
        if (!lane.has_log) {
            continue;
        }
        lane.has_log = false;
        try {
            // A reader in the way is no harm: the next quiet moment comes.
            [[maybe_unused]] const bool is_empty = lane.database && lane.database->checkpoint();
        } catch (const StoreError&) {
            lane.database.reset();
        }
    }
}

}  // namespace dialtone::db
