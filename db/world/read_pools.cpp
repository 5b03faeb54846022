// Servers, and what a device pool brings together.
#include "db/world/addresses.hpp"
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

namespace dialtone::db {

namespace {

SrstMode srst_mode_from(const std::string& text) {
    if (text == "gateway") {
        return SrstMode::gateway;
    }
    return text == "address" ? SrstMode::address : SrstMode::disable;
}

}  // namespace

std::vector<Node> read_nodes(Database& database, KeyRange range, Problems& problems) {
    constexpr auto kSql =
        "SELECT id, name, description, address, port_offset, files_directory, sccp_port, sip_port,"
        " autoreg_enabled, autoreg_first, autoreg_last, autoreg_partition, autoreg_device_template,"
        " autoreg_line_template, autoreg_asks FROM node WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<Node>(database, range, kSql, [&](const Query& row) {
        return Node{
            .id = row.id<NodeId>(0),
            .name = row.text(1),
            .description = row.text(2),
            .address = read_address(row.text(3), {"Node " + row.text(1), "address"}, problems),
            .port_offset = row.number<std::uint16_t>(4),
            .files_directory = row.text(5),
            .sccp_port = row.number<std::uint16_t>(6),
            .sip_port = row.number<std::uint16_t>(7),
            .autoreg = {
                .enabled = row.flag(8),
                .asks = row.flag(14),
                .first = row.integer(9),
                .last = row.integer(10),
                .partition = row.id<PartitionId>(11),
                .device_template = row.id<UniversalDeviceTemplateId>(12),
                .line_template = row.id<UniversalLineTemplateId>(13)}};
    });
}

std::vector<CallManagerGroup> read_groups(Database& database, KeyRange range) {
    auto groups = read_roots<CallManagerGroup>(
        database,
        range,
        "SELECT id, name, autoreg FROM cm_group WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return CallManagerGroup{
                .id = row.id<GroupId>(0), .name = row.text(1), .autoreg = row.flag(2), .members = {}};
        }
    );
    read_children(
        database,
        range,
        groups,
        "SELECT cm_group, node FROM cm_group_member WHERE cm_group BETWEEN ?1 AND ?2 ORDER BY cm_group, "
        "priority",
        [](CallManagerGroup& group, const Query& row) { group.members.push_back(row.id<NodeId>(1)); }
    );
    return groups;
}

std::vector<DateTimeGroup> read_date_time_groups(Database& database, KeyRange range, Problems& problems) {
    constexpr auto kSql =
        "SELECT id, name, time_zone, date_template, ntp_servers"
        " FROM date_time_group WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<DateTimeGroup>(database, range, kSql, [&](const Query& row) {
        return DateTimeGroup{
            .id = row.id<DateTimeGroupId>(0),
            .name = row.text(1),
            .time_zone = row.text(2),
            .date_template = row.text(3),
            .ntp_servers =
                read_addresses(row.text(4), {"Date/time group " + row.text(1), "NTP server"}, problems)};
    });
}

std::vector<Region> read_regions(Database& database, KeyRange range) {
    return read_roots<Region>(
        database,
        range,
        "SELECT id, name FROM region WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return Region{row.id<RegionId>(0), row.text(1)};
        }
    );
}

std::vector<Location> read_locations(Database& database, KeyRange range) {
    return read_roots<Location>(
        database,
        range,
        "SELECT id, name, audio_kbps FROM location WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return Location{row.id<LocationId>(0), row.text(1), row.integer(2)};
        }
    );
}

std::vector<SrstReference> read_srst_references(Database& database, KeyRange range, Problems& problems) {
    constexpr auto kSql =
        "SELECT id, name, mode, address, sccp_port, sip_port"
        " FROM srst_reference WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<SrstReference>(database, range, kSql, [&](const Query& row) {
        return SrstReference{
            .id = row.id<SrstId>(0),
            .name = row.text(1),
            .mode = srst_mode_from(row.text(2)),
            .address = read_address(row.text(3), {"SRST reference " + row.text(1), "address"}, problems),
            .sccp_port = row.number<std::uint16_t>(4),
            .sip_port = row.number<std::uint16_t>(5)};
    });
}

std::vector<DevicePool> read_pools(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, cm_group, date_time_group, region, location, srst, connection_monitor,"
        " network_locale"
        " FROM device_pool WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<DevicePool>(database, range, kSql, [](const Query& row) {
        return DevicePool{
            .id = row.id<PoolId>(0),
            .name = row.text(1),
            .group = row.id<GroupId>(2),
            .date_time_group = row.id<DateTimeGroupId>(3),
            .region = row.id<RegionId>(4),
            .location = row.id<LocationId>(5),
            .srst = row.id<SrstId>(6),
            .connection_monitor = row.number<std::int32_t>(7),
            .network_locale = row.text(8)};
    });
}

}  // namespace dialtone::db
