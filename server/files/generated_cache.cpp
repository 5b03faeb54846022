#include "server/files/generated_cache.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dialtone::files {

namespace {

/// Equal octets give equal versions in every process, so that an ETag survives a restart. Eight octets a
/// step: every file made for a phone comes through here.
std::uint64_t fingerprint(Bytes octets) {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ULL;
    std::uint64_t hash = octets.size() * kOdd;
    while (!octets.empty()) {
        std::uint64_t word = 0;
        const auto taken = std::min(octets.size(), sizeof word);
        std::memcpy(&word, octets.data(), taken);
        octets = octets.subspan(taken);
        hash = (hash ^ word) * kOdd;
        hash ^= hash >> 32U;
    }
    return hash;
}

FileView view_of(std::shared_ptr<const std::string> body) {
    FileView file;
    file.content.octets = bytes_of(*body);
    file.content.owner = std::move(body);
    file.version = fingerprint(file.content.octets);
    file.is_generated = true;
    return file;
}

}  // namespace

const FileView* GeneratedCache::find(const std::string& folded, std::int64_t sequence) {
    const auto found = by_name_.find(folded);
    if (found == by_name_.end() || found->second->sequence != sequence) {
        return nullptr;
    }
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->file;
}

const FileView& GeneratedCache::put(
    const std::string& folded,
    std::int64_t sequence,
    std::shared_ptr<const std::string> body,
    std::shared_ptr<const WithheldLoad> withheld
) {
    if (const auto found = by_name_.find(folded); found != by_name_.end()) {
        const auto entry = found->second;
        if (text_of(entry->file.content.octets) == *body) {
            entry->sequence = sequence;
            entry->file.withheld = std::move(withheld);
            order_.splice(order_.begin(), order_, entry);
            return entry->file;
        }
        evict(entry);
    }
    octets_ += body->size();
    order_.push_front({folded, sequence, view_of(std::move(body))});
    order_.front().file.withheld = std::move(withheld);
    by_name_.emplace(folded, order_.begin());
    while (order_.size() > 1 && (order_.size() > max_entries_ || octets_ > max_octets_)) {
        evict(std::prev(order_.end()));
    }
    return order_.front().file;
}

void GeneratedCache::erase(const std::string& folded) {
    if (const auto found = by_name_.find(folded); found != by_name_.end()) {
        evict(found->second);
    }
}

void GeneratedCache::evict(Order::iterator entry) {
    octets_ -= entry->file.content.octets.size();
    by_name_.erase(entry->folded);
    order_.erase(entry);
}

}  // namespace dialtone::files
