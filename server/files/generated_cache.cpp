#include "server/files/generated_cache.hpp"

#include "server/provision/digest.hpp"

#include <iterator>
#include <utility>

namespace dialtone::files {

namespace {

/// Equal octets give equal versions in every process, so that an ETag survives a restart.
FileView view_of(provision::Generated made) {
    FileView file;
    file.content.octets = bytes_of(*made.body);
    file.version = made.version != 0 ? made.version : provision::digest_of(*made.body).low;
    file.content.owner = std::move(made.body);
    file.is_generated = true;
    file.withheld = std::move(made.withheld);
    file.given = std::move(made.given);
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
    const std::string& folded, std::int64_t sequence, provision::Generated made
) {
    if (const auto found = by_name_.find(folded); found != by_name_.end()) {
        const auto entry = found->second;
        if (text_of(entry->file.content.octets) == *made.body) {
            entry->sequence = sequence;
            entry->file.withheld = std::move(made.withheld);
            entry->file.given = std::move(made.given);
            order_.splice(order_.begin(), order_, entry);
            return entry->file;
        }
        evict(entry);
    }
    octets_ += made.body->size();
    order_.push_front({folded, sequence, view_of(std::move(made))});
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
