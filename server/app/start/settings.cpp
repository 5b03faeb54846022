#include "server/app/start/settings.hpp"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>

namespace dialtone::app {

namespace {

/// Each is a socket of its own, shared by any number of transfers.
constexpr std::size_t kMostTransferPorts = 256;

/// Puts one value of the file into its setting, or says why it does not fit.
using Assign = std::function<std::string(Settings&, const toml::node&)>;

template <class Integer>
Assign integer(Integer Settings::*member, std::int64_t least, std::int64_t most) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) {
            return fmt::format("must be a whole number from {} to {}", least, most);
        }
        settings.*member = static_cast<Integer>(*value);
        return {};
    };
}

Assign seconds_or_never(std::int64_t Settings::*member, std::int64_t least, std::int64_t most) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || (*value != 0 && (*value < least || *value > most))) {
            return fmt::format(
                "must be a whole number of seconds from {} to {}, or 0 for never", least, most
            );
        }
        settings.*member = *value;
        return {};
    };
}

Assign text(std::string Settings::*member) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto value = node.value_exact<std::string>();
        if (!value) {
            return "must be a text in quotes";
        }
        settings.*member = *value;
        return {};
    };
}

Assign address(Ipv4 Settings::*member) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto value = Ipv4::parse(node.value_or(std::string{}));
        if (!value) {
            return "must be an IPv4 address in quotes, such as \"127.0.0.1\"";
        }
        settings.*member = *value;
        return {};
    };
}

Assign flag(bool Settings::*member) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto value = node.value_exact<bool>();
        if (!value) {
            return "must be true or false";
        }
        settings.*member = *value;
        return {};
    };
}

Assign networks(std::vector<Cidr> Settings::*member) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        std::vector<Cidr> read;
        const auto* array = node.as_array();
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
            if (const auto network = Cidr::parse((*array)[i].value_or(std::string{}))) {
                read.push_back(*network);
            }
        }
        if (array == nullptr || read.size() != array->size()) {
            return "must be a list of networks, such as [\"10.0.0.0/8\", \"192.168.0.0/16\"]";
        }
        settings.*member = std::move(read);
        return {};
    };
}

/// "50000-50063", or one port; nullopt for anything else, and for more ports than a firewall should open.
std::optional<tftp::PortRange> port_range_from(std::string_view text) {
    const auto* const end = text.data() + text.size();
    tftp::PortRange range;
    auto read = std::from_chars(text.data(), end, range.first);
    range.last = range.first;
    if (read.ec == std::errc{} && read.ptr != end && *read.ptr == '-') {
        read = std::from_chars(read.ptr + 1, end, range.last);
    }
    const bool is_range = read.ec == std::errc{} && read.ptr == end && range.first > 0;
    const bool fits = is_range && range.first <= range.last && range.size() <= kMostTransferPorts;
    return fits ? std::optional{range} : std::nullopt;
}

Assign ports(std::optional<tftp::PortRange> Settings::*member) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto text = node.value_exact<std::string>();
        const auto range = text ? port_range_from(*text) : std::nullopt;
        if (!range && text != "") {
            return fmt::format(
                "must be a range of at most {} ports, such as \"50000-50063\", or \"\" for any that are free",
                kMostTransferPorts
            );
        }
        settings.*member = range;
        return {};
    };
}

template <class Enum>
Assign choice(Enum Settings::*member, std::map<std::string, Enum> choices) {
    return [=](Settings& settings, const toml::node& node) -> std::string {
        const auto found = choices.find(node.value_or(std::string{}));
        if (found == choices.end()) {
            std::string names;
            for (const auto& [name, value] : choices) {
                names += (names.empty() ? "\"" : ", \"") + name + "\"";
            }
            return "must be one of " + names;
        }
        settings.*member = found->second;
        return {};
    };
}

