#include "server/operations/subnet_edit.hpp"

#include "common/bytes/hex.hpp"
#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "common/text/values.hpp"
#include "db/aggregates/subnets.hpp"
#include "server/dhcp/option_catalogue.hpp"
#include "server/dhcp/option_code.hpp"
#include "server/dhcp/option_value.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/near_matches.hpp"
#include "server/operations/subnet_rules.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

constexpr std::size_t kMostOctets = 255;  ///< of a client identifier or circuit: RFC 2132 §2
constexpr std::string_view kModelPrefix = "model:";
constexpr std::string_view kClientPrefix = "client:";
constexpr std::string_view kClassPrefix = "class:";
constexpr std::array kPrefixes{kModelPrefix, kClientPrefix, kClassPrefix};

std::string octets_of(const Buffer& buffer) {
    return std::string{dialtone::text_of(buffer)};
}

Outcome<void> edit_ranges(
    const Call& call, std::string_view add, std::string_view drop, std::vector<AddressRange>& ranges
) {
    for (const auto& text : call.all(drop)) {
        DIALTONE_TRY(const auto range, parse_range(text, drop));
        if (std::erase(ranges, range) == 0) {
            return not_found(fmt::format("--{}: there is no {} to drop.", drop, to_string(range)));
        }
    }
    for (const auto& text : call.all(add)) {
        DIALTONE_TRY(const auto range, parse_range(text, add));
        ranges.push_back(range);
    }
    return {};
}

struct KindWord {
    std::string_view prefix;
    Reservation::Kind kind;
};

constexpr std::array<KindWord, 3> kKinds{{
    {"mac:", Reservation::Kind::mac},
    {"client-id:", Reservation::Kind::client_id},
    {"circuit:", Reservation::Kind::circuit},
}};

/// "00:11:22:33:44:55", "SEP001122334455", "client-id:01…", "circuit:…".
Outcome<Reservation> parse_client(std::string_view text) {
    Reservation client;
    auto rest = text;
    for (const auto& word : kKinds) {
        if (istarts_with(text, word.prefix)) {
            client.kind = word.kind;
            rest.remove_prefix(word.prefix.size());
        }
    }
    if (client.kind == Reservation::Kind::mac) {
        const auto name = DeviceName::parse(rest);
        const auto mac = istarts_with(rest, "SEP") && name ? name->mac() : MacAddress::parse(rest);
        if (!mac) {
            return invalid(fmt::format(
                "\"{}\" is no client of a reservation: a MAC address, client-id:HEX or circuit:HEX.",
                printable(text, 80)
            ));
        }
        client.identifier = dialtone::text_of(mac->octets());
        return client;
    }
    const auto octets = from_hex(rest);
    if (!octets || octets->empty() || octets->size() > kMostOctets) {
        return invalid(
            fmt::format("\"{}\" is not 1 to 255 octets in hexadecimal digits.", printable(rest, 80))
        );
    }
    client.identifier = octets_of(*octets);
    return client;
}

Outcome<void> edit_reservations(const Call& call, Subnet& subnet) {
    for (const auto& text : call.all("drop-reservation")) {
        const auto address = Ipv4::parse(text);
        Reservation client;
        if (!address) {
            DIALTONE_TRY(client, parse_client(text));
        }
        const auto gone = std::erase_if(subnet.reservations, [&](const Reservation& row) {
            return address ? row.address == *address
                           : row.kind == client.kind && row.identifier == client.identifier;
        });
        if (gone == 0) {
            return not_found(fmt::format("--drop-reservation: there is none of {}.", printable(text, 80)));
        }
    }
    for (const auto& text : call.all("reserve")) {
        const auto equals = text.rfind('=');
        const auto address = equals == std::string::npos
                                 ? std::nullopt
                                 : Ipv4::parse(std::string_view{text}.substr(equals + 1));
        if (!address) {
            return invalid(fmt::format(
                "--reserve: \"{}\" does not say CLIENT=ADDRESS, such as 00:11:22:33:44:55=10.0.0.20.",
                printable(text, 80)
            ));
        }
        DIALTONE_TRY(auto client, parse_client(std::string_view{text}.substr(0, equals)));
        client.address = *address;
        subnet.reservations.push_back(std::move(client));
    }
    return {};
}

