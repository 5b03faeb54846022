#pragma once

#include "common/error/problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What an operation answers: values that the command line renders as text or JSON, REST as JSON and the web
/// page as HTML. Operations themselves print nothing.
namespace dialtone::operations {

/// One value; monostate is "not set".
using Cell = std::variant<std::monostate, bool, std::int64_t, std::string>;

/// The value as a person reads it: "", "yes", "no", "42", the text itself.
std::string to_text(const Cell& cell);

struct Column {
    std::string_view key;    ///< in JSON: "registered_at"
    std::string_view title;  ///< at the head of the column: "REGISTERED"
    /// Columns are cut when a table is too wide, the largest number first; 0 only when nothing else helps.
    int gives_way = 0;
    bool is_for_machines = false;  ///< in JSON only
};

/// Rows of one kind. Every row has as many cells as there are columns.
struct Listing {
    std::string_view key;  ///< in JSON, when the report holds more than this table: "lines"
    std::string title;     ///< above it, when the report holds more than this table
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::string none;                    ///< the sentence shown instead of an empty table
    std::optional<std::string> reading;  ///< for people instead of the columns: whole lines
};

/// A named value of the one thing that a report is about.
struct Property {
    std::string_view key;
    std::string_view title;
    Cell value;
    bool is_for_machines = false;  ///< in JSON only
};

struct Report {
    std::vector<Property> properties;
    std::vector<Listing> tables;
    std::vector<std::string> remarks;  ///< sentences below, for people
    /// A file's octets: written as they are, nothing else with them. Remarks go to the error output then.
    std::optional<std::string> bytes;
    std::optional<ProblemKind> verdict;  ///< the answer is complete but not good: an exit status other than 0

    /// A report of nothing but a sentence.
    static Report of(std::string sentence) {
        Report report;
        report.remarks.push_back(std::move(sentence));
        return report;
    }

    static Report of(Listing table) {
        Report report;
        report.tables.push_back(std::move(table));
        return report;
    }
};

/// One line of JSON without a newline: a lone table becomes an array of objects, everything else one object
/// with the properties, each table under its key, and the remarks under "remarks". Octets that are not UTF-8
/// are given as hexadecimal under "hex", else as "body".
std::string to_json(const Report& report);

/// {"error": {"kind": "not_found", "sentence": "…"}}
std::string to_json(const Problem& problem);

}  // namespace dialtone::operations
