#include "db/aggregates/subnets.hpp"

#include "common/bytes/hex.hpp"
#include "common/text/ascii.hpp"

#include <array>

namespace dialtone::db {

namespace {

std::string address_text(Ipv4 address) {
    return address.is_unspecified() ? std::string{} : address.to_string();
}

std::string address_list(const std::vector<Ipv4>& addresses) {
    std::string text;
    for (const auto address : addresses) {
        text += (text.empty() ? "" : " ") + address.to_string();
    }
    return text;
}

std::string hex_text(std::string_view octets) {
    return to_upper(to_hex(bytes_of(octets)));
}

void put_ranges(Database& database, SubnetId id, const Subnet& subnet) {
    database.run("DELETE FROM dhcp_range WHERE subnet = ?1", id);
    for (const auto& range : subnet.ranges) {
        database.run(
            "INSERT INTO dhcp_range (subnet, first, last) VALUES (?1, ?2, ?3)",
            id,
            range.first.to_string(),
            range.last.to_string()
        );
    }
    database.run("DELETE FROM dhcp_exclusion WHERE subnet = ?1", id);
    for (const auto& range : subnet.exclusions) {
        database.run(
            "INSERT INTO dhcp_exclusion (subnet, first, last) VALUES (?1, ?2, ?3)",
            id,
            range.first.to_string(),
            range.last.to_string()
        );
    }
}

void put_reservations(Database& database, SubnetId id, const Subnet& subnet) {
    database.run("DELETE FROM dhcp_reservation WHERE subnet = ?1", id);
    for (const auto& reservation : subnet.reservations) {
        database.run(
            "INSERT INTO dhcp_reservation (subnet, kind, identifier, address) VALUES (?1, ?2, ?3, ?4)",
            id,
            to_string(reservation.kind),
            hex_text(reservation.identifier),
            reservation.address.to_string()
        );
    }
}

/// Vendor classes are text, models their number, clients hexadecimal.
std::string subject_text(const SubnetOption& option) {
    switch (option.scope) {
        case SubnetOption::Scope::subnet:
            return "";
        case SubnetOption::Scope::vendor_class:
            return option.subject;
        case SubnetOption::Scope::model:
            return std::to_string(option.model.value());
        case SubnetOption::Scope::circuit:
        case SubnetOption::Scope::client_id:
        case SubnetOption::Scope::mac:
            break;
    }
    return hex_text(option.subject);
}

void put_options(Database& database, SubnetId id, const Subnet& subnet) {
    database.run("DELETE FROM dhcp_option WHERE subnet = ?1", id);
    for (const auto& option : subnet.options) {
        database.run(
            "INSERT INTO dhcp_option (subnet, scope, subject, code, value) VALUES (?1, ?2, ?3, ?4, ?5)",
            id,
            to_string(option.scope),
            subject_text(option),
            option.code,
            hex_text(option.value)
        );
    }
}

void put_children(Database& database, SubnetId id, const Subnet& subnet) {
    put_ranges(database, id, subnet);
    put_reservations(database, id, subnet);
    put_options(database, id, subnet);
}

}  // namespace

std::string_view to_string(Reservation::Kind kind) {
    static constexpr std::array<std::string_view, 3> kNames{"mac", "client-id", "circuit"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string_view to_string(SubnetOption::Scope scope) {
    static constexpr std::array<std::string_view, 6> kNames{
        "subnet", "vendor-class", "model", "circuit", "client-id", "mac"};
    return kNames[static_cast<std::size_t>(scope)];
}

SubnetId insert_subnet(Database& database, const Subnet& subnet) {
    const auto row = database.integer(
        "INSERT INTO dhcp_subnet (cidr, shared_network, interface, relay, clients, authoritative, router,"
        " dns_servers, domain_name, tftp_servers, ntp_servers, lease_seconds, enabled, trust_relay_info,"
        " subnet_selection, rapid_commit, echo_client_id, match_client_id, lease_query_from, probe) VALUES "
        "(?1, ?2,"
        " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) RETURNING id",
        subnet.cidr.to_string(),
        subnet.shared_network,
        subnet.interface,
        address_text(subnet.relay),
        subnet.phones_only ? "phones" : "all",
        subnet.authoritative,
        address_list(subnet.routers),
        address_list(subnet.dns_servers),
        subnet.domain_name,
        address_list(subnet.tftp_servers),
        address_list(subnet.ntp_servers),
        subnet.lease_seconds,
        subnet.enabled,
        subnet.trusts_relay_information,
        subnet.is_selectable,
        subnet.rapid_commit,
        subnet.echoes_client_id,
        subnet.matches_client_id,
        address_list(subnet.lease_query_from),
        subnet.probe
    );
    const SubnetId id{row.value()};
    put_children(database, id, subnet);
    return id;
}

void update_subnet(Database& database, const Subnet& subnet) {
    database.run(
        "UPDATE dhcp_subnet SET cidr = ?2, shared_network = ?3, interface = ?4, relay = ?5, clients = ?6,"
        " authoritative = ?7, router = ?8, dns_servers = ?9, domain_name = ?10, tftp_servers = ?11,"
        " ntp_servers = ?12, lease_seconds = ?13, enabled = ?14, trust_relay_info = ?15,"
        " subnet_selection = ?16, rapid_commit = ?17, echo_client_id = ?18, match_client_id = ?19,"
        " lease_query_from = ?20, probe = ?21 WHERE id = ?1",
        subnet.id,
        subnet.cidr.to_string(),
        subnet.shared_network,
        subnet.interface,
        address_text(subnet.relay),
        subnet.phones_only ? "phones" : "all",
        subnet.authoritative,
        address_list(subnet.routers),
        address_list(subnet.dns_servers),
        subnet.domain_name,
        address_list(subnet.tftp_servers),
        address_list(subnet.ntp_servers),
        subnet.lease_seconds,
        subnet.enabled,
        subnet.trusts_relay_information,
        subnet.is_selectable,
        subnet.rapid_commit,
        subnet.echoes_client_id,
        subnet.matches_client_id,
        address_list(subnet.lease_query_from),
        subnet.probe
    );
    put_children(database, subnet.id, subnet);
}

void delete_subnet(Database& database, SubnetId subnet) {
    database.run("DELETE FROM dhcp_subnet WHERE id = ?1", subnet);
}

}  // namespace dialtone::db
