#include "server/app/commands/completion.hpp"

#include "server/app/commands/help.hpp"
#include "server/operations/names.hpp"

#include <fmt/format.h>

namespace dialtone::app {

namespace {

using operations::Argument;
using operations::Names;
using operations::Operation;
using operations::Shape;

constexpr std::string_view kHead = R"bash(# bash completion for dialtone; made by `dialtone completion bash`.

# Offers those of the lines on standard input that go on from what is typed.
_dialtone_offer() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        [[ $word == "$1"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
    done
}

_dialtone_words() { _dialtone_offer "$1" < <(printf '%s\n' "${@:2}"); }
_dialtone_names() { _dialtone_offer "$1" < <("${COMP_WORDS[0]}" complete "$2" 2>/dev/null); }
_dialtone_files() { mapfile -t COMPREPLY < <(compgen -f -- "$1"); }

_dialtone() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    local noun=${COMP_WORDS[1]} verb=${COMP_WORDS[2]}
    if ((COMP_CWORD == 1)); then
)bash";

constexpr std::string_view kTail = R"bash(    esac
}

complete -F _dialtone dialtone
)bash";

std::string quoted(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text += fmt::format(" '{}'", word);
    }
    return text;
}

/// What offers the values of an argument; "" when nobody can guess them.
std::string offer_for(const Argument& argument) {
    if (argument.names == Names::choice) {
        return fmt::format("_dialtone_words \"$cur\"{}", quoted(operations::choices_of(argument)));
    }
    if (argument.names == Names::path) {
        return "_dialtone_files \"$cur\"";
    }
    const auto word = operations::word_of(argument.names);
    return word ? fmt::format("_dialtone_names \"$cur\" {}", *word) : "";
}

/// The case of one command: values of the option before, else options, else the first place.
std::string case_of(const Operation& operation) {
    std::vector<std::string> options{"--data", "--json", "--help"};
    std::string values;
    std::string place;
    for (const auto& argument : operation.arguments) {
        const auto offer = offer_for(argument);
        if (argument.shape == Shape::positional || argument.shape == Shape::optional) {
            place = place.empty() ? offer : place;
            continue;
        }
        options.push_back(fmt::format("--{}", argument.name));
        if (argument.shape != Shape::flag) {
            values += fmt::format(
                "                --{}) {}; return ;;\n", argument.name, offer.empty() ? "COMPREPLY=()" : offer
            );
        }
    }
    const auto pattern = operation.verb.empty() ? fmt::format("'{} '*", operation.noun)
                                                : fmt::format("'{}'", name_of(operation));
    auto text = fmt::format("        {})\n            case $prev in\n{}", pattern, values);
    text += "                --data) _dialtone_files \"$cur\"; return ;;\n            esac\n";
    if (!place.empty()) {
        text += fmt::format("            if [[ $cur != -* ]]; then {}; return; fi\n", place);
    }
    return text + fmt::format("            _dialtone_words \"$cur\"{} ;;\n", quoted(options));
}

}  // namespace

std::string bash_completion(const std::vector<Operation>& table) {
    const auto nouns = nouns_of(table);
    std::string text{kHead};
    text += fmt::format("        _dialtone_words \"$cur\"{}\n        return\n    fi\n", quoted(nouns));
    text += "    if ((COMP_CWORD == 2)); then\n        case $noun in\n";
    for (const auto& noun : nouns) {
        const auto verbs = verbs_of(table, noun);
        if (!verbs.empty()) {
            text +=
                fmt::format("            {}) _dialtone_words \"$cur\"{}; return ;;\n", noun, quoted(verbs));
        }
    }
    text += "        esac\n    fi\n    case \"$noun $verb\" in\n";
    for (const auto& operation : table) {
        text += case_of(operation);
    }
    return text + std::string{kTail};
}

}  // namespace dialtone::app
