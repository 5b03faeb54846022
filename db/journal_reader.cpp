#include "db/journal_reader.hpp"

#include "db/stores.hpp"
#include "db/transaction.hpp"
#include "server/journal/packing.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace dialtone::db {

using journal::Observation;

struct JournalReader::File {
    Database database;
};

namespace {

/// Appends what a row holds; a row that cannot be understood (a newer program's) is passed over.
void append_row(const std::string& subject, const Buffer& packed, std::vector<Observation>& out) {
    auto unpacked = journal::unpack(subject, packed);
    if (unpacked.has_value()) {
        std::move(unpacked->begin(), unpacked->end(), std::back_inserter(out));
    }
}

/// The newest rows first, until there are `limit` observations.
void append_timeline(
    Database& file,
    const std::string& subject,
    WallTime since,
    std::size_t limit,
    std::vector<Observation>& out
) {
    auto rows = file.query(
        "SELECT packed FROM entry WHERE subject = ?1 AND sequence >= ?2 ORDER BY sequence DESC",
        subject,
        since
    );
    std::vector<std::vector<Observation>> newest_first;
    std::size_t count = 0;
    while (count < limit && rows.next()) {
        auto& row = newest_first.emplace_back();
        append_row(subject, rows.blob(0), row);
        count += row.size();
    }
    for (auto row = newest_first.rbegin(); row != newest_first.rend(); ++row) {
        std::copy_if(row->begin(), row->end(), std::back_inserter(out), [&](const Observation& observation) {
            return observation.at >= since;
        });
    }
}

/// The rows of `subject` after `position`. @return the position after them.
std::int64_t append_after(
    Database& file, const std::string& subject, std::int64_t position, std::vector<Observation>& out
) {
    auto rows = file.query(
        "SELECT sequence, packed FROM entry WHERE subject = ?1 AND sequence > ?2 ORDER BY sequence",
        subject,
        position
    );
    auto last = position;
    while (rows.next()) {
        last = rows.integer(0);
        append_row(subject, rows.blob(1), out);
    }
    return last;
}

/// Calls visit(subject) for each that begins with `prefix`, jumping over its rows.
void for_each_subject(
    Database& file, std::string_view prefix, const std::function<void(const std::string&)>& visit
) {
    auto subject = file.text("SELECT min(subject) FROM entry WHERE subject >= ?1", prefix);
    while (subject && subject->starts_with(prefix)) {
        visit(*subject);
        subject = file.text("SELECT min(subject) FROM entry WHERE subject > ?1", *subject);
    }
}

std::int64_t last_sequence(Database& file) {
    std::int64_t last = 0;
    for_each_subject(file, "", [&](const std::string& subject) {
        const auto sequence = file.integer("SELECT max(sequence) FROM entry WHERE subject = ?1", subject);
        last = std::max(last, sequence.value_or(0));
    });
    return last;
}

void append_latest(Database& file, const std::string& subject, std::vector<Observation>& out) {
    auto rows =
        file.query("SELECT packed FROM entry WHERE subject = ?1 ORDER BY sequence DESC LIMIT 1", subject);
    std::vector<Observation> row;
    if (rows.next()) {
        append_row(subject, rows.blob(0), row);
    }
    if (!row.empty()) {
        out.push_back(std::move(row.back()));
    }
}

void sort_by_time(std::vector<Observation>& observations) {
    std::stable_sort(observations.begin(), observations.end(), [](const auto& a, const auto& b) {
        return a.at < b.at;
    });
}

}  // namespace

JournalReader::JournalReader(DataDirectory directory) : directory_{std::move(directory)} {}

JournalReader::~JournalReader() = default;

/// Opens what is new, and calls read(path, database) for each file in one snapshot of it.
template <class Read>
void JournalReader::for_each_file(Read&& read) {
    for (const auto& path : directory_.all_journals()) {
        auto& file = files_[path];
        if (file == nullptr) {
            auto opened = open_journal_file(path);
            if (opened.has_error()) {
                continue;
            }
            file = std::make_unique<File>(File{std::move(*opened)});
        }
        try {
            const Snapshot snapshot{file->database};
            read(path, file->database);
        } catch (const StoreError&) {
            file.reset();
        }
    }
}

std::vector<Observation> JournalReader::timeline(
    std::string_view subject, WallTime since, std::size_t limit
) {
    std::vector<Observation> observations;
    for_each_file([&](const std::filesystem::path&, Database& file) {
        append_timeline(file, std::string{subject}, since, limit, observations);
    });
    sort_by_time(observations);
    if (observations.size() > limit) {
        observations.erase(observations.begin(), observations.end() - static_cast<std::ptrdiff_t>(limit));
    }
    return observations;
}

JournalReader::Position JournalReader::end() {
    Position position;
    for_each_file([&](const std::filesystem::path& path, Database& file) {
        position[path] = last_sequence(file);
    });
    return position;
}

std::vector<Observation> JournalReader::follow(std::string_view subject, Position& position) {
    std::vector<Observation> observations;
    for_each_file([&](const std::filesystem::path& path, Database& file) {
        auto& place = position[path];
        place = append_after(file, std::string{subject}, place, observations);
    });
    sort_by_time(observations);
    return observations;
}

std::vector<Observation> JournalReader::follow_all(Position& position) {
    std::vector<Observation> observations;
    for_each_file([&](const std::filesystem::path& path, Database& file) {
        auto& place = position[path];
        auto last = place;
        for_each_subject(file, "", [&](const std::string& subject) {
            last = std::max(last, append_after(file, subject, place, observations));
        });
        place = last;
    });
    sort_by_time(observations);
    return observations;
}

std::vector<Observation> JournalReader::latest(std::string_view prefix) {
    std::vector<Observation> all;
    for_each_file([&](const std::filesystem::path&, Database& file) {
        for_each_subject(file, prefix, [&](const std::string& subject) {
            append_latest(file, subject, all);
        });
    });
    std::map<std::string, Observation> newest;
    for (auto& observation : all) {
        auto& kept = newest[observation.subject];
        if (kept.subject.empty() || kept.at <= observation.at) {
            kept = std::move(observation);
        }
    }
    std::vector<Observation> result;
    for (auto& [subject, observation] : newest) {
        result.push_back(std::move(observation));
    }
    return result;
}

}  // namespace dialtone::db
