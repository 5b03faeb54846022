#include "server/app/command_line.hpp"

#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "server/app/commands/help.hpp"
#include "server/operations/near_matches.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

namespace dialtone::app {

namespace {

using operations::Argument;
using operations::Operation;
using operations::Shape;

/// One row of the table as CLI11 sees it.
struct Leaf {
    Operation operation;
    CLI::App* app = nullptr;
};

/// The whole table as CLI11 sees it. Help and refusals are ours, so CLI11 only takes words apart.
class Parser {
 public:
    explicit Parser(const std::vector<Operation>& table) {
        root_.set_help_flag("-h,--help");
        root_.fallthrough();
        root_.require_subcommand(0, 1);
        data_ = root_.add_option("--data")->expected(1);
        json_ = root_.add_flag("--json");
        for (const auto& operation : table) {
            leaves_.push_back({operation, add(operation)});
        }
    }

    Outcome<Understood> parse(const std::vector<std::string>& words, const std::vector<Operation>& table) {
        // CLI11 takes its words from the back of the vector.
        std::vector<std::string> reversed{words.rbegin(), words.rend()};
        try {
            root_.parse(std::move(reversed));
        } catch (const CLI::CallForHelp&) {
            return Understood{HelpWanted{help_for(table), true}};
        } catch (const CLI::ParseError& error) {
            return refusal(error);
        }
        const auto* leaf = chosen();
        if (leaf == nullptr) {
            return Understood{HelpWanted{help_for(table), false}};
        }
        return Understood{command_of(*leaf)};
    }

 private:
    CLI::App* add(const Operation& operation) {
        auto* parent = &root_;
        const std::string noun{operation.noun};
        if (!operation.verb.empty()) {
            auto& known = nouns_[noun];
            if (known == nullptr) {
                known = root_.add_subcommand(noun);
                known->require_subcommand(0, 1);
                known->fallthrough();
            }
            parent = known;
        }
        auto* app = parent->add_subcommand(operation.verb.empty() ? noun : std::string{operation.verb});
        app->fallthrough();
        for (const auto& argument : operation.arguments) {
            add(*app, argument);
        }
        return app;
    }

    static void add(CLI::App& app, const Argument& argument) {
        const std::string name{argument.name};
        if (argument.shape == Shape::flag) {
            app.add_flag("--" + name);
            return;
        }
        const bool is_place = argument.shape == Shape::positional || argument.shape == Shape::optional;
        auto* option = app.add_option(is_place ? name : "--" + name)->expected(1)->allow_extra_args(false);
        // Of a value said twice the last counts; those that may be repeated are all taken.
        option->multi_option_policy(
            argument.shape == Shape::values ? CLI::MultiOptionPolicy::TakeAll
                                            : CLI::MultiOptionPolicy::TakeLast
        );
    }

    /// The deepest subcommand that was said: a leaf, or null when it is a noun alone.
    const Leaf* chosen() {
        const auto* deepest = deepest_said();
        for (const auto& leaf : leaves_) {
            if (leaf.app == deepest) {
                return &leaf;
            }
        }
        return nullptr;
    }

    CLI::App* deepest_said() {
        auto* app = &root_;
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
        }
        return app;
    }

    std::string help_for(const std::vector<Operation>& table) {
        if (const auto* leaf = chosen()) {
            return help_of(leaf->operation);
        }
        auto* said = deepest_said();
        return said == &root_ ? help_of_all(table) : help_of_noun(table, said->get_name());
    }

    Command command_of(const Leaf& leaf) {
        Command command;
        command.operation = leaf.operation;
        command.json = json_->count() > 0;
        if (data_->count() > 0) {
            command.data = data_->results().back();
        }
        for (const auto& argument : leaf.operation.arguments) {
            const std::string name{argument.name};
            const bool is_place = argument.shape == Shape::positional || argument.shape == Shape::optional;
            const auto* option = leaf.app->get_option(is_place ? name : "--" + name);
            if (argument.shape == Shape::flag) {
                if (option->count() > 0) {
                    command.call.add(name, "");
                }
                continue;
            }
            for (const auto& value : option->results()) {
                command.call.add(name, value);
            }
        }
        return command;
    }

