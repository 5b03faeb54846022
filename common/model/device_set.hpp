#pragma once

#include "common/model/ids.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <vector>

namespace dialtone {

/// A persistent set of devices: copying shares everything, and a change copies one part of 64, so that a
/// device more in a pool of 40,000 costs a thousandth of them.
///
/// Not thread-safe to modify; any number of threads may read the same copy.
class DeviceSet {
 public:
    DeviceSet() = default;

    DeviceSet(std::initializer_list<DeviceId> devices) {
        for (const auto id : devices) {
            insert(id);
        }
    }

    void insert(DeviceId id) {
        auto& part = own_part(id);
        const auto at = std::lower_bound(part.begin(), part.end(), id);
        if (at == part.end() || *at != id) {
            part.insert(at, id);
            ++size_;
        }
    }

    void erase(DeviceId id) {
        if (!contains(id)) {
            return;
        }
        auto& part = own_part(id);
        part.erase(std::lower_bound(part.begin(), part.end(), id));
        --size_;
    }

    [[nodiscard]] bool contains(DeviceId id) const {
        const auto& part = parts_[index_of(id)];
        return part != nullptr && std::binary_search(part->begin(), part->end(), id);
    }

    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] bool empty() const { return size_ == 0; }

    /// Calls visit(id) for each, in no particular order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const auto& part : parts_) {
            if (part != nullptr) {
                std::for_each(part->begin(), part->end(), visit);
            }
        }
    }

    friend bool operator==(const DeviceSet& a, const DeviceSet& b) {
        bool is_equal = a.size_ == b.size_;
        a.for_each([&](DeviceId id) { is_equal = is_equal && b.contains(id); });
        return is_equal;
    }

 private:
    using Part = std::vector<DeviceId>;  ///< ascending
    static constexpr std::size_t kParts = 64;

    static std::size_t index_of(DeviceId id) { return static_cast<std::size_t>(id.value()) % kParts; }

    /// The part of `id`, copied first when somebody else has it too.
    Part& own_part(DeviceId id) {
        auto& part = parts_[index_of(id)];
        if (part == nullptr) {
            part = std::make_shared<Part>();
        } else if (part.use_count() > 1) {
            part = std::make_shared<Part>(*part);
        }
        return *part;
    }

    std::array<std::shared_ptr<Part>, kParts> parts_;
    std::size_t size_ = 0;
};

}  // namespace dialtone
