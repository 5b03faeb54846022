#include "server/app/start/serve_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

namespace dialtone::app {

namespace {

constexpr std::array<std::string_view, 5> kProtocols{"dhcp", "tftp", "http", "sccp", "admin"};
constexpr const char* kSettingsFile = "/etc/dialtone/dialtone.toml";

std::string host_name() {
    std::array<char, 64> name{};
    gethostname(name.data(), name.size() - 1);
    return name[0] == '\0' ? "cm1" : name.data();
}

void overlay(const ServeOptions& options, Settings& settings) {
    settings.data = options.data.value_or(settings.data);
    settings.node = options.node.value_or(settings.node);
    settings.port_offset = options.port_offset.value_or(settings.port_offset);
    settings.log_format = options.log_format.value_or(settings.log_format);
    settings.log_level = options.log_level.value_or(settings.log_level);
}

void choose_protocols(const ServeOptions& options, ServePlan& plan, Problems& problems) {
    for (const auto& word : options.only) {
        if (std::find(kProtocols.begin(), kProtocols.end(), word) != kProtocols.end()) {
            plan.protocols.insert(word);
        } else {
            problems.push_back(invalid(fmt::format(
                "--only {}: this version serves {}.",
                word,
                fmt::join(kProtocols.begin(), kProtocols.end(), ", ")
            )));
        }
    }
    if (options.only.empty()) {
        plan.protocols.insert(kProtocols.begin(), kProtocols.end());
    }
    if (options.no_dhcp) {
        plan.protocols.erase("dhcp");
    }
    plan.prints_dhcp_hints = options.no_dhcp;
}

std::string
list_addresses(const std::vector<net::InterfaceAddress>& addresses, const std::string& interface) {
    std::vector<std::string> words;
    for (const auto& entry : addresses) {
        if (interface.empty() || entry.name == interface) {
            words.push_back(
                fmt::format("{}/{} on {}", entry.address.to_string(), entry.cidr.prefix(), entry.name)
            );
        }
    }
    return words.empty() ? "none" : fmt::format("{}", fmt::join(words, ", "));
}

/// --interface and --subnet: the interface must have an address in the subnet already; the host is not
/// changed.
void choose_wire(
    const ServeOptions& options,
    const std::vector<net::InterfaceAddress>& addresses,
    ServePlan& plan,
    Problems& problems
) {
    if (!options.interface && !options.subnet) {
        return;
    }
    const auto name = options.interface.value_or("");
    for (const auto& entry : addresses) {
        const bool fits =
            (name.empty() || entry.name == name) &&
            (options.subnet ? options.subnet->contains(entry.address) : !entry.address.is_loopback());
        if (fits) {
            plan.wire = Wire{entry, options.subnet.value_or(entry.cidr), options.range, options.router};
            break;
        }
    }
    if (!plan.wire) {
        problems.push_back(invalid(fmt::format(
            "{} has {} (addresses: {}). Give it one first (ip addr add …), or name the --subnet that it is "
            "in.",
            name.empty() ? "No interface of this host" : "Interface " + name,
            fmt::format(
                "{} address{}",
                name.empty() ? "an" : "no",
                options.subnet ? " in " + options.subnet->to_string() : ""
            ),
            list_addresses(addresses, name)
        )));
        return;
    }
    const auto outside = [&](Ipv4 address) { return !plan.wire->subnet.contains(address); };
    if (options.range && (outside(options.range->first) || outside(options.range->last))) {
        problems.push_back(invalid(fmt::format(
            "--range {}-{} leaves {}. Name addresses inside it.",
            options.range->first.to_string(),
            options.range->last.to_string(),
            plan.wire->subnet.to_string()
        )));
    }
    if (options.router && outside(*options.router)) {
        problems.push_back(invalid(fmt::format(
            "--router {} is not in {}: phones could not reach it.",
            options.router->to_string(),
            plan.wire->subnet.to_string()
        )));
    }
}

/// What phones are told: the wire's address, else --listen, else the host's first address that is no
/// loopback.
void choose_addresses(
    const ServeOptions& options,
    const std::vector<net::InterfaceAddress>& addresses,
    ServePlan& plan,
    Problems& problems
) {
    if (options.listen) {
        plan.listen = *options.listen;
        plan.address = *options.listen;
        if (!is_own_address(plan.listen)) {
            problems.push_back(invalid(fmt::format(
                "--listen {}: this host has no such address (it has {}).",
                plan.listen.to_string(),
                list_addresses(addresses, "")
            )));
        }
        return;
    }
    if (plan.wire) {
        plan.listen = plan.wire->interface.address;
        plan.address = plan.listen;
        return;
    }
    plan.address = Ipv4{127, 0, 0, 1};
    for (const auto& entry : addresses) {
        if (entry.is_up && !entry.address.is_loopback()) {
            plan.address = entry.address;
            break;
        }
    }
}

void choose_files(const ServeOptions& options, ServePlan& plan, Problems& problems) {
    std::error_code error;
    if (!options.files) {
        return;
    }
    const auto path = std::filesystem::absolute(*options.files, error);
    if (!std::filesystem::is_directory(path, error)) {
        problems.push_back(not_found(fmt::format("--files {}: there is no such directory.", *options.files)));
        return;
    }
    plan.files_directory = path.string();
}

}  // namespace

std::string ServePlan::roles_word() const {
    if (protocols.size() == kProtocols.size()) {
        return "all";
    }
    return fmt::format("{}", fmt::join(protocols, "-"));
}

boost::system::result<Settings, Problems> effective_settings(const ServeOptions& options) {
    auto settings = read_settings(options.settings.value_or(kSettingsFile), options.settings.has_value());
    if (settings.has_value()) {
        overlay(options, *settings);
    }
    return settings;
}

boost::system::result<ServePlan, Problems> make_serve_plan(const ServeOptions& options) {
    const auto settings = effective_settings(options);
    if (settings.has_error()) {
        return settings.error();
    }
    Problems problems;
    ServePlan plan;
    plan.settings = *settings;
    plan.said = options;
    plan.directory = db::DataDirectory{plan.settings.data};
    plan.node = plan.settings.node.empty() ? host_name() : plan.settings.node;
    choose_protocols(options, plan, problems);
    const auto addresses = net::interface_addresses();
    choose_wire(options, addresses, plan, problems);
    choose_addresses(options, addresses, plan, problems);
    choose_files(options, plan, problems);
    if (!problems.empty()) {
        return problems;
    }
    return plan;
}

bool is_own_address(Ipv4 address) {
    const auto addresses = net::interface_addresses();
    return address.is_loopback() || std::any_of(addresses.begin(), addresses.end(), [&](const auto& entry) {
               return entry.address == address;
           });
}

std::vector<dhcp::Interface> dhcp_interfaces(const ServePlan& plan) {
    std::map<std::string, dhcp::Interface> found;
    for (const auto& entry : net::interface_addresses()) {
        const bool is_wanted = plan.wire ? entry.name == plan.wire->interface.name
                                         : plan.listen.is_unspecified() || entry.address == plan.listen;
        const bool is_there = entry.is_up && entry.index != 0;  // 0: gone while the list was made
        if (is_wanted && is_there && !entry.address.is_loopback()) {
            auto& interface = found[entry.name];
            interface.index = entry.index;
            interface.name = entry.name;
            interface.mac = entry.mac;
            interface.addresses.push_back(entry.address);
        }
    }
    std::vector<dhcp::Interface> interfaces;
    for (auto& [name, interface] : found) {
        interfaces.push_back(std::move(interface));
    }
    return interfaces;
}

std::vector<NeededPort> needed_ports(const ServePlan& plan, std::uint16_t sccp_port) {
    struct Row {
        std::string_view protocol;
        Transport transport;
        Endpoint endpoint;
        const char* service;
    };

    const std::array rows{
        Row{"dhcp",
            Transport::udp,
            {plan.listen.is_loopback() ? plan.listen : Ipv4{}, plan.port(ports::kDhcp)},
            kDhcpService},
        Row{"tftp", Transport::udp, {plan.listen, plan.port(ports::kTftp)}, "TFTP"},
        Row{"http", Transport::tcp, {plan.listen, plan.port(ports::kHttp)}, "HTTP file service"},
        Row{"sccp", Transport::tcp, {plan.listen, plan.port(sccp_port)}, "SCCP"},
        Row{"admin",
            Transport::tcp,
            {plan.settings.admin_listen, plan.port(plan.settings.admin_port)},
            "administration"},
    };
    std::vector<NeededPort> needed;
    for (const auto& row : rows) {
        if (plan.serves(row.protocol)) {
            needed.push_back({row.transport, row.endpoint, row.service});
        }
    }
    if (plan.serves("tftp") && plan.settings.tftp_ports) {
        const auto& range = *plan.settings.tftp_ports;
        for (std::size_t i = 0; i < range.size(); ++i) {
            const auto port = static_cast<std::uint16_t>(range.first + i);
            needed.push_back({Transport::udp, {plan.listen, port}, "TFTP transfers (tftp.ports)"});
        }
    }
    return needed;
}

}  // namespace dialtone::app
