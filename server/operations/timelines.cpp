#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "common/time/format.hpp"
#include "db/journal_reader.hpp"
#include "server/journal/timeline.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace dialtone::operations {

namespace {

constexpr std::size_t kMostSteps = 10'000;
constexpr std::int64_t kBootsShown = 3;  ///< an auto-registered phone boots twice before it is home
constexpr Duration kLook = std::chrono::milliseconds{100};  ///< between two looks with --follow

/// Entries of one reading as a table for machines and as lines for people.
Listing timeline_table(const std::vector<journal::TimelineEntry>& entries, bool goes_on) {
    Listing table;
    table.key = "steps";
    table.columns = {
        {"at", "TIME"},
        {"since_boot_ms", "SINCE"},
        {"starts_boot", "BOOT"},
        {"area", "AREA"},
        {"step", "STEP"},
        {"sentence", "WHAT"}};
    std::string reading;
    bool is_first = !goes_on;
    for (const auto& entry : entries) {
        const auto& seen = entry.observation;
        table.rows.push_back(
            {to_iso8601(seen.at),
             std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(entry.since_boot).count()},
             entry.starts_boot,
             entry.area,
             std::string{journal::entry_of(seen.step).name},
             entry.sentence}
        );
        if (entry.starts_boot && !is_first) {
            reading += '\n';
        }
        is_first = false;
        for (const auto& line : journal::lines_of(entry)) {
            reading += line + '\n';
        }
    }
    table.reading = std::move(reading);
    return table;
}

void append(std::vector<journal::TimelineEntry>& entries, std::vector<journal::TimelineEntry> more) {
    std::move(more.begin(), more.end(), std::back_inserter(entries));
}

/// The entries of the last `boots` boots.
void keep_boots(std::vector<journal::TimelineEntry>& entries, std::int64_t boots) {
    auto begin = entries.end();
    while (begin != entries.begin() && boots > 0) {
        --begin;
        boots -= begin->starts_boot ? 1 : 0;
    }
    entries.erase(entries.begin(), begin);
}

Problem never_seen(db::JournalReader& reader, const std::string& subject) {
    std::vector<std::string> subjects;
    for (const auto& step : reader.latest()) {
        subjects.push_back(step.subject);
    }
    return not_found(fmt::format(
        "No process has seen {} yet: nothing came from it that got here. Is it in the VLAN whose DHCP and "
        "TFTP "
        "server this is?{}",
        subject,
        did_you_mean(subject, subjects)
    ));
}

/// A device name, a MAC address, or "@10.0.0.7" for a source that has not named itself.
Outcome<std::string> subject_from(const std::string& word) {
    if (!word.empty() && word.front() == '@') {
        return printable(word, 40);
    }
    if (const auto address = Ipv4::parse(word)) {
        return journal::subject_of(*address);
    }
    DIALTONE_TRY(const auto name, device_name_from(word));
    return name.text();
}

/// What came while the first part was read is in both: once is enough.
void drop_known(std::vector<journal::Observation>& fresh, const std::vector<journal::Observation>& known) {
    std::erase_if(fresh, [&](const journal::Observation& step) {
        return std::find(known.rbegin(), known.rend(), step) != known.rend();
    });
}

Outcome<Report> follow(
    Session& session,
    db::JournalReader& reader,
    const std::string& subject,
    db::JournalReader::Position position,
    journal::TimelineReader words,
    const std::vector<journal::Observation>& known
) {
    bool is_first = true;
    while (true) {
        auto fresh = reader.follow(subject, position);
        if (is_first) {
            drop_known(fresh, known);
            is_first = false;
        }
        std::vector<journal::TimelineEntry> entries;
        for (auto& step : fresh) {
            append(entries, words.next(std::move(step)));
        }
        // An empty part is emitted too: it is how the receiver's end of the wish to go on is noticed.
        auto part = entries.empty() ? Report{} : Report::of(timeline_table(entries, true));
        if (!session.surroundings().emit(part)) {
            return Report{};
        }
        session.clock().wait(kLook);
    }
}

Outcome<Report> timeline(Session& session, const Call& call) {
    DIALTONE_TRY(const auto subject, subject_from(call.text("name")));
    DIALTONE_TRY(const auto boots, integer_of(call, "boots", 1, 1000));
    const bool goes_on = call.has("follow") && session.surroundings().emit != nullptr;
    db::JournalReader reader{session.directory()};
    const auto position = reader.end();
    const auto known = reader.timeline(subject, {}, kMostSteps);
    journal::TimelineReader words;
    std::vector<journal::TimelineEntry> entries;
    for (const auto& step : known) {
        append(entries, words.next(step));
    }
    if (!call.has("all")) {
        keep_boots(entries, boots.value_or(kBootsShown));
    }
    if (!goes_on) {
        if (entries.empty()) {
            return never_seen(reader, subject);
        }
        return Report::of(timeline_table(entries, false));
    }
    if (!session.surroundings().emit(
            entries.empty() ? Report{} : Report::of(timeline_table(entries, false))
        )) {
        return Report{};
    }
    return follow(session, reader, subject, position, std::move(words), known);
}

constexpr std::array kArguments{
    Argument{
        "name",
        Shape::positional,
        "NAME",
        "device name, MAC address, or address of a nameless source",
        Names::device},
    Argument{"follow", Shape::flag, "", "go on as it happens, until Ctrl-C"},
    Argument{"boots", Shape::value, "N", "the last N boots; else 3"},
    Argument{"all", Shape::flag, "", "everything the journal still has"},
};

constexpr std::array kTimelines{
    Operation{
        "phone",
        "timeline",
        "The journal of a phone, read aloud",
        kArguments,
        "dialtone phone timeline SEP001122334455 --follow",
        Access::none,
        timeline},
};

}  // namespace

std::span<const Operation> timeline_operations() {
    return kTimelines;
}

}  // namespace dialtone::operations
