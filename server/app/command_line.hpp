#pragma once

#include "server/app/options.hpp"
#include "server/operations/operation.hpp"

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The command line: words in, a rendered report and an exit status out. What can be said is
/// operations::all_operations(), nothing else; CLI11 reads it and is seen by command_line.cpp alone.
namespace dialtone::app {

/// A command that was understood, though not yet whether it fits.
struct Command {
    operations::Operation operation;
    operations::Call call;
    std::optional<std::string> data;  ///< --data
    bool json = false;
};

/// Somebody asked for help, or said too little to do anything.
struct HelpWanted {
    std::string text;
    bool was_asked = true;
};

/// Completion asks for names: `dialtone complete device`.
struct NamesWanted {
    std::string kind;
    std::optional<std::string> data;
};

using Understood = std::variant<Command, HelpWanted, NamesWanted>;

/// @param words without the program's own name. Every refusal says what there is instead.
Outcome<Understood> understand(const std::vector<std::string>& words);

/// The bodies of the commands that are programs of their own. One that is unset is refused.
struct Programs {
    std::function<int(const ServeOptions&)> serve;
    std::function<int(const LabOptions&)> lab;
    std::function<int(const SimOptions&)> sim;
};

/// Where answers go; `width` is that of a terminal, 80 elsewhere.
struct Output {
    std::ostream& out;
    std::ostream& err;
    std::size_t width = 80;
};

/// Understands, runs and renders one command line.
/// @return the exit status: 0, or by ProblemKind (common/error/problem.hpp).
int run_command_line(const std::vector<std::string>& words, const Programs& programs, Output output);

/// 1 failed, 2 invalid, 3 not found, 4 conflict, 5 busy.
int exit_status(ProblemKind kind);

}  // namespace dialtone::app
