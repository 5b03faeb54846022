#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace dialtone {

/// A persistent map: copying shares everything, and a change copies one bucket of 1,024 and the way to it, so
/// that a new World costs what changed and not what exists (design §5). What no copy shares is changed in
/// place. Rows are shared and immutable; a pointer from find() lives as long as some copy of the table that
/// holds the row.
///
/// Not thread-safe to modify; any number of threads may read the same copy.
template <class Key, class Row>
class Table {
 public:
    using RowPtr = std::shared_ptr<const Row>;
    using Entry = std::pair<Key, RowPtr>;

    [[nodiscard]] const Row* find(const Key& key) const {
        const auto shared = find_shared(key);
        return shared == nullptr ? nullptr : shared->get();
    }

    /// The row with shared ownership, for whoever keeps it beyond the world's life.
    [[nodiscard]] RowPtr share(const Key& key) const {
        const auto* shared = find_shared(key);
        return shared == nullptr ? nullptr : *shared;
    }

    [[nodiscard]] bool contains(const Key& key) const { return find_shared(key) != nullptr; }

    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] bool empty() const { return size_ == 0; }

    void set(const Key& key, Row row) { set_shared(key, std::make_shared<const Row>(std::move(row))); }

    void set_shared(const Key& key, RowPtr row) {
        const Place place{key};
        auto& bucket = own_bucket(place.index);
        const auto at = bucket.position_of(key, place.mark);
        if (at < bucket.entries.size()) {
            bucket.entries[at].second = std::move(row);
            return;
        }
        bucket.marks.push_back(place.mark);
        bucket.entries.emplace_back(key, std::move(row));
        ++size_;
    }

    void erase(const Key& key) {
        if (!contains(key)) {
            return;
        }
        const Place place{key};
        auto& bucket = own_bucket(place.index);
        const auto at = static_cast<std::ptrdiff_t>(bucket.position_of(key, place.mark));
        bucket.marks.erase(bucket.marks.begin() + at);
        bucket.entries.erase(bucket.entries.begin() + at);
        --size_;
    }

    /// Calls visit(key, row) for every row, in no particular order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t i = 0; i < kBuckets; ++i) {
            if (is_bare(i)) {
                i += kWidth - 1;
                continue;
            }
            for (const auto& [key, row] : entries_of(bucket_at(i))) {
                visit(key, *row);
            }
        }
    }

    /// Calls visit(key, row or null, other's row or null) for every key whose row is not the same object in
    /// `other`. Costs what differs, as shared buckets are skipped.
    template <class Visit>
    void for_each_difference(const Table& other, Visit&& visit) const {
        for (std::size_t i = 0; i < kBuckets; ++i) {
            if (i % kWidth == 0 && node_at(i) == other.node_at(i)) {
                i += kWidth - 1;
                continue;
            }
            const auto* mine = bucket_at(i);
            const auto* theirs = other.bucket_at(i);
            if (mine == theirs) {
                continue;
            }
            for (const auto& [key, row] : entries_of(mine)) {
                const auto* old = find_in(theirs, key);
                if (old == nullptr || old->get() != row.get()) {
                    visit(key, row.get(), old == nullptr ? nullptr : old->get());
                }
            }
            for (const auto& [key, row] : entries_of(theirs)) {
                if (find_in(mine, key) == nullptr) {
                    visit(key, static_cast<const Row*>(nullptr), row.get());
                }
            }
        }
    }

 private:
    /// Where a key is: its bucket, and a second, independent part of its hash.
    struct Place {
        explicit Place(const Key& key) {
            const auto mixed = static_cast<std::uint64_t>(std::hash<Key>{}(key)) * 0x9e3779b97f4a7c15ULL;
            index = mixed >> 54U;
            mark = static_cast<std::uint32_t>(mixed >> 22U);
        }

        std::size_t index;
        std::uint32_t mark;
    };

    /// Marks lie together, so that looking for a key among some hundred reads a few lines of cache and
    /// touches no other row.
    struct Bucket {
        std::vector<std::uint32_t> marks;
        std::vector<Entry> entries;

        /// Where the key is; the number of entries when it is not there.
        [[nodiscard]] std::size_t position_of(const Key& key, std::uint32_t mark) const {
            for (std::size_t i = 0; i < marks.size(); ++i) {
                if (marks[i] == mark && entries[i].first == key) {
                    return i;
                }
            }
            return entries.size();
        }
    };

    /// Two steps of 32 lead to a bucket: with some ten thousand rows as many things are copied at either step
    /// as lie in the bucket, and each copy of a pointer touches what it points to.
    static constexpr std::size_t kWidth = 32;
    static constexpr std::size_t kBuckets = kWidth * kWidth;
    using Node = std::array<std::shared_ptr<Bucket>, kWidth>;
    using Root = std::array<std::shared_ptr<Node>, kWidth>;
    inline static const std::vector<Entry> kNoEntries{};

    static const std::vector<Entry>& entries_of(const Bucket* bucket) {
        return bucket == nullptr ? kNoEntries : bucket->entries;
    }

    [[nodiscard]] const Node* node_at(std::size_t index) const {
        return root_ == nullptr ? nullptr : (*root_)[index / kWidth].get();
    }

    [[nodiscard]] const Bucket* bucket_at(std::size_t index) const {
        const auto* node = node_at(index);
        return node == nullptr ? nullptr : (*node)[index % kWidth].get();
    }

    /// True at the first of kWidth buckets that all do not exist.
    [[nodiscard]] bool is_bare(std::size_t index) const {
        return index % kWidth == 0 && node_at(index) == nullptr;
    }

    static const RowPtr* find_in(const Bucket* bucket, const Key& key, std::uint32_t mark) {
        if (bucket == nullptr) {
            return nullptr;
        }
        const auto at = bucket->position_of(key, mark);
        return at < bucket->entries.size() ? &bucket->entries[at].second : nullptr;
    }

    static const RowPtr* find_in(const Bucket* bucket, const Key& key) {
        return find_in(bucket, key, Place{key}.mark);
    }

    [[nodiscard]] const RowPtr* find_shared(const Key& key) const {
        if (root_ == nullptr) {
            return nullptr;
        }
        const Place place{key};
        return find_in(bucket_at(place.index), key, place.mark);
    }

    /// What `part` points to, for a change: made when it is not there, copied when some copy of the table has
    /// it too.
    template <class Part>
    static Part& own(std::shared_ptr<Part>& part) {
        if (part == nullptr) {
            part = std::make_shared<Part>();
        } else if (part.use_count() > 1) {
            part = std::make_shared<Part>(*part);
        }
        return *part;
    }

    Bucket& own_bucket(std::size_t index) { return own(own(own(root_)[index / kWidth])[index % kWidth]); }

    std::shared_ptr<Root> root_;
    std::size_t size_ = 0;
};

}  // namespace dialtone
