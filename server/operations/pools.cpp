#include "server/operations/pools.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/pools.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

std::int64_t device_count(const World& world, PoolId pool) {
    const auto* devices = world.devices_by_pool.find(pool);
    return devices == nullptr ? 0 : static_cast<std::int64_t>(devices->size());
}

Cell monitor_cell(const DevicePool& pool) {
    return pool.connection_monitor < 0 ? Cell{} : Cell{std::int64_t{pool.connection_monitor}};
}

Outcome<Report> list_pools(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "pools";
    table.columns = {
        {"name", "NAME", 1},
        {"group", "GROUP", 2},
        {"region", "REGION", 3},
        {"location", "LOCATION", 3},
        {"date_time_group", "DATE/TIME", 3},
        {"srst", "SRST", 3},
        {"phones", "PHONES"}};
    table.none = "There is no device pool. `dialtone pool add NAME` makes one.";
    for (const auto* pool : by_name(world->pools)) {
        table.rows.push_back(
            {pool->name,
             name_or_unknown(world->groups, pool->group),
             name_or_unknown(world->regions, pool->region),
             name_or_unknown(world->locations, pool->location),
             name_or_unknown(world->date_time_groups, pool->date_time_group),
             name_or_unknown(world->srst_references, pool->srst),
             device_count(*world, pool->id)}
        );
    }
    return Report::of(std::move(table));
}

Listing member_table(const World& world, const DevicePool& pool) {
    Listing table;
    table.key = "nodes";
    table.title = "Its phones register with";
    table.columns = {{"priority", ""}, {"node", "NODE"}, {"address", "ADDRESS"}};
    table.none = "no node: the group has no members";
    const auto* group = world.groups.find(pool.group);
    std::int64_t priority = 0;
    for (const auto id : group == nullptr ? std::vector<NodeId>{} : group->members) {
        const auto* node = world.nodes.find(id);
        table.rows.push_back({++priority, node->name, node->address.to_string()});
    }
    return table;
}

Report report_of(const World& world, const DevicePool& pool) {
    Report report;
    report.properties = {
        {"name", "Name", pool.name},
        {"group", "Call Manager group", name_or_unknown(world.groups, pool.group)},
        {"region", "Region", name_or_unknown(world.regions, pool.region)},
        {"location", "Location", name_or_unknown(world.locations, pool.location)},
        {"date_time_group", "Date/time group", name_or_unknown(world.date_time_groups, pool.date_time_group)},
        {"srst", "SRST reference", name_or_unknown(world.srst_references, pool.srst)},
        {"connection_monitor", "Connection monitor", monitor_cell(pool)},
        {"network_locale",
         "Network locale",
         pool.network_locale.empty() ? Cell{} : Cell{pool.network_locale}},
        {"phones", "Phones", device_count(world, pool.id)},
    };
    report.tables.push_back(member_table(world, pool));
    return report;
}

Outcome<Report> show_pool(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* pool, find_named(world->pools, call.text("name"), "device pool"));
    return report_of(*world, *pool);
}

Outcome<void> edit_pool(const World& world, const Call& call, DevicePool& pool) {
    if (call.has("group")) {
        DIALTONE_TRY(const auto* row, find_named(world.groups, call.text("group"), "Call Manager group"));
        pool.group = row->id;
    }
    if (call.has("region")) {
        DIALTONE_TRY(const auto* row, find_named(world.regions, call.text("region"), "region"));
        pool.region = row->id;
    }
    if (call.has("location")) {
        DIALTONE_TRY(const auto* row, find_named(world.locations, call.text("location"), "location"));
        pool.location = row->id;
    }
    if (call.has("date-time")) {
        DIALTONE_TRY(
            const auto* row, find_named(world.date_time_groups, call.text("date-time"), "date/time group")
        );
        pool.date_time_group = row->id;
    }
    if (call.has("srst")) {
        DIALTONE_TRY(const auto* row, find_named(world.srst_references, call.text("srst"), "SRST reference"));
        pool.srst = row->id;
    }
    DIALTONE_TRY(const auto monitor, integer_of(call, "connection-monitor", -1, 86400));
    pool.connection_monitor = static_cast<std::int32_t>(monitor.value_or(pool.connection_monitor));
    DIALTONE_TRY(const auto locale, text_of(call, "network-locale", 64));
    pool.network_locale = locale.value_or(pool.network_locale);
    return {};
}

Outcome<Report> written_pool(Session& session, std::string_view name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    const auto* pool = world->find_pool(name);
    auto report = report_of(*world, *pool);
    const auto phones = device_count(*world, pool->id);
    report.remarks.push_back(fmt::format(
        "Device pool {} is {}.{}",
        pool->name,
        what,
        phones == 0 ? "" : fmt::format(" Phones of it that get something new: at most {}.", phones)
    ));
    return report;
}

