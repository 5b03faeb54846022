#include "server/operations/parameters.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "common/text/values.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone::operations {

namespace {

constexpr std::size_t kMostCharacters = 1024;

std::string with_unit(const db::ParameterRow& parameter, std::string_view value) {
    return parameter.unit.empty() ? std::string{value} : fmt::format("{} {}", value, parameter.unit);
}

/// "30 to 1000", "true or false", "SCCP or SIP", "text"
std::string legal_values(const db::ParameterRow& parameter) {
    if (parameter.kind == "boolean") {
        return "true or false";
    }
    if (parameter.kind == "choice") {
        return joined(parameter.choices, "or");
    }
    if (parameter.kind != "integer") {
        return "text";
    }
    if (parameter.minimum && parameter.maximum) {
        return fmt::format("a whole number from {} to {}", *parameter.minimum, *parameter.maximum);
    }
    if (parameter.minimum) {
        return fmt::format("a whole number, {} at least", *parameter.minimum);
    }
    return parameter.maximum ? fmt::format("a whole number, {} at most", *parameter.maximum)
                             : "a whole number";
}

Problem does_not_fit(const db::ParameterRow& parameter, std::string_view text) {
    return invalid(fmt::format(
        "\"{}\" does not fit {}: it is {}{}.",
        printable(text, 80),
        parameter.key(),
        legal_values(parameter),
        parameter.unit.empty() ? "" : " " + parameter.unit
    ));
}

/// By "scope/name", or by the name alone when only one scope has it.
Outcome<db::ParameterRow> find_parameter(Session& session, std::string_view word) {
    const auto rows = db::list_parameters(session.database());
    std::vector<const db::ParameterRow*> found;
    std::vector<std::string> names;
    for (const auto& row : rows) {
        names.push_back(row.key());
        if (iequals(row.key(), word) || iequals(row.name, word)) {
            found.push_back(&row);
        }
    }
    if (found.size() == 1) {
        return *found.front();
    }
    if (found.size() > 1) {
        return invalid(fmt::format("{} and {} have that name. Say which.", found[0]->key(), found[1]->key()));
    }
    // A slip in the name alone is found among the names alone.
    if (word.find('/') == std::string_view::npos) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            names[i] = rows[i].name;
        }
    }
    auto problem = no_such("parameter", word, names);
    problem.sentence += " `dialtone parameter list` shows them all.";
    return problem;
}

Outcome<Report> list_parameters(Session& session, const Call& call) {
    Listing table;
    table.key = "parameters";
    table.columns = {
        {"parameter", "PARAMETER", 2},
        {"value", "VALUE", 0, true},
        {"unit", "UNIT", 0, true},
        {"shown", "VALUE", 1},
        {"is_default", "DEFAULT"},
        {"default", "DEFAULT VALUE", 0, true},
        {"help", "HELP", 0, true}};
    table.none = "No parameter fits.";
    const auto& filter = call.text("filter");
    for (auto& row : db::list_parameters(session.database())) {
        const bool is_changed = row.value != row.default_value;
        const bool is_wanted =
            filter.empty() || to_lower(row.key()).find(to_lower(filter)) != std::string::npos;
        if (is_wanted && (is_changed || !call.has("changed"))) {
            table.rows.push_back(
                {row.key(),
                 row.value,
                 row.unit,
                 with_unit(row, row.value),
                 !is_changed,
                 row.default_value,
                 row.help}
            );
        }
    }
    return Report::of(std::move(table));
}

Report report_of(const db::ParameterRow& row) {
    Report report;
    report.properties = {
        {"parameter", "Parameter", row.key()},
        {"value", "Value", row.value},
        {"unit", "Unit", row.unit},
        {"default", "Default", row.default_value},
        {"legal", "It may be", legal_values(row)},
        {"help", "What it does", row.help},
    };
    return report;
}

Outcome<Report> show_parameter(Session& session, const Call& call) {
    DIALTONE_TRY(const auto row, find_parameter(session, call.text("parameter")));
    return report_of(row);
}

Outcome<Report> set_parameter(Session& session, const Call& call) {
    DIALTONE_TRY(auto row, find_parameter(session, call.text("parameter")));
    if (call.has("value") == call.has("default")) {
        return invalid(fmt::format(
            "Say the value of {} ({}), or --default for {}.",
            row.key(),
            legal_values(row),
            with_unit(row, row.default_value)
        ));
    }
    const auto before = row.value;
    if (call.has("default")) {
        row.value = row.default_value;
    } else {
        DIALTONE_TRY(row.value, fitting_value(row, call.text("value")));
    }
    if (row.value != before) {
        db::update_parameter(session.database(), row.id, row.value);
    }
    auto report = report_of(row);
    report.remarks.push_back(
        row.value == before
            ? fmt::format("{} is {} as before.", row.key(), with_unit(row, row.value))
            : fmt::format(
                  "{} is {} now; it was {}.", row.key(), with_unit(row, row.value), with_unit(row, before)
              )
    );
    return report;
}

constexpr Argument kParameter{
    "parameter", Shape::positional, "PARAMETER", "scope/name, or the name alone", Names::parameter};
constexpr std::array kList{
    Argument{"filter", Shape::optional, "WORD", "only those with this in their name"},
    Argument{"changed", Shape::flag, "", "only those that are not at their default"},
};
constexpr std::array kShow{kParameter};
constexpr std::array kSet{
    kParameter,
    Argument{"value", Shape::optional, "VALUE", "the new value"},
    Argument{"default", Shape::flag, "", "back to the default"},
};

constexpr std::array kParameters{
    Operation{
        "parameter",
        "list",
        "Service and enterprise parameters",
        kList,
        "dialtone parameter list keepalive",
        Access::read,
        list_parameters},
    Operation{
        "parameter",
        "show",
        "One parameter: what it does and may be",
        kShow,
        "dialtone parameter show callmanager/station-keepalive-interval",
        Access::read,
        show_parameter},
    Operation{
        "parameter",
        "set",
        "Change a parameter",
        kSet,
        "dialtone parameter set station-keepalive-interval 60",
        Access::write,
        set_parameter},
};

}  // namespace

Outcome<std::string> fitting_value(const db::ParameterRow& parameter, std::string_view text) {
    if (parameter.kind == "boolean") {
        const auto value = parse_switch(text);
        return value ? Outcome<std::string>{*value ? "true" : "false"} : does_not_fit(parameter, text);
    }
    if (parameter.kind == "choice") {
        for (const auto& choice : parameter.choices) {
            if (iequals(choice, text)) {
                return choice;
            }
        }
        return does_not_fit(parameter, text);
    }
    if (parameter.kind == "integer") {
        std::int64_t value = 0;
        const auto* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, value);
        const bool fits = parsed.ec == std::errc{} && parsed.ptr == end &&
                          value >= parameter.minimum.value_or(value) &&
                          value <= parameter.maximum.value_or(value);
        return fits ? Outcome<std::string>{std::to_string(value)} : does_not_fit(parameter, text);
    }
    if (!is_clean_utf8(text) || text.size() > kMostCharacters) {
        return does_not_fit(parameter, text);
    }
    return std::string{text};
}

std::span<const Operation> parameter_operations() {
    return kParameters;
}

}  // namespace dialtone::operations
