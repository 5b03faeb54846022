#pragma once

#include "db/requests.hpp"
#include "server/journal/observation.hpp"
#include "server/operations/operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dialtone::operations {

/// A live action asked of whichever process holds the phone or the leases (design §5).
struct Asked {
    db::RequestAction action;
    std::string target;                 ///< as the request names it
    std::vector<std::string> subjects;  ///< under which the journal may answer
    Duration patience;                  ///< zero: ask and do not wait
};

/// What became of it.
struct Answer {
    std::vector<journal::Observation> steps;   ///< of the subjects, from the asking to the answer
    std::optional<journal::Observation> last;  ///< request_done or request_failed
    bool was_taken =
        false;  ///< some process took it; otherwise it was withdrawn (or is still waiting, unless waited for)
};

/// Writes the request and waits for the answer in the journal. A request that nobody took within `patience`
/// is taken back, so that it does not surprise anybody later. Opens the database for writing.
Outcome<Answer> ask(Session& session, const Asked& asked);

/// --wait SECONDS and --no-wait.
Outcome<Duration> patience_of(const Call& call);

inline constexpr Argument kNoWait{"no-wait", Shape::flag, "", "ask, and do not wait for the answer"};
inline constexpr Argument kWait{"wait", Shape::value, "SECONDS", "how long to wait for the answer; else 5"};

}  // namespace dialtone::operations
