#include "server/app/commands/help.hpp"

#include "server/app/commands/text_layout.hpp"
#include "server/lab/ailment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace dialtone::app {

namespace {

using operations::Argument;
using operations::Operation;
using operations::Shape;

constexpr std::size_t kWidth = 80;

/// Two columns; the right one goes on below itself.
void add_row(std::string& text, const std::string& left, std::string_view right, std::size_t indent) {
    std::string head = "  " + left;
    if (columns_of(head) + 2 > indent) {
        text += head + '\n';
        head.clear();
    }
    head.append(indent - columns_of(head), ' ');
    for (const auto& line : wrapped(right, kWidth - indent)) {
        text += head + line + '\n';
        head.assign(indent, ' ');
    }
}

std::string left_of(const Argument& argument) {
    switch (argument.shape) {
        case Shape::positional:
        case Shape::optional:
            return std::string{argument.placeholder};
        case Shape::flag:
            return fmt::format("--{}", argument.name);
        case Shape::value:
        case Shape::values:
            break;
    }
    return fmt::format("--{} {}", argument.name, argument.placeholder);
}

std::string right_of(const Argument& argument) {
    std::string text{argument.help};
    if (argument.names == operations::Names::choice) {
        const auto choices = operations::choices_of(argument);
        text += fmt::format(": {}", fmt::join(choices, ", "));
    }
    if (argument.shape == Shape::values) {
        text += "; may be repeated";
    }
    return argument.is_required ? text + "; required" : text;
}

std::string usage_of(const Operation& operation) {
    auto usage = "dialtone " + name_of(operation);
    bool has_options = false;
    for (const auto& argument : operation.arguments) {
        if (argument.shape == Shape::positional) {
            usage += fmt::format(" {}", argument.placeholder);
        } else if (argument.shape == Shape::optional) {
            usage += fmt::format(" [{}]", argument.placeholder);
        } else {
            has_options = true;
        }
    }
    return has_options ? usage + " [options]" : usage;
}

void add_global_options(std::string& text) {
    text += "\nWith every command:\n";
    add_row(text, "--data DIR", "data directory; else DIALTONE_DATA, else /var/lib/dialtone", 24);
    add_row(text, "--json", "the answer as JSON", 24);
    add_row(text, "--help", "this", 24);
}

/// What the values of an option mean, where one line is not enough.
void add_legend(std::string& text, const Operation& operation) {
    const bool simulates = std::ranges::any_of(operation.arguments, [](const Argument& argument) {
        return argument.name == "ailing";
    });
    if (simulates) {
        text += "\nWhat can be wrong with a phone (--ailing):\n" + lab::ailment_help();
    }
}

}  // namespace

std::vector<std::string> nouns_of(const std::vector<Operation>& table) {
    std::vector<std::string> nouns;
    for (const auto& operation : table) {
        if (std::find(nouns.begin(), nouns.end(), operation.noun) == nouns.end()) {
            nouns.emplace_back(operation.noun);
        }
    }
    return nouns;
}

std::vector<std::string> verbs_of(const std::vector<Operation>& table, std::string_view noun) {
    std::vector<std::string> verbs;
    for (const auto& operation : table) {
        if (operation.noun == noun && !operation.verb.empty()) {
            verbs.emplace_back(operation.verb);
        }
    }
    return verbs;
}

std::string help_of_all(const std::vector<Operation>& table) {
    std::string text =
        "Dialtone: DHCP, files and registration for Cisco IP phones over one device\n"
        "database.\n\nUsage: dialtone COMMAND …\n\n";
    for (const auto& operation : table) {
        add_row(text, name_of(operation), operation.summary, 22);
    }
    add_global_options(text);
    text += "\nExamples:\n  dialtone lab\n  dialtone phone add --help\n";
    return text;
}

std::string help_of_noun(const std::vector<Operation>& table, std::string_view noun) {
    auto text = fmt::format("Usage: dialtone {} COMMAND …\n\n", noun);
    std::string_view example;
    for (const auto& operation : table) {
        if (operation.noun == noun) {
            add_row(text, std::string{operation.verb}, operation.summary, 16);
            example = example.empty() ? operation.example : example;
        }
    }
    return text + fmt::format("\nExample:\n  {}\n", example.substr(0, example.find('\n')));
}

std::string help_of(const Operation& operation) {
    auto text = fmt::format("{}.\n\nUsage: {}\n", operation.summary, usage_of(operation));
    if (!operation.arguments.empty()) {
        text += '\n';
    }
    for (const auto& argument : operation.arguments) {
        add_row(text, left_of(argument), right_of(argument), 30);
    }
    add_legend(text, operation);
    add_global_options(text);
    text += "\nExample:\n";
    for (auto rest = operation.example; !rest.empty();) {
        const auto end = rest.find('\n');
        auto head = std::string{"  "};
        for (const auto& line : wrapped(rest.substr(0, end), kWidth - 8)) {
            text += head + line + '\n';
            head = "      ";
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return text;
}

}  // namespace dialtone::app