Outcome<Report> add_pool(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto& name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->pools, name, "device pool", 50));
    const auto* model = world->find_pool(call.find("like").value_or("Default"));
    if (model == nullptr) {
        return no_such("device pool", call.find("like").value_or("Default"), names_of(world->pools));
    }
    auto pool = *model;
    pool.id = {};
    pool.name = name;
    DIALTONE_CHECK(edit_pool(*world, call, pool));
    db::insert_pool(session.database(), pool);
    return written_pool(session, name, "ready");
}

Outcome<Report> set_pool(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->pools, call.text("name"), "device pool"));
    auto pool = *known;
    if (call.has("rename") && !iequals(call.text("rename"), pool.name)) {
        DIALTONE_CHECK(check_free_name(world->pools, call.text("rename"), "device pool", 50));
    }
    pool.name = call.find("rename").value_or(pool.name);
    DIALTONE_CHECK(edit_pool(*world, call, pool));
    if (pool != *known) {
        db::update_pool(session.database(), pool);
    }
    return written_pool(session, pool.name, pool == *known ? "as it was" : "changed");
}

Outcome<Report> remove_pool(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* pool, find_named(world->pools, call.text("name"), "device pool"));
    if (const auto phones = device_count(*world, pool->id); phones > 0) {
        return conflict(fmt::format(
            "Device pool {} has {} phone{}. Move them first: `dialtone phone list --pool \"{}\"`, then "
            "`dialtone phone set NAME --pool OTHER`.",
            pool->name,
            phones,
            phones == 1 ? "" : "s",
            pool->name
        ));
    }
    std::int64_t defaults = 0;
    world->device_defaults.for_each([&](const DefaultKey&, const DeviceDefault& row) {
        defaults += row.pool == pool->id ? 1 : 0;
    });
    if (defaults > 0) {
        return conflict(fmt::format(
            "Device pool {} is the one that {} device defaults give to new phones; it stays.",
            pool->name,
            defaults
        ));
    }
    db::delete_pool(session.database(), pool->id);
    return Report::of(fmt::format("Device pool {} is removed.", pool->name));
}

constexpr Argument kName{"name", Shape::positional, "POOL", "name of the device pool", Names::pool};
constexpr Argument kGroup{"group", Shape::value, "GROUP", "Call Manager group", Names::group};
constexpr Argument kRegion{"region", Shape::value, "REGION", "region", Names::region};
constexpr Argument kLocation{"location", Shape::value, "LOCATION", "location", Names::location};
constexpr Argument kDateTime{"date-time", Shape::value, "GROUP", "date/time group", Names::date_time_group};
constexpr Argument kSrst{"srst", Shape::value, "SRST", "SRST reference", Names::srst};
constexpr Argument kMonitor{
    "connection-monitor", Shape::value, "SECONDS", "stable primary before leaving SRST; -1 = default"};

constexpr Argument kNetworkLocale{
    "network-locale", Shape::value, "LOCALE", "tones, such as Germany; \"\" = the enterprise's"};

constexpr std::array kShow{kName};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "POOL", "name of the new device pool"},
    Argument{"like", Shape::value, "POOL", "take what is not named from this one; else Default", Names::pool},
    kGroup,
    kRegion,
    kLocation,
    kDateTime,
    kSrst,
    kMonitor,
    kNetworkLocale,
};
constexpr std::array kSet{
    kName,
    Argument{"rename", Shape::value, "NAME", "another name"},
    kGroup,
    kRegion,
    kLocation,
    kDateTime,
    kSrst,
    kMonitor,
    kNetworkLocale,
};

constexpr std::array kPools{
    Operation{"pool", "list", "Every device pool", {}, "dialtone pool list", Access::read, list_pools},
    Operation{
        "pool",
        "show",
        "One device pool and its servers",
        kShow,
        "dialtone pool show Default",
        Access::read,
        show_pool},
    Operation{
        "pool",
        "add",
        "Make a device pool",
        kAdd,
        "dialtone pool add Floor1 --group Default",
        Access::write,
        add_pool},
    Operation{
        "pool",
        "set",
        "Change a device pool; what is not named stays",
        kSet,
        "dialtone pool set Floor1 --group Branch",
        Access::write,
        set_pool},
    Operation{
        "pool",
        "remove",
        "Remove a device pool that no phone uses",
        kShow,
        "dialtone pool remove Floor1",
        Access::write,
        remove_pool},
};

}  // namespace

std::span<const Operation> pool_operations() {
    return kPools;
}

}  // namespace dialtone::operations