/// Every key that the file may hold, as table.key.
const std::map<std::string, Assign>& known_keys() {
    using log::Format;
    using log::Level;
    constexpr std::int64_t kMany = 1'000'000;
    static const std::map<std::string, Assign> keys{
        {"data", text(&Settings::data)},
        {"node", text(&Settings::node)},
        {"user", text(&Settings::user)},
        {"port-offset", integer(&Settings::port_offset, 0, 57000)},
        {"log.format",
         choice<Format>(&Settings::log_format, {{"text", Format::text}, {"json", Format::json}})},
        {"log.level",
         choice<Level>(
             &Settings::log_level,
             {{"debug", Level::debug},
              {"info", Level::info},
              {"warning", Level::warning},
              {"error", Level::error}}
         )},
        {"admin.listen", address(&Settings::admin_listen)},
        {"admin.port", integer(&Settings::admin_port, 1, 65535)},
        {"dhcp.other-servers", seconds_or_never(&Settings::server_watch_seconds, 1, 86'400)},
        {"tftp.ports", ports(&Settings::tftp_ports)},
        {"tftp.single-port", flag(&Settings::tftp_single_port)},
        {"tftp.fragments", flag(&Settings::tftp_fragments)},
        {"tftp.allow", networks(&Settings::tftp_allow)},
        {"limits.sessions", integer(&Settings::max_sessions, 1, kMany)},
        {"limits.sessions-per-source", integer(&Settings::max_sessions_per_source, 1, kMany)},
        {"limits.transfers", integer(&Settings::max_transfers, 1, kMany)},
        {"limits.transfers-per-source", integer(&Settings::max_transfers_per_source, 1, kMany)},
        {"limits.tftp-requests-per-source", integer(&Settings::max_tftp_requests_per_source, 1, kMany)},
        {"limits.http-connections", integer(&Settings::max_http_connections, 1, kMany)},
        {"journal.days", integer(&Settings::journal_days, 1, 3650)},
        {"journal.megabytes", integer(&Settings::journal_megabytes, 1, kMany)},
    };
    return keys;
}

void read_table(
    const toml::table& table,
    const std::string& prefix,
    const std::string& origin,
    Settings& settings,
    Problems& problems
) {
    for (const auto& [key, node] : table) {
        const auto name = prefix + std::string{key.str()};
        if (const auto* inner = node.as_table()) {
            read_table(*inner, name + ".", origin, settings, problems);
            continue;
        }
        const auto known = known_keys().find(name);
        const auto complaint = known == known_keys().end()
                                   ? "is not a setting; see the example file for those that are"
                                   : known->second(settings, node);
        if (!complaint.empty()) {
            problems.push_back(
                invalid(fmt::format("{}:{}: {} {}", origin, node.source().begin.line, name, complaint))
            );
        }
    }
}

}  // namespace

boost::system::result<Settings, Problems> parse_settings(
    std::string_view text_of_file, const std::string& origin
) {
    const auto parsed = toml::parse(text_of_file);
    Problems problems;
    if (!parsed) {
        const auto& error = parsed.error();
        problems.push_back(
            invalid(fmt::format("{}:{}: {}", origin, error.source().begin.line, error.description()))
        );
        return problems;
    }
    Settings settings;
    read_table(parsed.table(), "", origin, settings, problems);
    if (settings.tftp_single_port && settings.tftp_ports) {
        problems.push_back(invalid(fmt::format(
            "{}: tftp.single-port and tftp.ports exclude each other: keep the one that your firewall or NAT "
            "needs",
            origin
        )));
    }
    if (!problems.empty()) {
        return problems;
    }
    return settings;
}

boost::system::result<Settings, Problems> read_settings(const std::string& path, bool required) {
    std::ifstream file{path};
    if (!file) {
        if (!required) {
            return Settings{};
        }
        return Problems{
            not_found(fmt::format("cannot read the settings file {}: does it exist, may we read it?", path))};
    }
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    return parse_settings(content, path);
}

}  // namespace dialtone::app
