#include "db/aggregates/sites.hpp"

#include <array>
#include <string>
#include <string_view>

namespace dialtone::db {

namespace {

std::string spaced(const std::vector<Ipv4>& addresses) {
    std::string text;
    for (const auto address : addresses) {
        text += (text.empty() ? "" : " ") + address.to_string();
    }
    return text;
}

std::string_view word_of(SrstMode mode) {
    constexpr std::array<std::string_view, 3> kWords{"disable", "gateway", "address"};
    return kWords[static_cast<std::size_t>(mode)];
}

std::string address_text(Ipv4 address) {
    return address.is_unspecified() ? std::string{} : address.to_string();
}

}  // namespace

DateTimeGroupId insert_date_time_group(Database& database, const DateTimeGroup& group) {
    const auto id = database.integer(
        "INSERT INTO date_time_group (name, time_zone, date_template, ntp_servers)"
        " VALUES (?1, ?2, ?3, ?4) RETURNING id",
        group.name,
        group.time_zone,
        group.date_template,
        spaced(group.ntp_servers)
    );
    return DateTimeGroupId{id.value()};
}

void update_date_time_group(Database& database, const DateTimeGroup& group) {
    database.run(
        "UPDATE date_time_group SET name = ?2, time_zone = ?3, date_template = ?4, ntp_servers = ?5"
        " WHERE id = ?1",
        group.id,
        group.name,
        group.time_zone,
        group.date_template,
        spaced(group.ntp_servers)
    );
}

void delete_date_time_group(Database& database, DateTimeGroupId group) {
    database.run("DELETE FROM date_time_group WHERE id = ?1", group);
}

SrstId insert_srst(Database& database, const SrstReference& srst) {
    const auto id = database.integer(
        "INSERT INTO srst_reference (name, mode, address, sccp_port, sip_port)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        srst.name,
        word_of(srst.mode),
        address_text(srst.address),
        srst.sccp_port,
        srst.sip_port
    );
    return SrstId{id.value()};
}

void update_srst(Database& database, const SrstReference& srst) {
    database.run(
        "UPDATE srst_reference SET name = ?2, mode = ?3, address = ?4, sccp_port = ?5, sip_port = ?6"
        " WHERE id = ?1",
        srst.id,
        srst.name,
        word_of(srst.mode),
        address_text(srst.address),
        srst.sccp_port,
        srst.sip_port
    );
}

void delete_srst(Database& database, SrstId srst) {
    database.run("DELETE FROM srst_reference WHERE id = ?1", srst);
}

}  // namespace dialtone::db
