#include "server/operations/time_and_srst.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/sites.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"
#include "server/provision/time_zone.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kWhat = "date/time group";

std::string spoken(const std::vector<Ipv4>& addresses) {
    std::vector<std::string> texts;
    for (const auto address : addresses) {
        texts.push_back(address.to_string());
    }
    return joined(texts);
}

Outcome<Report> list_groups(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "date_time_groups";
    table.columns = {
        {"name", "NAME", 1},
        {"time_zone", "TIME ZONE", 1},
        {"phone_zone", "AS PHONES CALL IT", 3},
        {"date_template", "DATE"},
        {"ntp_servers", "NTP", 2},
        {"pools", "POOLS", 2}};
    for (const auto* group : by_name(world->date_time_groups)) {
        const auto zone = provision::phone_time_zone(group->time_zone);
        table.rows.push_back(
            {group->name,
             group->time_zone,
             zone ? Cell{std::string{*zone}} : Cell{},
             group->date_template,
             spoken(group->ntp_servers),
             joined(pools_with(*world, &DevicePool::date_time_group, group->id))}
        );
    }
    return Report::of(std::move(table));
}

Outcome<void> edit_group(const Call& call, DateTimeGroup& group) {
    DIALTONE_TRY(const auto zone, text_of(call, "zone", 64));
    DIALTONE_TRY(const auto date, text_of(call, "date", 8));
    DIALTONE_TRY(const auto ntp, addresses_of(call, "ntp"));
    if (zone && !provision::phone_time_zone(*zone)) {
        return invalid(fmt::format(
            "--zone: no phone has the time zone {}. Name one as Europe/Berlin or America/New_York; the phone "
            "knows "
            "its daylight saving.",
            *zone
        ));
    }
    if (date && !provision::is_date_template(*date)) {
        return invalid(fmt::format(
            "--date: phones do not understand \"{}\". Write it like D.M.Y, M/D/YA (12 hours) or Y-M-D.", *date
        ));
    }
    group.time_zone = zone.value_or(group.time_zone);
    group.date_template = date.value_or(group.date_template);
    group.ntp_servers = ntp.value_or(group.ntp_servers);
    return {};
}

Report report_of(const DateTimeGroup& group, std::string_view what) {
    Report report;
    report.properties = {
        {"name", "Name", group.name},
        {"time_zone", "Time zone", group.time_zone},
        {"phone_zone",
         "As phones call it",
         std::string{provision::phone_time_zone(group.time_zone).value_or(provision::kFallbackTimeZone)}},
        {"date_template", "Date", group.date_template},
        {"ntp_servers", "NTP servers", spoken(group.ntp_servers)},
    };
    report.remarks.push_back(fmt::format("Date/time group {} is {}.", group.name, what));
    return report;
}

Outcome<Report> add_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DateTimeGroup group;
    group.name = call.text("name");
    group.time_zone = "Etc/UTC";
    group.date_template = "M/D/Y";
    DIALTONE_CHECK(check_free_name(world->date_time_groups, group.name, kWhat, 50));
    DIALTONE_CHECK(edit_group(call, group));
    db::insert_date_time_group(session.database(), group);
    return report_of(group, "ready: `dialtone pool set POOL --date-time` gives it to a pool");
}

Outcome<Report> set_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->date_time_groups, call.text("name"), kWhat));
    auto group = *known;
    DIALTONE_CHECK(edit_group(call, group));
    if (group != *known) {
        db::update_date_time_group(session.database(), group);
    }
    return report_of(group, group == *known ? "as it was" : "changed");
}

Outcome<Report> remove_group(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* group, find_named(world->date_time_groups, call.text("name"), kWhat));
    if (const auto pools = pools_with(*world, &DevicePool::date_time_group, group->id); !pools.empty()) {
        return conflict(fmt::format(
            "Date/time group {} is the clock of {}. Give them another first: `dialtone pool set POOL "
            "--date-time`.",
            group->name,
            joined(pools)
        ));
    }
    db::delete_date_time_group(session.database(), group->id);
    return Report::of(fmt::format("Date/time group {} is removed.", group->name));
}

constexpr Argument kName{
    "name", Shape::positional, "GROUP", "name of the date/time group", Names::date_time_group};
constexpr Argument kZone{"zone", Shape::value, "ZONE", "such as Europe/Berlin"};
constexpr Argument kDate{"date", Shape::value, "TEMPLATE", "D.M.Y, M/D/YA, Y-M-D; A: 12-hour clock"};
constexpr Argument kNtp{"ntp", Shape::value, "IP,…", "NTP servers for phones that ask one"};

constexpr std::array kAdd{
    Argument{"name", Shape::positional, "GROUP", "name of the new date/time group"}, kZone, kDate, kNtp};
constexpr std::array kSet{kName, kZone, kDate, kNtp};
constexpr std::array kRemove{kName};

constexpr std::array kGroups{
    Operation{
        "date-time",
        "list",
        "Date/time groups: zone and date of phones, by pool",
        {},
        "dialtone date-time list",
        Access::read,
        list_groups},
    Operation{
        "date-time",
        "add",
        "Make a date/time group",
        kAdd,
        "dialtone date-time add Berlin --zone Europe/Berlin --date D.M.Y",
        Access::write,
        add_group},
    Operation{
        "date-time",
        "set",
        "Change a date/time group; what is not named stays",
        kSet,
        "dialtone date-time set CMLocal --zone America/New_York --date M/D/YA",
        Access::write,
        set_group},
    Operation{
        "date-time",
        "remove",
        "Remove a date/time group that no pool has",
        kRemove,
        "dialtone date-time remove Berlin",
        Access::write,
        remove_group},
};

}  // namespace

std::span<const Operation> date_time_operations() {
    return kGroups;
}

}  // namespace dialtone::operations
