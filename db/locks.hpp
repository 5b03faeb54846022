#pragma once

#include "common/error/problem.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string_view>

namespace dialtone::db {

/// An exclusive flock on a file of its own, held for the life of this object; the kernel frees it when the
/// process dies, however it dies. Never put on a database file, where closing a second descriptor would drop
/// SQLite's own locks.
class FileLock {
 public:
    /// Does not wait. @param what for the sentence of the refusal: "sccp of node cm1".
    /// ProblemKind::busy names the process that holds it.
    static Outcome<FileLock> acquire(const std::filesystem::path& file, std::string_view what);

    /// Waits for whoever holds it: for sections of a few milliseconds only, such as a migration.
    static Outcome<FileLock> wait_for(const std::filesystem::path& file, std::string_view what);

    /// The process that holds the lock now; nullopt when none does.
    static std::optional<pid_t> holder(const std::filesystem::path& file);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

 private:
    explicit FileLock(int descriptor) : descriptor_{descriptor} {}

    static Outcome<FileLock> take(const std::filesystem::path& file, std::string_view what, int operation);

    int descriptor_ = -1;
};

}  // namespace dialtone::db
