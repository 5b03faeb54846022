#include "db/journal_store.hpp"

#include "server/journal/packing.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace dialtone::db {

namespace {

/// Observations in a row: keeps rows within some pages however talkative a source is.
constexpr std::size_t kPerRow = 256;
/// Steps of a phone between two flushes: DISCOVER, OFFER, REQUEST, ACK.
constexpr std::size_t kUsualSteps = 4;
/// Subjects looked at for old rows at each flush.
constexpr int kTrimmedPerFlush = 32;

std::optional<std::string> next_subject(Database& journal, const std::string& after) {
    return journal.text("SELECT min(subject) FROM entry WHERE subject > ?1", after);
}

std::int64_t last_sequence(Database& journal) {
    // Jumps from subject to subject; max(sequence) over all would read the whole file.
    constexpr auto kSql =
        "WITH RECURSIVE known (subject) AS ("
        " SELECT min(subject) FROM entry"
        " UNION ALL SELECT (SELECT min(subject) FROM entry WHERE subject > known.subject)"
        " FROM known WHERE known.subject IS NOT NULL)"
        " SELECT max((SELECT max(sequence) FROM entry WHERE entry.subject = known.subject)) FROM known";
    return journal.integer(kSql).value_or(0);
}

using Observations = std::vector<journal::Observation>;

/// What each subject did, in the order in which it came; subjects by name, as their rows lie in the file.
std::vector<Observations> by_subject(Observations observations) {
    std::vector<Observations> groups;
    std::unordered_map<std::string, std::size_t> group_of;
    for (auto& observation : observations) {
        const auto [found, is_new] = group_of.try_emplace(observation.subject, groups.size());
        if (is_new) {
            groups.emplace_back().reserve(kUsualSteps);
        }
        groups[found->second].push_back(std::move(observation));
    }
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
        return a.front().subject < b.front().subject;
    });
    return groups;
}

}  // namespace

void JournalStore::begin(Database& journal, std::int64_t now) {
    last_sequence_ = last_sequence(journal);
    cutoff_ = now - bounds_.max_age.count();
    has_begun_ = true;
}

std::int64_t JournalStore::used_bytes(Database& journal) {
    constexpr auto kSql =
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
    return journal.integer(kSql).value_or(0);
}

std::size_t JournalStore::append(
    Database& journal, std::vector<journal::Observation> observations, WallTime now
) {
    const auto time = now.time_since_epoch().count();
    if (!has_begun_) {
        begin(journal, time);
    }
    trim(journal, time);
    if (used_bytes(journal) > bounds_.max_bytes + bounds_.max_bytes / 2) {
        return 0;
    }
    last_sequence_ = std::max(time, last_sequence_ + 1);
    const auto count = observations.size();
    auto insert = journal.query("INSERT INTO entry (subject, sequence, packed) VALUES (?1, ?2, ?3)");
    for (const auto& of_subject : by_subject(std::move(observations))) {
        append_subject(insert, of_subject);
    }
    return count;
}

void JournalStore::append_subject(Query& insert, std::span<const journal::Observation> observations) {
    while (!observations.empty()) {
        const auto row = observations.first(std::min(observations.size(), kPerRow));
        insert.run_with(row.front().subject, last_sequence_, journal::pack(row));
        observations = observations.subspan(row.size());
        last_sequence_ += observations.empty() ? 0 : 1;
    }
}

void JournalStore::trim(Database& journal, std::int64_t now) {
    for (int i = 0; i < kTrimmedPerFlush; ++i) {
        const auto subject = next_subject(journal, trimmed_up_to_);
        if (!subject) {
            finish_pass(journal, now);
            return;
        }
        journal.run("DELETE FROM entry WHERE subject = ?1 AND sequence < ?2", *subject, cutoff_);
        const auto kept = journal.integer("SELECT min(sequence) FROM entry WHERE subject = ?1", *subject);
        if (kept) {
            oldest_ = std::min(oldest_.value_or(*kept), *kept);
        }
        trimmed_up_to_ = *subject;
    }
}

/// Decides what the next pass removes: what is too old, and the oldest quarter when the file is too large.
void JournalStore::finish_pass(Database& journal, std::int64_t now) {
    cutoff_ = now - bounds_.max_age.count();
    if (oldest_ && used_bytes(journal) > bounds_.max_bytes) {
        cutoff_ = std::max(cutoff_, *oldest_ + (now - *oldest_) / 4 + 1);
    }
    trimmed_up_to_.clear();
    oldest_.reset();
}

}  // namespace dialtone::db
