#include "server/app/command_line.hpp"
#include "server/app/options.hpp"
#include "server/lab/ailment.hpp"
#include "server/lab/sandbox.hpp"
#include "server/lab/simulation.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>

namespace dialtone::app {

namespace {

/// What the sandbox's server is told of its log, as `serve` spells it.
std::vector<std::string> log_arguments(const LabOptions& options) {
    static constexpr std::array<const char*, 4> kLevels{"debug", "info", "warning", "error"};
    std::vector<std::string> words;
    if (options.log_format) {
        words.insert(words.end(), {"--log", *options.log_format == log::Format::json ? "json" : "text"});
    }
    if (options.log_level) {
        words.insert(words.end(), {"--log-level", kLevels[static_cast<std::size_t>(*options.log_level)]});
    }
    return words;
}

int refuse(const Problem& problem) {
    fmt::print(stderr, "dialtone: {}\n", problem.sentence);
    return exit_status(problem.kind);
}

}  // namespace

int run_lab(const LabOptions& options) {
    const auto ailing = lab::parse_ailing(options.ailing);
    if (!ailing.has_value()) {
        return refuse(ailing.error());
    }
    lab::SandboxSettings settings;
    settings.ailing = *ailing;
    settings.eager = options.eager;
    settings.phones = options.phones;
    settings.models = options.models;
    settings.loopback = options.loopback;
    settings.port_offset = options.port_offset;
    settings.data = options.data;
    settings.files = options.files;
    settings.old_load = options.old_load;
    settings.once = options.once;
    settings.loss = options.loss;
    settings.seconds = options.seconds;
    settings.json = options.json;
    settings.server_arguments = log_arguments(options);
    return lab::run_sandbox(settings);
}

int run_sim(const SimOptions& options) {
    const auto ailing = lab::parse_ailing(options.ailing);
    if (!ailing.has_value()) {
        return refuse(ailing.error());
    }
    lab::SimulationSettings settings;
    settings.ailing = *ailing;
    settings.eager = options.eager;
    settings.server = options.server;
    settings.phones = options.phones;
    settings.models = options.models;
    settings.port_offset = options.port_offset;
    settings.relay = options.relay;
    settings.first_mac = options.first_mac;
    settings.old_load = options.old_load;
    settings.once = options.once;
    settings.loss = options.loss;
    settings.seconds = options.seconds;
    settings.json = options.json;
    return lab::run_simulation(settings);
}

}  // namespace dialtone::app
