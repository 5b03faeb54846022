#include "server/operations/operation.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "db/transaction.hpp"
#include "server/operations/near_matches.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::operations {

namespace {

Outcome<void> check_choice(const Argument& argument, const std::string& value) {
    const auto choices = choices_of(argument);
    const auto is_value = [&](std::string_view choice) { return iequals(choice, value); };
    if (std::any_of(choices.begin(), choices.end(), is_value)) {
        return {};
    }
    return invalid(
        fmt::format("\"{}\" is not a value of {}. It is {}.", value, argument.name, joined(choices, "or"))
    );
}

/// "--model MODEL", or "NAME" of a positional.
std::string spelled(const Argument& argument) {
    return argument.shape == Shape::positional ? std::string{argument.placeholder}
                                               : fmt::format("--{} {}", argument.name, argument.placeholder);
}

Outcome<Report> run_reading(const Operation& operation, Session& session, const Call& call) {
    DIALTONE_TRY(auto* database, session.open(db::Access::read_only));
    const db::Snapshot snapshot{*database};
    return operation.run(session, call);
}

Outcome<Report> run_writing(const Operation& operation, Session& session, const Call& call) {
    DIALTONE_TRY(auto* database, session.open(db::Access::read_write));
    db::Transaction transaction{*database};
    session.written();
    auto report = operation.run(session, call);
    if (report.has_value()) {
        transaction.commit();
    }
    return report;
}

}  // namespace

void Call::add(std::string_view name, std::string value) {
    values_[std::string{name}].push_back(std::move(value));
}

void Call::spell(std::string_view name, const std::vector<std::string>& choices) {
    const auto found = values_.find(name);
    if (found == values_.end()) {
        return;
    }
    for (auto& value : found->second) {
        const auto choice = std::find_if(choices.begin(), choices.end(), [&](const std::string& candidate) {
            return iequals(candidate, value);
        });
        if (choice != choices.end()) {
            value = *choice;
        }
    }
}

bool Call::has(std::string_view name) const {
    return values_.find(name) != values_.end();
}

const std::string& Call::text(std::string_view name) const {
    static const std::string kNothing;
    const auto& values = all(name);
    return values.empty() ? kNothing : values.back();
}

std::optional<std::string> Call::find(std::string_view name) const {
    return has(name) ? std::optional{text(name)} : std::nullopt;
}

const std::vector<std::string>& Call::all(std::string_view name) const {
    static const std::vector<std::string> kNone;
    const auto found = values_.find(name);
    return found == values_.end() ? kNone : found->second;
}

std::vector<std::string> choices_of(const Argument& argument) {
    std::vector<std::string> choices;
    for (auto rest = argument.choices; !rest.empty();) {
        const auto end = rest.find('|');
        choices.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return choices;
}

Outcome<void> check_arguments(const Operation& operation, const Call& call) {
    for (const auto& argument : operation.arguments) {
        const bool is_needed = argument.shape == Shape::positional || argument.is_required;
        if (is_needed && !call.has(argument.name)) {
            return invalid(fmt::format(
                "`{}` needs {}. For example: {}",
                name_of(operation),
                spelled(argument),
                operation.example.substr(0, operation.example.find('\n'))
            ));
        }
        if (argument.names == Names::choice) {
            for (const auto& value : call.all(argument.name)) {
                DIALTONE_CHECK(check_choice(argument, value));
            }
        }
    }
    return {};
}

std::string name_of(const Operation& operation) {
    std::string name{operation.noun};
    if (!operation.verb.empty()) {
        name += " " + std::string{operation.verb};
    }
    return name;
}

Outcome<Report> run(const Operation& operation, Session& session, const Call& said) {
    auto call = said;
    for (const auto& argument : operation.arguments) {
        if (argument.names == Names::choice) {
            call.spell(argument.name, choices_of(argument));
        }
    }
    DIALTONE_CHECK(check_arguments(operation, call));
    try {
        switch (operation.access) {
            case Access::read:
                return run_reading(operation, session, call);
            case Access::write:
                return run_writing(operation, session, call);
            case Access::none:
                break;
        }
        return operation.run(session, call);
    } catch (const db::StoreError& error) {
        return db::to_problem(error);
    }
}

}  // namespace dialtone::operations
