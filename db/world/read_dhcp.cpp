#include "db/world/addresses.hpp"
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace dialtone::db {

namespace {

std::string place_of(const Subnet& subnet) {
    return "Subnet " + subnet.cidr.to_string();
}

Cidr read_cidr(const std::string& text, Problems& problems) {
    const auto cidr = Cidr::parse(text);
    if (!cidr) {
        problems.push_back(invalid(fmt::format("Subnet \"{}\" is not a network such as 10.77.0.0/16.", text))
        );
    }
    return cidr.value_or(Cidr{});
}

AddressRange read_range(const Subnet& subnet, const Query& row, Problems& problems) {
    return {
        read_address(row.text(1), {place_of(subnet), "first address of a range"}, problems),
        read_address(row.text(2), {place_of(subnet), "last address of a range"}, problems)};
}

bool begins_earlier(const AddressRange& a, const AddressRange& b) {
    return a.first < b.first;
}

Reservation::Kind kind_from(std::string_view text) {
    if (text == "client-id") {
        return Reservation::Kind::client_id;
    }
    return text == "circuit" ? Reservation::Kind::circuit : Reservation::Kind::mac;
}

SubnetOption::Scope scope_from(std::string_view text) {
    using Scope = SubnetOption::Scope;
    constexpr std::array<std::pair<std::string_view, Scope>, 5> kScopes{{
        {"vendor-class", Scope::vendor_class},
        {"model", Scope::model},
        {"circuit", Scope::circuit},
        {"client-id", Scope::client_id},
        {"mac", Scope::mac},
    }};
    const auto found =
        std::find_if(kScopes.begin(), kScopes.end(), [&](const auto& row) { return row.first == text; });
    return found == kScopes.end() ? Scope::subnet : found->second;
}

SubnetOption read_option(const Subnet& subnet, const Query& row, Problems& problems) {
    using Scope = SubnetOption::Scope;
    SubnetOption option;
    option.scope = scope_from(row.text(1));
    option.code = row.number<std::uint8_t>(3);
    option.value = read_octets(row.text(4), {place_of(subnet), "value of an option"}, problems);
    const auto subject = row.text(2);
    if (option.scope == Scope::vendor_class) {
        option.subject = subject;
    } else if (option.scope == Scope::model) {
        std::int64_t model = 0;
        std::from_chars(subject.data(), subject.data() + subject.size(), model);  // 0 exists nowhere
        option.model = ModelId{model};
    } else if (option.scope != Scope::subnet) {
        option.subject = read_octets(subject, {place_of(subnet), "client of an option"}, problems);
    }
    return option;
}

Subnet read_subnet(const Query& row, Problems& problems) {
    const auto name = "Subnet " + row.text(1);
    return {
        .id = row.id<SubnetId>(0),
        .cidr = read_cidr(row.text(1), problems),
        .shared_network = row.text(2),
        .interface = row.text(3),
        .relay = read_address(row.text(4), {name, "relay"}, problems),
        .phones_only = row.text(5) == "phones",
        .authoritative = row.flag(6),
        .routers = read_addresses(row.text(7), {name, "router"}, problems),
        .dns_servers = read_addresses(row.text(8), {name, "DNS server"}, problems),
        .domain_name = row.text(9),
        .tftp_servers = read_addresses(row.text(10), {name, "TFTP server"}, problems),
        .ntp_servers = read_addresses(row.text(11), {name, "NTP server"}, problems),
        .lease_seconds = row.number<std::uint32_t>(12),
        .enabled = row.flag(13),
        .trusts_relay_information = row.flag(14),
        .is_selectable = row.flag(15),
        .rapid_commit = row.flag(16),
        .echoes_client_id = row.flag(17),
        .matches_client_id = row.flag(18),
        .lease_query_from = read_addresses(row.text(19), {name, "lease query address"}, problems),
        .probe = row.flag(20),
        .ranges = {},
        .exclusions = {},
        .reservations = {},
        .options = {}};
}

void read_ranges(Database& database, KeyRange range, std::vector<Subnet>& subnets, Problems& problems) {
    read_children(
        database,
        range,
        subnets,
        "SELECT subnet, first, last FROM dhcp_range WHERE subnet BETWEEN ?1 AND ?2 ORDER BY subnet, first",
        [&](Subnet& subnet, const Query& row) { subnet.ranges.push_back(read_range(subnet, row, problems)); }
    );
    read_children(
        database,
        range,
        subnets,
        "SELECT subnet, first, last FROM dhcp_exclusion WHERE subnet BETWEEN ?1 AND ?2 ORDER BY subnet, "
        "first",
        [&](Subnet& subnet, const Query& row) {
            subnet.exclusions.push_back(read_range(subnet, row, problems));
        }
    );
}

void read_reservations(Database& database, KeyRange range, std::vector<Subnet>& subnets, Problems& problems) {
    read_children(
        database,
        range,
        subnets,
        "SELECT subnet, kind, identifier, address FROM dhcp_reservation"
        " WHERE subnet BETWEEN ?1 AND ?2 ORDER BY subnet, kind, identifier",
        [&](Subnet& subnet, const Query& row) {
            const auto place = place_of(subnet);
            subnet.reservations.push_back(
                {.kind = kind_from(row.text(1)),
                 .identifier = read_octets(row.text(2), {place, "identifier of a reservation"}, problems),
                 .address = read_address(row.text(3), {place, "address of a reservation"}, problems)}
            );
        }
    );
}

void read_options(Database& database, KeyRange range, std::vector<Subnet>& subnets, Problems& problems) {
    read_children(
        database,
        range,
        subnets,
        "SELECT subnet, scope, subject, code, value FROM dhcp_option"
        " WHERE subnet BETWEEN ?1 AND ?2 ORDER BY subnet, scope, subject, code",
        [&](Subnet& subnet, const Query& row) {
            subnet.options.push_back(read_option(subnet, row, problems));
        }
    );
}

}  // namespace

std::vector<Subnet> read_subnets(Database& database, KeyRange range, Problems& problems) {
    constexpr auto kSql =
        "SELECT id, cidr, shared_network, interface, relay, clients, authoritative, router, dns_servers,"
        " domain_name, tftp_servers, ntp_servers, lease_seconds, enabled, trust_relay_info, subnet_selection,"
        " rapid_commit, echo_client_id, match_client_id, lease_query_from, probe"
        " FROM dhcp_subnet WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    auto subnets = read_roots<Subnet>(database, range, kSql, [&](const Query& row) {
        return read_subnet(row, problems);
    });
    read_ranges(database, range, subnets, problems);
    for (auto& subnet : subnets) {
        // The database orders addresses as text.
        std::sort(subnet.ranges.begin(), subnet.ranges.end(), begins_earlier);
        std::sort(subnet.exclusions.begin(), subnet.exclusions.end(), begins_earlier);
    }
    read_reservations(database, range, subnets, problems);
    read_options(database, range, subnets, problems);
    return subnets;
}

}  // namespace dialtone::db
