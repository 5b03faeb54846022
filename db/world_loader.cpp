#include "db/world_loader.hpp"

#include "db/transaction.hpp"
#include "db/world/indexes.hpp"
#include "db/world/read_rows.hpp"
#include "db/world/validate.hpp"

#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dialtone::db {

namespace {

/// A world in the making: a copy of the old one, into which rows are merged.
struct Building {
    Database& database;
    World world;
    Problems problems{};
    Touched touched{};
    Indexes indexes{world};
};

/// Puts one row into its table, unless an equal one is there; tells `changed(before, after)` of a difference.
template <class Key, class Row, class Changed>
void merge_row(Table<Key, Row>& table, const Key& key, Row row, Changed& changed) {
    const auto before = table.share(key);
    if (before != nullptr && *before == row) {
        return;
    }
    table.set(key, std::move(row));
    changed(before.get(), table.find(key));
}

template <class Key, class Row, class Changed>
void remove_row(Table<Key, Row>& table, const Key& key, Changed& changed) {
    if (const auto before = table.share(key)) {
        table.erase(key);
        changed(before.get(), static_cast<const Row*>(nullptr));
    }
}

/// The rows of `range` as they are now: others of the range go.
template <class Key, class Row, class Changed>
void merge(Table<Key, Row>& table, KeyRange range, std::vector<Row> rows, Changed changed) {
    if (!range.is_all()) {
        if (rows.empty()) {
            remove_row(table, Key{range.first}, changed);
        }
    } else {
        std::unordered_set<Key> kept;
        for (const auto& row : rows) {
            kept.insert(row.id);
        }
        std::vector<Key> gone;
        table.for_each([&](const Key& key, const Row&) {
            if (!kept.contains(key)) {
                gone.push_back(key);
            }
        });
        for (const auto& key : gone) {
            remove_row(table, key, changed);
        }
    }
    for (auto& row : rows) {
        const Key key = row.id;
        merge_row(table, key, std::move(row), changed);
    }
}

/// For tables that no index follows.
auto note_other(Building& building) {
    return [&building](const auto*, const auto* after) {
        (after == nullptr ? building.touched.any_other_removed : building.touched.any_other) = true;
    };
}

void load_devices(Building& b, KeyRange range) {
    merge(
        b.world.devices,
        range,
        read_devices(b.database, range, b.problems),
        [&](const Device* before, const Device* after) {
            b.indexes.device(before, after);
            if (after != nullptr) {
                b.touched.devices.push_back(after->id);
            }
        }
    );
}

void load_numbers(Building& b, KeyRange range) {
    merge(
        b.world.numbers,
        range,
        read_numbers(b.database, range),
        [&](const DirectoryNumber* before, const DirectoryNumber* after) {
            b.indexes.number(before, after);
            b.touched.numbers.push_back(after == nullptr ? before->id : after->id);
        }
    );
}

/// Two rows of one model are two keys of the table; there are some hundred in all.
void load_device_defaults(Building& b, KeyRange range) {
    const auto rows = read_device_defaults(b.database, range);
    auto changed = note_other(b);
    std::unordered_set<DefaultKey> kept;
    for (const auto& row : rows) {
        kept.insert({row.model, row.protocol});
        merge_row(b.world.device_defaults, DefaultKey{row.model, row.protocol}, row, changed);
    }
    std::vector<DefaultKey> gone;
    b.world.device_defaults.for_each([&](const DefaultKey& key, const DeviceDefault&) {
        const bool in_range = range.first <= key.model.value() && key.model.value() <= range.last;
        if (in_range && !kept.contains(key)) {
            gone.push_back(key);
        }
    });
    for (const auto& key : gone) {
        remove_row(b.world.device_defaults, key, changed);
    }
}

/// The world knows parameters by name and the change table by id: all of them are read, which are a hundred.
void load_parameters(Building& b, KeyRange) {
    auto changed = [](const std::string*, const std::string*) {};
    std::unordered_set<std::string> kept;
    for (auto& [key, value] : read_parameters(b.database)) {
        kept.insert(key);
        merge_row(b.world.parameters, key, std::move(value), changed);
    }
    std::vector<std::string> gone;
    b.world.parameters.for_each([&](const std::string& key, const std::string&) {
        if (!kept.contains(key)) {
            gone.push_back(key);
        }
    });
    for (const auto& key : gone) {
        remove_row(b.world.parameters, key, changed);
    }
}

/// For the aggregates that are a table and a reader, with or without problems.
template <auto TableMember, auto Read>
void load_plain(Building& b, KeyRange range) {
    if constexpr (std::is_invocable_v<decltype(Read), Database&, KeyRange, Problems&>) {
        merge(b.world.*TableMember, range, Read(b.database, range, b.problems), note_other(b));
    } else {
        merge(b.world.*TableMember, range, Read(b.database, range), note_other(b));
    }
}

/// The names that the triggers write into change.aggregate.
struct Aggregate {
    std::string_view name;
    void (*load)(Building&, KeyRange);
};

constexpr Aggregate kAggregates[] = {
    {"node", load_plain<&World::nodes, read_nodes>},
    {"cm_group", load_plain<&World::groups, read_groups>},
    {"date_time_group", load_plain<&World::date_time_groups, read_date_time_groups>},
    {"region", load_plain<&World::regions, read_regions>},
    {"location", load_plain<&World::locations, read_locations>},
    {"srst_reference", load_plain<&World::srst_references, read_srst_references>},
    {"device_pool", load_plain<&World::pools, read_pools>},
    {"phone_model", load_plain<&World::models, read_models>},
    {"button_template", load_plain<&World::button_templates, read_button_templates>},
    {"softkey_template", load_plain<&World::softkey_templates, read_softkey_templates>},
    {"device_default", load_device_defaults},
    {"route_partition", load_plain<&World::partitions, read_partitions>},
    {"calling_search_space", load_plain<&World::search_spaces, read_search_spaces>},
    {"directory_number", load_numbers},
    {"device", load_devices},
    {"enterprise_phone", load_plain<&World::enterprise_phone, read_enterprise_phone>},
    {"phone_profile", load_plain<&World::phone_profiles, read_phone_profiles>},
    {"universal_device_template",
     load_plain<&World::universal_device_templates, read_universal_device_templates>},
    {"universal_line_template", load_plain<&World::universal_line_templates, read_universal_line_templates>},
    {"sip_profile", load_plain<&World::sip_profiles, read_sip_profiles>},
    {"security_profile", load_plain<&World::security_profiles, read_security_profiles>},
    {"sip_dial_rule", load_plain<&World::sip_dial_rules, read_sip_dial_rules>},
    {"phone_service", load_plain<&World::services, read_services>},
    {"parameter", load_parameters},
    {"dhcp_subnet", load_plain<&World::subnets, read_subnets>},
};

LoadResult finish(Building& b, bool is_whole) {
    b.indexes.finish();
    validate(b.world, b.touched, b.problems);
    if (!b.problems.empty()) {
        return {.world = nullptr, .problems = std::move(b.problems), .is_whole = is_whole};
    }
    return {.world = std::make_shared<const World>(std::move(b.world)), .problems = {}, .is_whole = is_whole};
}

/// The newest change row is always kept; 0 on a database in which nothing ever changed.
std::int64_t last_sequence(Database& database) {
    return database.integer("SELECT max(sequence) FROM change").value_or(0);
}

LoadResult load_whole_now(Database& database, const WorldPtr& old) {
    Building building{.database = database, .world = old == nullptr ? World{} : *old};
    building.world.sequence = last_sequence(database);
    for (const auto& aggregate : kAggregates) {
        aggregate.load(building, KeyRange::all());
    }
    return finish(building, true);
}

void load_aggregate(Building& building, std::string_view name, std::int64_t key) {
    for (const auto& aggregate : kAggregates) {
        if (aggregate.name == name) {
            aggregate.load(building, KeyRange::one(key));
        }
    }
}

std::vector<std::pair<std::string, std::int64_t>> changes_after(Database& database, std::int64_t sequence) {
    auto rows = database.query("SELECT DISTINCT aggregate, key FROM change WHERE sequence > ?1", sequence);
    std::vector<std::pair<std::string, std::int64_t>> changes;
    while (rows.next()) {
        changes.emplace_back(rows.text(0), rows.integer(1));
    }
    return changes;
}

LoadResult load_changes_now(Database& database, const WorldPtr& old) {
    const auto newest = last_sequence(database);
    if (newest == old->sequence) {
        return {.world = old, .problems = {}, .is_whole = false};
    }
    const auto oldest = database.integer("SELECT min(sequence) FROM change").value_or(0);
    if (old->sequence + 1 < oldest || old->sequence > newest) {
        return load_whole_now(database, old);
    }
    Building building{.database = database, .world = *old};
    building.world.sequence = newest;
    for (const auto& [name, key] : changes_after(database, old->sequence)) {
        load_aggregate(building, name, key);
    }
    return finish(building, false);
}

template <class Load>
LoadResult in_snapshot(Database& database, Load&& load) {
    try {
        const Snapshot snapshot{database};
        return load();
    } catch (const StoreError& error) {
        return {.world = nullptr, .problems = {to_problem(error)}, .is_whole = false};
    }
}

}  // namespace

LoadResult WorldLoader::load_whole(const WorldPtr& old) {
    return in_snapshot(database_, [&] { return load_whole_now(database_, old); });
}

LoadResult WorldLoader::load_changes(const WorldPtr& old) {
    return in_snapshot(database_, [&] { return load_changes_now(database_, old); });
}

LoadResult load_world(Database& database) {
    return in_snapshot(database, [&] { return load_whole_now(database, nullptr); });
}

}  // namespace dialtone::db
