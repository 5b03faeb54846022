#pragma once

#include "common/model/world.hpp"
#include "common/time/now.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "server/operations/report.hpp"

#include <functional>
#include <optional>
#include <string>

namespace dialtone::operations {

/// Time, for what waits for an answer. The operations' only clock, so that tests need none.
class Clock {
 public:
    virtual ~Clock() = default;
    virtual WallTime now() = 0;
    virtual void wait(Duration duration) = 0;
};

/// The host's clock.
class SystemClock : public Clock {
 public:
    WallTime now() override;
    void wait(Duration duration) override;
};

/// What operations need of whoever offers them.
struct Surroundings {
    db::DataDirectory directory;
    Clock& clock;
    /// Takes the parts of an answer that goes on (`--follow`); false ends it. Unset: nothing goes on.
    std::function<bool(const Report&)> emit;
    /// The problems of the settings file, for `check`; unset: there is none.
    std::function<Problems()> settings_problems;
};

/// One operation's view of the database: the connection within its transaction or snapshot, and the world as
/// it stands there. Used by one thread, for one operation at a time.
class Session {
 public:
    explicit Session(Surroundings surroundings) : surroundings_{std::move(surroundings)} {}

    [[nodiscard]] const db::DataDirectory& directory() const { return surroundings_.directory; }

    [[nodiscard]] Clock& clock() { return surroundings_.clock; }

    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

    /// The device database, opened at first use. An existing connection is used again if it can do `access`.
    Outcome<db::Database*> open(db::Access access);

    /// The connection that run() or open() made. Only after one of them succeeded.
    [[nodiscard]] db::Database& database() { return *database_; }

    /// The world within the current transaction; read at first use and again after written().
    Outcome<WorldPtr> world();

    /// Says that what world() gave is out of date.
    void written() { world_.reset(); }

 private:
    Surroundings surroundings_;
    std::optional<db::Database> database_;
    db::Access access_ = db::Access::read_only;
    WorldPtr world_;
};

}  // namespace dialtone::operations
