#include "server/app/command_line.hpp"
#include "server/app/commands/completion.hpp"
#include "server/app/commands/option_values.hpp"
#include "server/app/commands/text_layout.hpp"
#include "server/app/start/settings.hpp"
#include "server/operations/names.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ostream>

namespace dialtone::app {

namespace {

using operations::Call;
using operations::Report;

constexpr const char* kSettings = "/etc/dialtone/dialtone.toml";

/// --data, else DIALTONE_DATA; unset: the default of whoever asks.
std::optional<std::string> data_said(const std::optional<std::string>& option) {
    if (option) {
        return option;
    }
    const char* variable = std::getenv("DIALTONE_DATA");  // NOLINT(concurrency-mt-unsafe): one thread yet
    return variable == nullptr || *variable == '\0' ? std::nullopt : std::optional<std::string>{variable};
}

int refuse(const Problem& problem, bool json, Output& output) {
    if (json) {
        output.out << operations::to_json(problem) << '\n';
    }
    for (const auto& line : wrapped("dialtone: " + problem.sentence, output.width)) {
        output.err << line << '\n';
    }
    return exit_status(problem.kind);
}

void print(const Report& report, bool json, Output& output) {
    if (json) {
        output.out << to_json(report) << '\n';
    } else if (report.bytes) {
        output.out << *report.bytes;
        for (const auto& remark : report.remarks) {
            for (const auto& line : wrapped("dialtone: " + remark, output.width)) {
                output.err << line << '\n';
            }
        }
    } else {
        output.out << render(report, output.width);
    }
    output.out.flush();
}

/// A part of an answer that goes on: one JSON object a row, so that a reader can take lines.
void print_part(const Report& report, bool json, Output& output) {
    if (!json) {
        print(report, false, output);
        return;
    }
    for (const auto& table : report.tables) {
        for (const auto& row : table.rows) {
            auto line = table;
            line.rows = {row};
            const auto array = to_json(Report::of(std::move(line)));
            output.out << array.substr(1, array.size() - 2) << '\n';
        }
    }
    output.out.flush();
}

Problems settings_problems(const Call& call) {
    const auto said = call.find("settings");
    const auto settings = read_settings(said.value_or(kSettings), said.has_value());
    return settings ? Problems{} : settings.error();
}

operations::Surroundings surroundings(const std::optional<std::string>& data, operations::Clock& clock) {
    return {db::DataDirectory{data_said(data).value_or(db::DataDirectory::kDefault)}, clock, {}, {}};
}

int run_operation(const Command& command, Output& output) {
    operations::SystemClock clock;
    auto around = surroundings(command.data, clock);
    around.emit = [&](const Report& part) {
        print_part(part, command.json, output);
        return output.out.good();
    };
    around.settings_problems = [&] { return settings_problems(command.call); };
    operations::Session session{std::move(around)};
    const auto report = operations::run(command.operation, session, command.call);
    if (!report) {
        return refuse(report.error(), command.json, output);
    }
    print(*report, command.json && !(command.call.has("follow")), output);
    return report->verdict ? exit_status(*report->verdict) : 0;
}

template <class Options>
int run_program(
    const Outcome<Options>& options,
    const std::function<int(const Options&)>& body,
    const Command& command,
    Output& output
) {
    if (!options) {
        return refuse(options.error(), command.json, output);
    }
    if (!body) {
        return refuse(
            failed(fmt::format("This dialtone was built without `{}`.", name_of(command.operation))),
            command.json,
            output
        );
    }
    return body(*options);
}

int run(const Command& command, const Programs& programs, Output& output) {
    if (command.operation.run != nullptr) {
        return run_operation(command, output);
    }
    if (const auto fits = operations::check_arguments(command.operation, command.call); !fits) {
        return refuse(fits.error(), command.json, output);
    }
    const auto data = data_said(command.data);
    if (command.operation.noun == "serve") {
        return run_program(serve_options(command.call, data), programs.serve, command, output);
    }
    if (command.operation.noun == "lab") {
        return run_program(lab_options(command.call, data, command.json), programs.lab, command, output);
    }
    if (command.operation.noun == "sim") {
        return run_program(sim_options(command.call, command.json), programs.sim, command, output);
    }
    output.out << bash_completion(operations::all_operations());
    return 0;
}

/// What cannot be found out is not offered; completion never complains.
int run(const NamesWanted& wanted, Output& output) {
    const auto kind = operations::names_from(wanted.kind);
    if (!kind) {
        return exit_status(ProblemKind::invalid);
    }
    operations::SystemClock clock;
    operations::Session session{surroundings(wanted.data, clock)};
    try {
        const auto names = operations::known_names(session, *kind);
        for (const auto& name : names ? *names : std::vector<std::string>{}) {
            output.out << name << '\n';
        }
    } catch (const db::StoreError&) {
        return exit_status(ProblemKind::failed);
    }
    return 0;
}

int run(const HelpWanted& wanted, Output& output) {
    (wanted.was_asked ? output.out : output.err) << wanted.text;
    return wanted.was_asked ? 0 : exit_status(ProblemKind::invalid);
}

bool wants_json(const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), "--json") != words.end();
}

}  // namespace

int exit_status(ProblemKind kind) {
    static constexpr std::array<int, 5> kStatus{2, 3, 4, 5, 1};
    return kStatus[static_cast<std::size_t>(kind)];
}

int run_command_line(const std::vector<std::string>& words, const Programs& programs, Output output) {
    const auto understood = understand(words);
    if (!understood) {
        return refuse(understood.error(), wants_json(words), output);
    }
    if (const auto* command = std::get_if<Command>(&*understood)) {
        return run(*command, programs, output);
    }
    if (const auto* names = std::get_if<NamesWanted>(&*understood)) {
        return run(*names, output);
    }
    return run(std::get<HelpWanted>(*understood), output);
}

}  // namespace dialtone::app