/// The option that "ntp-servers" or "42" names.
Outcome<std::uint8_t> parse_option_code(std::string_view word) {
    if (const auto* entry = dhcp::find_option(word)) {
        return entry->code;
    }
    const auto code = parse_integer(word);
    if (code && *code >= 1 && *code <= 254) {
        return static_cast<std::uint8_t>(*code);
    }
    if (code) {
        return invalid(fmt::format("\"{}\" is not an option: a code from 1 to 254.", word));
    }
    std::vector<std::string> names;
    for (const auto& entry : dhcp::option_catalogue()) {
        names.emplace_back(entry.name);
    }
    return invalid(fmt::format(
        "\"{}\" is not an option: a name of `dialtone subnet options`, or a code from 1 to 254.{}",
        printable(word, 80),
        did_you_mean(word, names)
    ));
}

/// What stands behind the @: "model:7960", "client:00:11:22:33:44:55", "class:Cisco Systems", or a vendor
/// class as it is.
Outcome<void> parse_whom(std::string_view whom, const World& world, SubnetOption& option) {
    if (istarts_with(whom, kModelPrefix)) {
        DIALTONE_TRY(const auto* model, find_model(world, whom.substr(kModelPrefix.size())));
        option.scope = SubnetOption::Scope::model;
        option.model = model->id;
        return {};
    }
    if (istarts_with(whom, kClientPrefix)) {
        DIALTONE_TRY(auto client, parse_client(whom.substr(kClientPrefix.size())));
        option.scope = client.kind == Reservation::Kind::mac         ? SubnetOption::Scope::mac
                       : client.kind == Reservation::Kind::client_id ? SubnetOption::Scope::client_id
                                                                     : SubnetOption::Scope::circuit;
        option.subject = std::move(client.identifier);
        return {};
    }
    if (istarts_with(whom, kClassPrefix)) {
        whom.remove_prefix(kClassPrefix.size());
    }
    if (whom.empty() || !is_clean_utf8(whom)) {
        return invalid(
            "Behind the @ stands for whom the option is: the beginning of a vendor class, model:7960 or "
            "client:MAC."
        );
    }
    option.scope = SubnetOption::Scope::vendor_class;
    option.subject = whom;
    return {};
}

/// "150", "ntp-servers", "150@Cisco Systems, Inc. IP Phone"
Outcome<SubnetOption> parse_option_name(std::string_view text, const World& world) {
    const auto at = text.find('@');
    SubnetOption option;
    DIALTONE_TRY(option.code, parse_option_code(text.substr(0, at)));
    if (at != std::string_view::npos) {
        DIALTONE_CHECK(parse_whom(text.substr(at + 1), world, option));
    }
    return option;
}

Outcome<void> check_settable(const SubnetOption& option) {
    const auto* entry = dhcp::find_option(option.code);
    if (entry != nullptr && !entry->instead.empty()) {
        return invalid(
            fmt::format("Option {} cannot be set: {}.", dhcp::option_label(option.code), entry->instead)
        );
    }
    if (option.code == dhcp::option::kLeaseTime && option.scope == SubnetOption::Scope::subnet) {
        return invalid("The lease time of the whole subnet is --lease; 51@WHOM= is for some only.");
    }
    return {};
}

Outcome<void> edit_options(const Call& call, const World& world, Subnet& subnet) {
    const auto same = [](const SubnetOption& a, const SubnetOption& b) {
        return a.code == b.code && a.scope == b.scope && a.subject == b.subject && a.model == b.model;
    };
    for (const auto& text : call.all("drop-option")) {
        DIALTONE_TRY(const auto option, parse_option_name(text, world));
        if (std::erase_if(subnet.options, [&](const SubnetOption& row) { return same(row, option); }) == 0) {
            return not_found(fmt::format("--drop-option: there is no option {}.", to_string(option, world)));
        }
    }
    for (const auto& text : call.all("option")) {
        const auto equals = text.find('=');
        if (equals == std::string::npos) {
            return invalid(fmt::format(
                "--option: \"{}\" does not say NAME=VALUE, such as ntp-servers=10.0.0.1.", printable(text, 80)
            ));
        }
        DIALTONE_TRY(auto option, parse_option_name(std::string_view{text}.substr(0, equals), world));
        DIALTONE_CHECK(check_settable(option));
        DIALTONE_TRY(
            option.value, dhcp::parse_option_value(option.code, std::string_view{text}.substr(equals + 1))
        );
        std::erase_if(subnet.options, [&](const SubnetOption& row) { return same(row, option); });
        subnet.options.push_back(std::move(option));
    }
    return {};
}

