#pragma once

#include "common/time/now.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "db/journal_store.hpp"
#include "db/locks.hpp"
#include "server/journal/observation.hpp"
#include "server/operations/operation.hpp"
#include "server/operations/session.hpp"
#include "tests/support/scratch_directory.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::test {

/// A clock that stands still but for wait(), during which something may happen.
class StoryClock : public operations::Clock {
 public:
    WallTime now() override { return now_; }

    void wait(Duration duration) override {
        now_ += duration;
        if (while_waiting) {
            while_waiting();
        }
    }

    std::function<void()> while_waiting;

 private:
    WallTime now_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};
};

/// What a command line answered.
struct Spoken {
    int status = 0;
    std::string out;
    std::string err;
};

/// A data directory of its own with a fresh device database, and an operator at its command line.
class Bench {
 public:
    Bench();

    /// The command as a person types it, rendered as text.
    Spoken type(std::vector<std::string> words);

    /// The same with --json; the answer must be JSON, which the test ends without. Returns it.
    std::string json(std::vector<std::string> words);

    /// The operation alone, with the story's clock.
    Outcome<operations::Report> ask(const std::vector<std::string>& words);

    /// The sentence of a refusal; "" when it was none.
    std::string refusal(const std::vector<std::string>& words);

    /// A node cm1 at 10.0.0.1 in the group Default, as the first `serve` leaves it.
    void with_node();

    /// A process holds the SCCP lock of cm1 and says that the phone is registered there.
    void with_registered_phone(const std::string& name);

    /// Writes into a journal as a process of cm1 does.
    void record(const std::vector<journal::Observation>& observations);

    [[nodiscard]] db::Database database() const;

    /// Somebody with a database at hand, e.g. to write what no command would.
    void script(const std::string& sql) const;

    ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path() / "data"};
    StoryClock clock;
    std::vector<operations::Report> emitted;  ///< what goes on, until `patience` parts came
    std::size_t patience = 1000;

 private:
    std::optional<db::Database> journal_;
    std::optional<db::FileLock> lock_;
    db::JournalStore store_{{}};
};

/// Columns of the widest line.
std::size_t widest_line(const std::string& text);

/// Whether the text is one JSON value, read by Boost.JSON.
bool is_json(const std::string& text);

/// The value at a path such as "/0/name" as text; "(nothing)" when there is none.
std::string json_at(const std::string& text, const std::string& path);

}  // namespace dialtone::test
