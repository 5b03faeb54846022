#include "server/operations/requests.hpp"

#include "common/error/try.hpp"
#include "db/journal_reader.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <algorithm>

namespace dialtone::operations {

namespace {

constexpr Duration kLook = std::chrono::milliseconds{50};  ///< between two looks into the journal

bool concerns(const Asked& asked, const journal::Observation& step) {
    return std::find(asked.subjects.begin(), asked.subjects.end(), step.subject) != asked.subjects.end();
}

/// A phone that does not know `apply` is restarted instead, so its answer may name another action; leases and
/// phones are told apart.
bool answers(const Asked& asked, const journal::Observation& step) {
    if (step.step != journal::Step::request_done && step.step != journal::Step::request_failed) {
        return false;
    }
    const auto release = db::to_string(db::RequestAction::release_lease);
    return (step.field("action") == release) == (asked.action == db::RequestAction::release_lease);
}

}  // namespace

Outcome<Answer> ask(Session& session, const Asked& asked) {
    DIALTONE_TRY(auto* database, session.open(db::Access::read_write));
    db::JournalReader reader{session.directory()};
    auto position = reader.end();
    const auto id = db::add_request(*database, asked.action, asked.target);
    Answer answer;
    const auto deadline = session.clock().now() + asked.patience;
    while (session.clock().now() < deadline) {
        session.clock().wait(kLook);
        for (auto& step : reader.follow_all(position)) {
            if (!concerns(asked, step)) {
                continue;
            }
            answer.steps.push_back(step);
            if (answers(asked, step)) {
                answer.was_taken = true;
                answer.last = std::move(step);
                return answer;
            }
        }
    }
    if (asked.patience > Duration{}) {
        answer.was_taken = !db::delete_request(*database, id);
    }
    return answer;
}

Outcome<Duration> patience_of(const Call& call) {
    if (call.has("no-wait")) {
        return Duration{};
    }
    DIALTONE_TRY(const auto seconds, integer_of(call, "wait", 1, 3600));
    return Duration{std::chrono::seconds{seconds.value_or(5)}};
}

}  // namespace dialtone::operations
