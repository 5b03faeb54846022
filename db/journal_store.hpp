#pragma once

#include "db/database.hpp"
#include "server/journal/observation.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dialtone::db {

struct JournalBounds {
    Duration max_age = std::chrono::hours{24 * 30};
    std::int64_t max_bytes = 256LL << 20;  ///< of rows; the file itself stays near it
};

/// The writing side of one journal file: one row per subject and flush, clustered by subject, so that a
/// timeline is read from neighbouring pages. Used on the writer's thread only.
///
/// Each flush also trims a few subjects, in turn, so that no single flush pays for all that grew old.
class JournalStore {
 public:
    explicit JournalStore(JournalBounds bounds) : bounds_{bounds} {}

    /// Appends the observations, in the order they came, and trims. @param now becomes the position of the
    /// rows, made ascending should the clock have been set back.
    /// @return how many were stored; fewer than given when the file is over its bound by half.
    std::size_t append(Database& journal, std::vector<journal::Observation> observations, WallTime now);

 private:
    void begin(Database& journal, std::int64_t now);
    void append_subject(Query& insert, std::span<const journal::Observation> observations);
    void trim(Database& journal, std::int64_t now);
    void finish_pass(Database& journal, std::int64_t now);
    [[nodiscard]] static std::int64_t used_bytes(Database& journal);

    JournalBounds bounds_;
    bool has_begun_ = false;
    std::int64_t last_sequence_ = 0;
    std::string trimmed_up_to_;           ///< subject at which the pass stands
    std::int64_t cutoff_ = 0;             ///< older rows go
    std::optional<std::int64_t> oldest_;  ///< smallest sequence met in this pass
};

}  // namespace dialtone::db
