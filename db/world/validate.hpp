#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"

#include <vector>

namespace dialtone::db {

/// What a load changed, so that only that is looked at.
struct Touched {
    std::vector<DeviceId> devices;           ///< came or changed
    std::vector<DirectoryNumberId> numbers;  ///< came, changed or gone
    bool any_other = false;                  ///< a row of the small tables came or changed
    bool any_other_removed = false;          ///< one is gone: every device is looked at again
};

/// Rows that refer to rows that do not exist, and ranges that contradict themselves. The schema forbids most
/// of it; a database edited by hand, with foreign keys off, does not.
void validate(const World& world, const Touched& touched, Problems& problems);

}  // namespace dialtone::db