    /// What CLI11 did not understand, in our words where there is something to offer.
    Problem refusal(const CLI::ParseError& error) {
        const auto* leaf = chosen();
        const auto command = leaf == nullptr ? deepest_said()->get_name() : name_of(leaf->operation);
        const auto hint = fmt::format(" See `dialtone {}--help`.", command.empty() ? "" : command + " ");
        if (const auto unknown = unknown_word(); !unknown.empty()) {
            std::vector<std::string> known{"--data", "--json"};
            for (const auto& argument :
                 leaf == nullptr ? std::span<const Argument>{} : leaf->operation.arguments) {
                if (argument.shape != Shape::positional && argument.shape != Shape::optional) {
                    known.push_back("--" + std::string{argument.name});
                }
            }
            return invalid(fmt::format(
                "`{}` does not take {}.{}{}",
                command.empty() ? "dialtone" : command,
                printable(unknown, 80),
                unknown.front() == '-' ? operations::did_you_mean(unknown, known) : "",
                hint
            ));
        }
        return invalid(fmt::format("{}.{}", error.what(), hint));
    }

    std::string unknown_word() {
        const auto rest = root_.remaining(true);
        return rest.empty() ? std::string{} : rest.front();
    }

    CLI::App root_;
    CLI::Option* data_ = nullptr;
    CLI::Option* json_ = nullptr;
    std::map<std::string, CLI::App*> nouns_;
    std::vector<Leaf> leaves_;
};

/// Where the command's own words begin: after --data DIR and --json.
std::size_t first_word(const std::vector<std::string>& words) {
    std::size_t i = 0;
    while (i < words.size() && words[i].starts_with('-')) {
        i += words[i] == "--data" ? 2U : 1U;
    }
    return std::min(i, words.size());
}

/// A noun or verb that is not in the table, before CLI11 calls it superfluous.
Outcome<void> check_words(const std::vector<Operation>& table, const std::vector<std::string>& words) {
    const auto at = first_word(words);
    if (at == words.size()) {
        return {};
    }
    const auto nouns = nouns_of(table);
    if (std::find(nouns.begin(), nouns.end(), words[at]) == nouns.end()) {
        return invalid(fmt::format(
            "There is no command {}.{} `dialtone --help` shows all.",
            printable(words[at], 80),
            operations::did_you_mean(words[at], nouns)
        ));
    }
    const auto verbs = verbs_of(table, words[at]);
    const bool has_verb = at + 1 < words.size() && !words[at + 1].starts_with('-');
    if (!verbs.empty() && has_verb && std::find(verbs.begin(), verbs.end(), words[at + 1]) == verbs.end()) {
        const auto hint = operations::did_you_mean(words[at + 1], verbs);
        return invalid(fmt::format(
            "`{}` has no {}.{}",
            words[at],
            printable(words[at + 1], 80),
            hint.empty() ? " It has " + operations::joined(verbs) + "." : hint
        ));
    }
    return {};
}

/// `help phone add` is `phone add --help`, `--version` is `version`.
std::vector<std::string> spelled_out(std::vector<std::string> words) {
    if (!words.empty() && words.front() == "help") {
        words.erase(words.begin());
        words.emplace_back("--help");
    }
    if (!words.empty() && words.front() == "--version") {
        words.front() = "version";
    }
    return words;
}

}  // namespace

Outcome<Understood> understand(const std::vector<std::string>& given) {
    const auto table = operations::all_operations();
    const auto words = spelled_out(given);
    const auto at = first_word(words);
    if (words.size() == at + 2 && words[at] == "complete") {
        return Understood{NamesWanted{
            words[at + 1], at == 2 && words[0] == "--data" ? std::optional{words[1]} : std::nullopt}};
    }
    DIALTONE_CHECK(check_words(table, words));
    return Parser{table}.parse(words, table);
}

}  // namespace dialtone::app
