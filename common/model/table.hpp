#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace dialtone {

/// A persistent map: copying shares everything, and a change copies one bucket of 256, so that a new World
/// costs what changed and not what exists (design §5). Rows are shared and immutable; a pointer from find()
/// lives as long as some copy of the table that holds the row.
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
        auto bucket = own_bucket(key);
        for (auto& entry : *bucket) {
            if (entry.first == key) {
                entry.second = std::move(row);
                replace_bucket(key, std::move(bucket));
                return;
            }
        }
        bucket->emplace_back(key, std::move(row));
        ++size_;
        replace_bucket(key, std::move(bucket));
    }

    void erase(const Key& key) {
        if (!contains(key)) {
            return;
        }
        auto bucket = own_bucket(key);
        std::erase_if(*bucket, [&](const Entry& entry) { return entry.first == key; });
        --size_;
        replace_bucket(key, std::move(bucket));
    }

    /// Calls visit(key, row) for every row, in no particular order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        if (root_ == nullptr) {
            return;
        }
        for (const auto& bucket : *root_) {
            if (bucket == nullptr) {
                continue;
            }
            for (const auto& [key, row] : *bucket) {
                visit(key, *row);
            }
        }
    }

    /// Calls visit(key, row or null, other's row or null) for every key whose row is not the same object in
    /// `other`. Costs what differs, as shared buckets are skipped.
    template <class Visit>
    void for_each_difference(const Table& other, Visit&& visit) const {
        for (std::size_t i = 0; i < kBuckets; ++i) {
            const auto* mine = bucket_at(i);
            const auto* theirs = other.bucket_at(i);
            if (mine == theirs) {
                continue;
            }
            for (const auto& [key, row] : mine == nullptr ? kNoEntries : *mine) {
                const auto* old = find_in(theirs, key);
                if (old == nullptr || old->get() != row.get()) {
                    visit(key, row.get(), old == nullptr ? nullptr : old->get());
                }
            }
            for (const auto& [key, row] : theirs == nullptr ? kNoEntries : *theirs) {
                if (find_in(mine, key) == nullptr) {
                    visit(key, static_cast<const Row*>(nullptr), row.get());
                }
            }
        }
    }

 private:
    using Bucket = std::vector<Entry>;
    static constexpr std::size_t kBuckets = 256;
    using Root = std::array<std::shared_ptr<const Bucket>, kBuckets>;
    inline static const Bucket kNoEntries{};

    static std::size_t index_of(const Key& key) {
        const auto mixed = static_cast<std::uint64_t>(std::hash<Key>{}(key)) * 0x9e3779b97f4a7c15ULL;
        return mixed >> 56U;
    }

    [[nodiscard]] const Bucket* bucket_at(std::size_t index) const {
        return root_ == nullptr ? nullptr : (*root_)[index].get();
    }

    static const RowPtr* find_in(const Bucket* bucket, const Key& key) {
        if (bucket == nullptr) {
            return nullptr;
        }
        for (const auto& entry : *bucket) {
            if (entry.first == key) {
                return &entry.second;
            }
        }
        return nullptr;
    }

    [[nodiscard]] const RowPtr* find_shared(const Key& key) const {
        return root_ == nullptr ? nullptr : find_in(bucket_at(index_of(key)), key);
    }

    /// A private copy of the key's bucket, to be put back by replace_bucket().
    [[nodiscard]] std::shared_ptr<Bucket> own_bucket(const Key& key) const {
        const auto* bucket = bucket_at(index_of(key));
        return bucket == nullptr ? std::make_shared<Bucket>() : std::make_shared<Bucket>(*bucket);
    }

    void replace_bucket(const Key& key, std::shared_ptr<Bucket> bucket) {
        if (root_ == nullptr) {
            root_ = std::make_shared<Root>();
        } else if (root_.use_count() > 1) {
            root_ = std::make_shared<Root>(*root_);
        }
        (*root_)[index_of(key)] = std::move(bucket);
    }

    std::shared_ptr<Root> root_;
    std::size_t size_ = 0;
};

}  // namespace dialtone
