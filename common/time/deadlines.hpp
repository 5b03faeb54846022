#pragma once

#include "common/time/now.hpp"

#include <cstddef>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace dialtone {

/// Who wants to be woken when, for an engine with many of them and one timer.
///
/// Nothing is ever taken out before its time: an owner whose plans changed recognises a stale entry by the
/// instant that it carries. Owners that only postpone should let the entry come and add a new one then, so
/// that a phone that is heard every few seconds costs nothing here.
template <class Key>
class Deadlines {
 public:
    using Entry = std::pair<Instant, Key>;

    void add(Instant when, Key key) { queue_.emplace(when, std::move(key)); }

    /// When the earliest is due; nullopt when nobody waits.
    [[nodiscard]] std::optional<Instant> next() const {
        return queue_.empty() ? std::nullopt : std::optional{queue_.top().first};
    }

    /// Takes the earliest that is due at `now`.
    std::optional<Entry> take_due(Instant now) {
        if (queue_.empty() || queue_.top().first > now) {
            return std::nullopt;
        }
        auto entry = queue_.top();
        queue_.pop();
        return entry;
    }

    [[nodiscard]] std::size_t size() const { return queue_.size(); }

 private:
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const { return a.first > b.first; }
    };

    std::priority_queue<Entry, std::vector<Entry>, Later> queue_;
};

}  // namespace dialtone
