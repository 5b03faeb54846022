#include "db/store_error.hpp"

namespace dialtone::db {

namespace {

struct Advice {
    StoreErrc code;
    ProblemKind kind;
    const char* sentence;
};

constexpr Advice kAdvice[] = {
    {StoreErrc::busy, ProblemKind::busy, "Another process is writing to it; try again."},
    {StoreErrc::constraint, ProblemKind::conflict, "Nothing was changed."},
    {StoreErrc::full, ProblemKind::failed, "Free space on the disk."},
    {StoreErrc::corrupt, ProblemKind::failed, "Restore the file from a backup."},
    {StoreErrc::unreadable, ProblemKind::failed, "Check the disk, and the file, its owner and its mode."},
    {StoreErrc::failed, ProblemKind::failed, ""},
};

}  // namespace

Problem to_problem(const StoreError& error) {
    for (const auto& advice : kAdvice) {
        if (advice.code == error.code()) {
            const std::string separator = *advice.sentence == '\0' ? "" : " ";
            return {advice.kind, error.what() + separator + advice.sentence};
        }
    }
    return failed(error.what());
}

}  // namespace dialtone::db
