#include "db/world/indexes.hpp"

#include <algorithm>
#include <iterator>

namespace dialtone::db {

namespace {

/// Two rows may swap their names in one load: an entry that belongs to another row by now stays.
template <class Key, class Id>
void forget(Table<Key, Id>& index, const Key& key, Id id) {
    const auto* found = index.find(key);
    if (found != nullptr && *found == id) {
        index.erase(key);
    }
}

std::vector<DeviceId> without(const std::vector<DeviceId>& devices, std::vector<DeviceId> removed) {
    std::sort(removed.begin(), removed.end());
    std::vector<DeviceId> left;
    left.reserve(devices.size());
    std::set_difference(
        devices.begin(), devices.end(), removed.begin(), removed.end(), std::back_inserter(left)
    );
    return left;
}

std::vector<DeviceId> merged(const std::vector<DeviceId>& devices, std::vector<DeviceId> added) {
    std::sort(added.begin(), added.end());
    std::vector<DeviceId> all;
    all.reserve(devices.size() + added.size());
    std::set_union(devices.begin(), devices.end(), added.begin(), added.end(), std::back_inserter(all));
    return all;
}

}  // namespace

void Indexes::digest_user(const Device* before, const Device* after) {
    if (before != nullptr && after != nullptr && before->digest_user == after->digest_user) {
        return;
    }
    if (before != nullptr && !before->digest_user.empty()) {
        forget(world_.device_by_digest_user, before->digest_user, before->id);
    }
    if (after != nullptr && !after->digest_user.empty()) {
        world_.device_by_digest_user.set(after->digest_user, after->id);
    }
}

void Indexes::device(const Device* before, const Device* after) {
    digest_user(before, after);
    const bool same_name = before != nullptr && after != nullptr && before->name == after->name;
    const bool same_pool = before != nullptr && after != nullptr && before->pool == after->pool;
    if (before != nullptr) {
        if (!same_name) {
            forget(world_.device_by_name, before->name, before->id);
        }
        if (!same_pool) {
            pools_[before->pool].removed.push_back(before->id);
        }
        for (const auto& line : before->lines) {
            numbers_[line.number].removed.push_back(before->id);
        }
    }
    if (after != nullptr) {
        if (!same_name) {
            world_.device_by_name.set(after->name, after->id);
        }
        if (!same_pool) {
            pools_[after->pool].added.push_back(after->id);
        }
        for (const auto& line : after->lines) {
            numbers_[line.number].added.push_back(after->id);
        }
    }
}

void Indexes::number(const DirectoryNumber* before, const DirectoryNumber* after) {
    if (before != nullptr) {
        forget(world_.number_by_pattern, NumberKey{before->pattern, before->partition}, before->id);
    }
    if (after != nullptr) {
        world_.number_by_pattern.set(NumberKey{after->pattern, after->partition}, after->id);
    }
}

void Indexes::apply_to_pools() {
    for (const auto& [pool, delta] : pools_) {
        const auto* before = world_.devices_by_pool.find(pool);
        auto devices = before == nullptr ? DeviceSet{} : *before;
        for (const auto id : delta.removed) {
            devices.erase(id);
        }
        for (const auto id : delta.added) {
            devices.insert(id);
        }
        if (devices.empty()) {
            world_.devices_by_pool.erase(pool);
        } else {
            world_.devices_by_pool.set(pool, std::move(devices));
        }
    }
    pools_.clear();
}

void Indexes::apply_to_numbers() {
    for (auto& [number, delta] : numbers_) {
        const auto old = world_.devices_by_number.share(number);
        const std::vector<DeviceId> none;
        const auto& before = old == nullptr ? none : *old;
        auto after = merged(without(before, std::move(delta.removed)), std::move(delta.added));
        if (after.empty()) {
            world_.devices_by_number.erase(number);
        } else if (after != before) {
            world_.devices_by_number.set(number, std::move(after));
        }
    }
    numbers_.clear();
}

void Indexes::finish() {
    apply_to_pools();
    apply_to_numbers();
}

}  // namespace dialtone::db
