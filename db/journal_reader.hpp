#pragma once

#include "common/error/problem.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "server/journal/observation.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::db {

/// Reads the journals of all processes of a data directory as one, read-only beside running servers.
///
/// Files that appear later are found at the next call. A file that cannot be read now is left out and tried
/// again. Belongs to one thread.
class JournalReader {
 public:
    /// A place in every journal file: what was there before it has been seen.
    using Position = std::map<std::filesystem::path, std::int64_t>;

    explicit JournalReader(DataDirectory directory);
    ~JournalReader();

    /// The steps of `subject`, oldest first, merged over all files; the last `limit` of them not before
    /// `since`.
    std::vector<journal::Observation> timeline(
        std::string_view subject, WallTime since = {}, std::size_t limit = 10'000
    );

    /// Where the journals end now: what happens from here on is new.
    Position end();

    /// What `subject` did after `position`, which moves on. For `--follow`: timeline() of what is new.
    std::vector<journal::Observation> follow(std::string_view subject, Position& position);

    /// What anybody did after `position`, which moves on; oldest first.
    std::vector<journal::Observation> follow_all(Position& position);

    /// The last step of each subject whose name begins with `prefix`, by subject.
    std::vector<journal::Observation> latest(std::string_view prefix = "");

 private:
    struct File;

    template <class Read>
    void for_each_file(Read&& read);

    DataDirectory directory_;
    std::map<std::filesystem::path, std::unique_ptr<File>> files_;
};

}  // namespace dialtone::db
