#include "server/lab/sandbox_site.hpp"

#include "server/lab/fleet_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

namespace dialtone::lab {

namespace {

constexpr int kNotFound = 3;  ///< exit status of a command whose object does not exist
constexpr const char* kAddresses = "10.77.1.0-10.77.254.255";
constexpr std::size_t kFewPhones = 1000;
constexpr const char* kNumbers = "1000-1999";
constexpr const char* kManyNumbers = "10000-59999";
constexpr std::size_t kUsuallyRegistered = 5000;  ///< the server's own bound
constexpr unsigned kFirstOfKnown = 90000;  ///< numbers of phones that are in the database before they come
constexpr const char* kElsewhere = "Elsewhere";  ///< another node, its group and its pool
constexpr const char* kElsewhereAddress = "10.79.0.1";
constexpr const char* kLackingLoad = "LAB.lacks-a-file";
constexpr std::size_t kMemberOctets = 100'000;

std::string name_of(const PhoneSettings& phone) {
    return std::string{phone.model->name_prefix} + phone.mac.to_string();
}

bool has_any(const std::vector<PhoneSettings>& phones, Ailment ailment) {
    return !phones_with(phones, ailment).empty();
}

/// Models of which some phone is to change its image.
std::set<const ModelFacts*> models_to_change(const std::vector<PhoneSettings>& phones) {
    std::set<const ModelFacts*> models;
    for (const auto& phone : phones) {
        if (phone.ailment != Ailment::none && facts_of(phone.ailment).needs_load) {
            models.insert(phone.model);
        }
    }
    return models;
}

void configure_node(const SandboxSite& site, const Command& command, const TryCommand& try_command) {
    const auto offset = std::to_string(site.port_offset);
    const bool is_new = try_command({"node", "show", kSandboxNode}) == kNotFound;
    const bool is_large = site.phones->size() > kFewPhones;
    command(
        {"node",
         is_new ? "add" : "set",
         kSandboxNode,
         "--address",
         site.address.to_string(),
         "--port-offset",
         offset}
    );
    if (is_new) {
        command({"group", "set", "Default", "--members", kSandboxNode});
    }
    if (is_new || is_large) {
        command({"autoreg", "on", kSandboxNode, "--range", is_large ? kManyNumbers : kNumbers});
    }
    if (is_large) {
        // At the usual twenty a second, thousands of new phones would take minutes to be restarted onto their
        // files.
        command({"parameter", "set", "restart-rate-per-second", "1000"});
    }
    if (site.phones->size() > kUsuallyRegistered) {
        command({"parameter", "set", "max-registered-devices", std::to_string(site.phones->size())});
    }
}

void configure_subnet(const SandboxSite& site, const Command& command, const TryCommand& try_command) {
    const auto subnet = kSandboxSubnet.to_string();
    std::vector<std::string> words{"subnet", "set", subnet, "--clients", site.is_private ? "phones" : "all"};
    if (try_command({"subnet", "show", subnet}) == kNotFound) {
        words[1] = "add";
        words.insert(words.end(), {"--range", kAddresses});
    }
    if (!site.is_private) {
        words.insert(words.end(), {"--relay", site.relay.to_string()});
    }
    command(words);
}

void configure_ailments(const SandboxSite& site, const Command& command, const TryCommand& try_command) {
    const auto& phones = *site.phones;
    if (has_any(phones, Ailment::mute)) {
        // Three keepalives missed are then half a minute, not one and a half.
        command({"parameter", "set", "station-keepalive-interval", "10"});
    }
    if (has_any(phones, Ailment::wrong_group) && try_command({"node", "show", kElsewhere}) == kNotFound) {
        command({"node", "add", kElsewhere, "--address", kElsewhereAddress});
        command({"group", "add", kElsewhere, "--members", kElsewhere});
        command({"pool", "add", kElsewhere, "--group", kElsewhere});
    }
    for (const auto* model : models_to_change(phones)) {
        command({"model", "set", std::string{model->name}, "--load", std::string{model->load}});
    }
    auto number = kFirstOfKnown;
    for (const auto& phone : phones) {
        ++number;
        const bool is_known = phone.ailment != Ailment::none && facts_of(phone.ailment).is_known_before;
        if (!is_known || try_command({"phone", "show", name_of(phone)}) != kNotFound) {
            continue;
        }
        std::vector<std::string> words{
            "phone",
            "add",
            "--name",
            name_of(phone),
            "--model",
            std::string{phone.model->name},
            "--dn",
            std::to_string(number)};
        if (phone.ailment == Ailment::wrong_group) {
            words.insert(words.end(), {"--pool", kElsewhere});
        }
        command(words);
        if (phone.ailment == Ailment::lacking_load) {
            command({"phone", "set", name_of(phone), "--load", kLackingLoad});
        }
    }
}

void write(const std::filesystem::path& file, const std::string& content) {
    std::ofstream out;
    out.exceptions(std::ofstream::failbit | std::ofstream::badbit);
    out.open(file, std::ofstream::binary);
    out << content;
}

}  // namespace

void configure_site(const SandboxSite& site, const Command& command, const TryCommand& try_command) {
    command({"migrate"});
    configure_node(site, command, try_command);
    configure_subnet(site, command, try_command);
    configure_ailments(site, command, try_command);
}

bool needs_firmware(const std::vector<PhoneSettings>& phones) {
    return !models_to_change(phones).empty() || has_any(phones, Ailment::lacking_load);
}

void write_firmware(const std::filesystem::path& directory, const std::vector<PhoneSettings>& phones) {
    std::filesystem::create_directories(directory);
    const auto write_load = [&](const std::string& load, bool is_whole) {
        const auto first = load + ".app.sbn";
        const auto second = load + ".dsp.sbn";
        write(directory / (load + ".loads"), fmt::format("{}\r\n{}\r\n", first, second));
        write(directory / first, std::string(kMemberOctets, 'a'));
        if (is_whole) {
            write(directory / second, std::string(kMemberOctets, 'd'));
        }
    };
    for (const auto* model : models_to_change(phones)) {
        write_load(std::string{model->load}, true);
    }
    if (has_any(phones, Ailment::lacking_load)) {
        write_load(kLackingLoad, false);
    }
}

}  // namespace dialtone::lab
