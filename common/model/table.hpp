#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace dialtone {

/// A persistent map: copying shares everything, and a change copies one bucket of 4,096 and the way to it, so
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
        auto& bucket = own_bucket(root_, place.index);
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
        auto& bucket = own_bucket(root_, place.index);
        const auto at = static_cast<std::ptrdiff_t>(bucket.position_of(key, place.mark));
        bucket.marks.erase(bucket.marks.begin() + at);
        bucket.entries.erase(bucket.entries.begin() + at);
        --size_;
    }

    /// Calls visit(key, row) for every row, in no particular order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        visit_all(root_.get(), visit);
    }

    /// Calls visit(key, row or null, other's row or null) for every key whose row is not the same object in
    /// `other`. Costs what differs, as what both share is skipped.
    template <class Visit>
    void for_each_difference(const Table& other, Visit&& visit) const {
        visit_difference(root_.get(), other.root_.get(), visit);
    }

 private:
    /// Where a key is: its bucket, and a second, independent part of its hash.
    struct Place {
        explicit Place(const Key& key) {
            const auto mixed = static_cast<std::uint64_t>(std::hash<Key>{}(key)) * 0x9e3779b97f4a7c15ULL;
            index = mixed >> (64U - kIndexBits);
            mark = static_cast<std::uint32_t>(mixed >> (32U - kIndexBits));
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

    /// Four steps of 8 lead to a bucket. Each pointer that is copied touches what it points to: with some ten
    /// thousand rows no other division copies fewer on the way and in the bucket together.
    static constexpr std::size_t kWidth = 8;
    static constexpr unsigned kIndexBits = 12;
    template <class Part>
    using Branch = std::array<std::shared_ptr<Part>, kWidth>;
    using Root = Branch<Branch<Branch<Branch<Bucket>>>>;
    inline static const std::vector<Entry> kNoEntries{};

    static const std::vector<Entry>& entries_of(const Bucket* bucket) {
        return bucket == nullptr ? kNoEntries : bucket->entries;
    }

    // From the root to the buckets: each of these goes one step down, until it meets a bucket.

    static const Bucket* bucket_below(const Bucket* bucket, std::size_t) { return bucket; }

    template <class Part>
    static const Bucket* bucket_below(const Branch<Part>* branch, std::size_t index) {
        return branch == nullptr ? nullptr : bucket_below((*branch)[index % kWidth].get(), index / kWidth);
    }

    static Bucket& own_bucket(std::shared_ptr<Bucket>& bucket, std::size_t) { return own(bucket); }

    template <class Part>
    static Bucket& own_bucket(std::shared_ptr<Branch<Part>>& branch, std::size_t index) {
        return own_bucket(own(branch)[index % kWidth], index / kWidth);
    }

    template <class Visit>
    static void visit_all(const Bucket* bucket, Visit& visit) {
        for (const auto& [key, row] : entries_of(bucket)) {
            visit(key, *row);
        }
    }

    template <class Part, class Visit>
    static void visit_all(const Branch<Part>* branch, Visit& visit) {
        for (std::size_t i = 0; branch != nullptr && i < kWidth; ++i) {
            visit_all((*branch)[i].get(), visit);
        }
    }

    template <class Visit>
    static void visit_difference(const Bucket* mine, const Bucket* theirs, Visit& visit) {
        if (mine == theirs) {
            return;
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

    template <class Part, class Visit>
    static void visit_difference(const Branch<Part>* mine, const Branch<Part>* theirs, Visit& visit) {
        for (std::size_t i = 0; mine != theirs && i < kWidth; ++i) {
            visit_difference(
                mine == nullptr ? nullptr : (*mine)[i].get(),
                theirs == nullptr ? nullptr : (*theirs)[i].get(),
                visit
            );
        }
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
        return find_in(bucket_below(root_.get(), place.index), key, place.mark);
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

    std::shared_ptr<Root> root_;
    std::size_t size_ = 0;
};

}  // namespace dialtone
