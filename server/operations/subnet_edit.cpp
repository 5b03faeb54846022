#include "server/operations/subnet_edit.hpp"

#include "common/bytes/hex.hpp"
#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "db/aggregates/subnets.hpp"
#include "server/operations/subnet_rules.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone::operations {

namespace {

constexpr std::size_t kMostOctets = 255;  ///< RFC 2132 §2: one length octet

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

/// "150", "150@Cisco Systems, Inc. IP Phone"
Outcome<SubnetOption> parse_option_name(std::string_view text) {
    const auto at = text.find('@');
    const auto digits = text.substr(0, at);
    int code = 0;
    const auto* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, code);
    if (parsed.ec != std::errc{} || parsed.ptr != end || code < 1 || code > 254) {
        return invalid(
            fmt::format("\"{}\" is not an option: a code from 1 to 254, then =VALUE.", printable(text, 80))
        );
    }
    SubnetOption option;
    option.code = static_cast<std::uint8_t>(code);
    option.vendor_class = at == std::string_view::npos ? "" : text.substr(at + 1);
    return option;
}

Outcome<void> edit_options(const Call& call, Subnet& subnet) {
    const auto same = [](const SubnetOption& a, const SubnetOption& b) {
        return a.code == b.code && a.vendor_class == b.vendor_class;
    };
    for (const auto& text : call.all("drop-option")) {
        DIALTONE_TRY(const auto option, parse_option_name(text));
        if (std::erase_if(subnet.options, [&](const SubnetOption& row) { return same(row, option); }) == 0) {
            return not_found(fmt::format("--drop-option: there is no option {}.", to_string(option)));
        }
    }
    for (const auto& text : call.all("option")) {
        const auto equals = text.find('=');
        if (equals == std::string::npos) {
            return invalid(fmt::format(
                "--option: \"{}\" does not say CODE=VALUE, such as 42=10.0.0.1.", printable(text, 80)
            ));
        }
        DIALTONE_TRY(auto option, parse_option_name(std::string_view{text}.substr(0, equals)));
        DIALTONE_TRY(option.value, parse_octets(std::string_view{text}.substr(equals + 1)));
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
    DIALTONE_TRY(const auto relay, address_of(call, "relay"));
    subnet.routers = routers.value_or(subnet.routers);
    subnet.dns_servers = dns.value_or(subnet.dns_servers);
    subnet.tftp_servers = tftp.value_or(subnet.tftp_servers);
    subnet.ntp_servers = ntp.value_or(subnet.ntp_servers);
    subnet.relay = relay.value_or(subnet.relay);
    return {};
}

Outcome<void> edit_values(const Call& call, Subnet& subnet) {
    DIALTONE_TRY(const auto domain, text_of(call, "domain", 253));
    DIALTONE_TRY(const auto interface, text_of(call, "interface", 15));
    DIALTONE_TRY(const auto network, text_of(call, "shared-network", 50));
    DIALTONE_TRY(const auto lease, seconds_of(call, "lease", 60, 31'536'000));
    DIALTONE_TRY(const auto authoritative, switch_of(call, "authoritative"));
    DIALTONE_TRY(const auto enabled, switch_of(call, "enabled"));
    subnet.domain_name = domain.value_or(subnet.domain_name);
    subnet.interface = interface.value_or(subnet.interface);
    subnet.shared_network = network.value_or(subnet.shared_network);
    subnet.lease_seconds = lease.value_or(subnet.lease_seconds);
    subnet.authoritative = authoritative.value_or(subnet.authoritative);
    subnet.enabled = enabled.value_or(subnet.enabled);
    if (call.has("clients")) {
        subnet.phones_only = call.text("clients") == "phones";
    }
    return {};
}

}  // namespace

Outcome<std::string> parse_octets(std::string_view text) {
    std::string octets;
    if (istarts_with(text, "0x")) {
        const auto parsed = from_hex(text.substr(2));
        if (!parsed) {
            return invalid(fmt::format("\"{}\" is not octets in hexadecimal digits.", printable(text, 80)));
        }
        octets = octets_of(*parsed);
    } else {
        const auto parts = split_list(text);
        const bool is_addresses =
            !parts.empty() &&
            std::all_of(parts.begin(), parts.end(), [](const auto& p) { return Ipv4::parse(p).has_value(); });
        for (const auto& part : is_addresses ? parts : std::vector<std::string>{}) {
            const auto value = Ipv4::parse(part)->value();
            for (const unsigned shift : {24U, 16U, 8U, 0U}) {
                octets.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> shift)));
            }
        }
        if (!is_addresses) {
            octets = text;
        }
    }
    if (octets.empty() || octets.size() > kMostOctets) {
        return invalid(fmt::format("An option has 1 to {} octets; this has {}.", kMostOctets, octets.size()));
    }
    return octets;
}

std::string to_string(const Reservation& reservation) {
    return fmt::format(
        "{}:{}", db::to_string(reservation.kind), to_upper(to_hex(bytes_of(reservation.identifier)))
    );
}

std::string to_string(const SubnetOption& option) {
    return option.vendor_class.empty() ? std::to_string(option.code)
                                       : fmt::format("{} for {}", option.code, option.vendor_class);
}

Outcome<void> edit_subnet(const Call& call, Subnet& subnet) {
    DIALTONE_CHECK(edit_addresses(call, subnet));
    DIALTONE_CHECK(edit_values(call, subnet));
    DIALTONE_CHECK(edit_ranges(call, "range", "drop-range", subnet.ranges));
    DIALTONE_CHECK(edit_ranges(call, "exclude", "drop-exclusion", subnet.exclusions));
    DIALTONE_CHECK(edit_reservations(call, subnet));
    return edit_options(call, subnet);
}

}  // namespace dialtone::operations
