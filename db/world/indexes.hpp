#pragma once

#include "common/model/world.hpp"

#include <unordered_map>
#include <vector>

namespace dialtone::db {

/// Keeps the secondary indexes of a world that is being built. Told of every row that comes, changes or goes;
/// lists of devices are put together once at the end, since a pool may hold every device there is.
class Indexes {
 public:
    explicit Indexes(World& world) : world_{world} {}

    /// A row became another: null before it existed, null when it is gone.
    void device(const Device* before, const Device* after);
    void number(const DirectoryNumber* before, const DirectoryNumber* after);

    /// Call once, after the last row.
    void finish();

 private:
    void digest_user(const Device* before, const Device* after);

    struct Delta {
        std::vector<DeviceId> removed;
        std::vector<DeviceId> added;
    };

    template <class Key>
    using Deltas = std::unordered_map<Key, Delta>;

    void apply_to_pools();
    void apply_to_numbers();

    World& world_;
    Deltas<PoolId> pools_;
    Deltas<DirectoryNumberId> numbers_;
};

}  // namespace dialtone::db
