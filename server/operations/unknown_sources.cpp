#include "common/error/try.hpp"
#include "common/time/format.hpp"
#include "db/journal_reader.hpp"
#include "server/journal/steps.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kNameless = "@";  ///< as journal::subject_of() begins
constexpr std::int64_t kSourcesShown = 50;
constexpr std::int64_t kMostSources = 10'000;
constexpr std::size_t kStepsRead = 200;

/// The files that a source asked for, the newest first, each once.
std::vector<std::string> files_of(const std::vector<journal::Observation>& steps) {
    std::vector<std::string> names;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        std::string name{step->field("name")};
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

std::vector<Cell> row_of(db::JournalReader& reader, const journal::Observation& last) {
    const auto steps = reader.timeline(last.subject, {}, kStepsRead);
    const auto at = to_iso8601(last.at);
    return {
        last.subject.substr(kNameless.size()),
        at,
        at.substr(0, 10) + " " + at.substr(11, 8),
        static_cast<std::int64_t>(steps.size()),
        fmt::format("{}", fmt::join(files_of(steps), ", ")),
        journal::sentence_of(last)};
}

Outcome<Report> list_unknown(Session& session, const Call& call) {
    DIALTONE_TRY(const auto limit, integer_of(call, "limit", 1, kMostSources));
    db::JournalReader reader{session.directory()};
    auto sources = reader.latest(kNameless);
    std::stable_sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) {
        return a.at > b.at;
    });
    const auto all = sources.size();
    sources.resize(std::min(all, static_cast<std::size_t>(limit.value_or(kSourcesShown))));
    Listing table;
    table.key = "sources";
    table.columns = {
        {"address", "ADDRESS"},
        {"last", "", 0, true},
        {"last_text", "LAST SEEN (UTC)"},
        {"steps", "STEPS", 3},
        {"files", "ASKED FOR", 1},
        {"what", "LAST STEP", 2}};
    table.none = "Whoever asked for something has named itself, or is known by its lease.";
    for (const auto& source : sources) {
        table.rows.push_back(row_of(reader, source));
    }
    auto report = Report::of(std::move(table));
    if (all > sources.size()) {
        report.remarks.push_back(
            fmt::format("{} more were seen earlier: --limit {} shows all.", all - sources.size(), all)
        );
    }
    if (!sources.empty()) {
        report.remarks.push_back(fmt::format(
            "All that one did: `dialtone phone timeline {}`.",
            sources.front().subject.substr(kNameless.size())
        ));
    }
    return report;
}

constexpr std::array kArguments{
    Argument{"limit", Shape::value, "N", "the N seen last; else 50"},
};

constexpr std::array kUnknown{
    Operation{
        "phone",
        "unknown",
        "Addresses that asked for something and named no phone",
        kArguments,
        "dialtone phone unknown",
        Access::none,
        list_unknown},
};

}  // namespace

std::span<const Operation> unknown_source_operations() {
    return kUnknown;
}

}  // namespace dialtone::operations
