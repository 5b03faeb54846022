#include "server/app/options.hpp"
#include "server/lab/sandbox.hpp"
#include "server/lab/simulation.hpp"

#include <array>

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

}  // namespace

int run_lab(const LabOptions& options) {
    lab::SandboxSettings settings;
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
    lab::SimulationSettings settings;
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