Outcome<void> edit_addresses(const Call& call, Subnet& subnet) {
    DIALTONE_TRY(const auto routers, addresses_of(call, "router"));
    DIALTONE_TRY(const auto dns, addresses_of(call, "dns"));
    DIALTONE_TRY(const auto tftp, addresses_of(call, "tftp"));
    DIALTONE_TRY(const auto ntp, addresses_of(call, "ntp"));
    DIALTONE_TRY(const auto askers, addresses_of(call, "lease-query-from"));
    DIALTONE_TRY(const auto relay, address_of(call, "relay"));
    subnet.routers = routers.value_or(subnet.routers);
    subnet.dns_servers = dns.value_or(subnet.dns_servers);
    subnet.tftp_servers = tftp.value_or(subnet.tftp_servers);
    subnet.ntp_servers = ntp.value_or(subnet.ntp_servers);
    subnet.lease_query_from = askers.value_or(subnet.lease_query_from);
    subnet.relay = relay.value_or(subnet.relay);
    return {};
}

Outcome<void> edit_values(const Call& call, Subnet& subnet) {
    DIALTONE_TRY(const auto domain, text_of(call, "domain", 253));
    DIALTONE_TRY(const auto interface, text_of(call, "interface", 15));
    DIALTONE_TRY(const auto network, text_of(call, "shared-network", 50));
    DIALTONE_TRY(const auto lease, seconds_of(call, "lease", 60, 31'536'000));
    subnet.domain_name = domain.value_or(subnet.domain_name);
    subnet.interface = interface.value_or(subnet.interface);
    subnet.shared_network = network.value_or(subnet.shared_network);
    subnet.lease_seconds = lease.value_or(subnet.lease_seconds);
    if (call.has("clients")) {
        subnet.phones_only = call.text("clients") == "phones";
    }
    return {};
}

struct Switch {
    std::string_view argument;
    bool Subnet::*field;
};

constexpr std::array<Switch, 8> kSwitches{{
    {"authoritative", &Subnet::authoritative},
    {"enabled", &Subnet::enabled},
    {"probe", &Subnet::probe},
    {"rapid-commit", &Subnet::rapid_commit},
    {"subnet-selection", &Subnet::is_selectable},
    {"trust-relay-info", &Subnet::trusts_relay_information},
    {"match-client-id", &Subnet::matches_client_id},
    {"echo-client-id", &Subnet::echoes_client_id},
}};

Outcome<void> edit_switches(const Call& call, Subnet& subnet) {
    for (const auto& row : kSwitches) {
        DIALTONE_TRY(const auto said, switch_of(call, row.argument));
        subnet.*row.field = said.value_or(subnet.*row.field);
    }
    return {};
}

}  // namespace

std::string to_string(const Reservation& reservation) {
    return fmt::format(
        "{}:{}", db::to_string(reservation.kind), to_upper(to_hex(bytes_of(reservation.identifier)))
    );
}

std::string whom_text(const SubnetOption& option, const World& world) {
    const auto client = [&](Reservation::Kind kind) {
        return std::string{kClientPrefix} + to_string(Reservation{kind, option.subject, {}});
    };
    switch (option.scope) {
        case SubnetOption::Scope::subnet:
            break;
        case SubnetOption::Scope::vendor_class: {
            const bool is_ambiguous =
                std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view prefix) {
                    return istarts_with(option.subject, prefix);
                });
            return (is_ambiguous ? std::string{kClassPrefix} : std::string{}) + option.subject;
        }
        case SubnetOption::Scope::model: {
            const auto* model = world.models.find(option.model);
            return std::string{kModelPrefix} +
                   (model == nullptr ? std::to_string(option.model.value()) : model->short_name);
        }
        case SubnetOption::Scope::circuit:
            return client(Reservation::Kind::circuit);
        case SubnetOption::Scope::client_id:
            return client(Reservation::Kind::client_id);
        case SubnetOption::Scope::mac:
            return client(Reservation::Kind::mac);
    }
    return "";
}

std::string to_string(const SubnetOption& option, const World& world) {
    const auto whom = whom_text(option, world);
    const auto label = dhcp::option_label(option.code);
    return whom.empty() ? label : fmt::format("{} for {}", label, whom);
}

Outcome<void> edit_subnet(const Call& call, const World& world, Subnet& subnet) {
    DIALTONE_CHECK(edit_addresses(call, subnet));
    DIALTONE_CHECK(edit_values(call, subnet));
    DIALTONE_CHECK(edit_switches(call, subnet));
    DIALTONE_CHECK(edit_ranges(call, "range", "drop-range", subnet.ranges));
    DIALTONE_CHECK(edit_ranges(call, "exclude", "drop-exclusion", subnet.exclusions));
    DIALTONE_CHECK(edit_reservations(call, subnet));
    return edit_options(call, world, subnet);
}

}  // namespace dialtone::operations
