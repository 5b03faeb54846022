#include "server/app/commands/option_values.hpp"

#include "common/address/mac.hpp"
#include "common/error/try.hpp"
#include "common/text/values.hpp"
#include "server/operations/near_matches.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::app {

namespace {

using operations::Call;

constexpr std::int64_t kMostOffset = 57'000;  ///< so that every service's port stays below 65536
constexpr std::int64_t kMostPhones = 20'000;
constexpr std::int64_t kMostSeconds = 86'400;

Outcome<std::optional<std::uint16_t>> port_offset_of(const Call& call) {
    DIALTONE_TRY(const auto said, operations::integer_of(call, "port-offset", 0, kMostOffset));
    return said ? std::optional{static_cast<std::uint16_t>(*said)} : std::nullopt;
}

/// The words of a list that may be split by commas and repeated.
std::vector<std::string> list_of(const Call& call, std::string_view name) {
    std::vector<std::string> words;
    for (const auto& text : call.all(name)) {
        for (auto& word : split_list(text)) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

Outcome<std::vector<std::string>> roles_of(const Call& call) {
    static const std::vector<std::string> kRoles{"dhcp", "tftp", "http", "sccp", "sip", "admin"};
    auto roles = list_of(call, "only");
    for (const auto& role : roles) {
        if (std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end()) {
            return invalid(
                fmt::format("--only: there is no role {}. It is {}.", role, operations::joined(kRoles, "or"))
            );
        }
    }
    return roles;
}

/// An address that somebody can have.
Outcome<std::optional<Ipv4>> host_address(const Call& call, std::string_view name) {
    DIALTONE_TRY(const auto address, operations::address_of(call, name));
    if (address && address->is_unspecified()) {
        return invalid(fmt::format("--{} needs an address such as 10.0.0.1.", name));
    }
    return address;
}

Outcome<void> read_wire(const Call& call, ServeOptions& options) {
    options.interface = call.find("interface");
    if (call.has("subnet")) {
        options.subnet = Cidr::parse(call.text("subnet"));
        if (!options.subnet || call.text("subnet").find('/') == std::string::npos) {
            return invalid(
                fmt::format("--subnet: \"{}\" is not a subnet such as 10.20.0.0/24.", call.text("subnet"))
            );
        }
    }
    if (options.interface.has_value() != options.subnet.has_value()) {
        return invalid("--interface and --subnet belong together: the wire, and the subnet on it.");
    }
    if (call.has("range")) {
        DIALTONE_TRY(options.range, operations::parse_range(call.text("range"), "range"));
    }
    DIALTONE_TRY(options.router, host_address(call, "router"));
    const bool has_more = options.range || options.router;
    if (has_more && !options.subnet) {
        return invalid("--range and --router are of a --subnet on an --interface.");
    }
    if (options.range &&
        !(options.subnet->contains(options.range->first) && options.subnet->contains(options.range->last))) {
        return conflict(fmt::format(
            "The range {}-{} does not lie in {}.",
            options.range->first.to_string(),
            options.range->last.to_string(),
            options.subnet->to_string()
        ));
    }
    if (options.router && !options.subnet->contains(*options.router)) {
        return conflict(fmt::format(
            "The router {} is not in {}: phones could not reach it.",
            options.router->to_string(),
            options.subnet->to_string()
        ));
    }
    return {};
}

/// The choices were checked with the table.
std::optional<log::Format> log_format_of(const Call& call) {
    if (!call.has("log")) {
        return std::nullopt;
    }
    return call.text("log") == "json" ? log::Format::json : log::Format::text;
}

std::optional<log::Level> log_level_of(const Call& call) {
    struct Word {
        std::string_view text;
        log::Level level;
    };

    static constexpr std::array<Word, 4> kWords{{
        {"debug", log::Level::debug},
        {"info", log::Level::info},
        {"warning", log::Level::warning},
        {"error", log::Level::error},
    }};
    for (const auto& word : kWords) {
        if (word.text == call.text("log-level")) {
            return word.level;
        }
    }
    return std::nullopt;
}

/// What lab and sim have in common.
struct Fleet {
    std::optional<std::uint32_t> phones;
    std::vector<std::string> models;
    double loss = 0.0;
    std::optional<std::uint32_t> seconds;
    std::vector<std::string> ailing;
};

Outcome<Fleet> fleet_of(const Call& call, std::int64_t fewest) {
    Fleet fleet;
    DIALTONE_TRY(const auto phones, operations::integer_of(call, "phones", fewest, kMostPhones));
    DIALTONE_TRY(const auto loss, operations::integer_of(call, "loss", 0, 90));
    DIALTONE_TRY(const auto seconds, operations::integer_of(call, "seconds", 1, kMostSeconds));
    if (phones) {
        fleet.phones = static_cast<std::uint32_t>(*phones);
    }
    if (seconds) {
        fleet.seconds = static_cast<std::uint32_t>(*seconds);
    }
    fleet.loss = static_cast<double>(loss.value_or(0)) / 100.0;
    fleet.models = list_of(call, "models");
    fleet.ailing = list_of(call, "ailing");
    return fleet;
}

}  // namespace

Outcome<ServeOptions> serve_options(const Call& call, const std::optional<std::string>& data) {
    ServeOptions options;
    DIALTONE_TRY(options.only, roles_of(call));
    options.node = call.find("node");
    options.data = data;
    options.settings = call.find("settings");
    DIALTONE_TRY(options.listen, host_address(call, "listen"));
    DIALTONE_TRY(options.port_offset, port_offset_of(call));
    DIALTONE_CHECK(read_wire(call, options));
    options.no_dhcp = call.has("no-dhcp");
    options.files = call.find("files");
    options.log_format = log_format_of(call);
    options.log_level = log_level_of(call);
    return options;
}

Outcome<LabOptions> lab_options(const Call& call, const std::optional<std::string>& data, bool json) {
    LabOptions options;
    DIALTONE_TRY(const auto fleet, fleet_of(call, 0));
    options.phones = fleet.phones.value_or(options.phones);
    options.models = fleet.models;
    options.loss = fleet.loss;
    options.seconds = fleet.seconds.value_or(options.seconds);
    options.loopback = call.has("loopback");
    DIALTONE_TRY(options.port_offset, port_offset_of(call));
    options.data = data;
    options.files = call.find("files");
    options.old_load = call.has("old-load");
    options.ailing = fleet.ailing;
    options.eager = call.has("eager");
    options.once = call.has("once");
    options.json = json;
    options.log_format = log_format_of(call);
    options.log_level = log_level_of(call);
    return options;
}

Outcome<SimOptions> sim_options(const Call& call, bool json) {
    SimOptions options;
    DIALTONE_TRY(const auto server, host_address(call, "server"));
    options.server = server.value_or(Ipv4{});
    DIALTONE_TRY(const auto fleet, fleet_of(call, 1));
    options.phones = fleet.phones.value_or(options.phones);
    options.models = fleet.models;
    options.loss = fleet.loss;
    options.seconds = fleet.seconds.value_or(options.seconds);
    DIALTONE_TRY(const auto offset, port_offset_of(call));
    options.port_offset = offset.value_or(options.port_offset);
    DIALTONE_TRY(options.relay, host_address(call, "relay"));
    options.first_mac = call.find("first-mac");
    if (options.first_mac && !MacAddress::parse(*options.first_mac)) {
        return invalid(fmt::format("--first-mac: \"{}\" is not a MAC address.", *options.first_mac));
    }
    options.old_load = call.has("old-load");
    options.ailing = fleet.ailing;
    options.eager = call.has("eager");
    options.once = call.has("once");
    options.json = json;
    return options;
}

}  // namespace dialtone::app
