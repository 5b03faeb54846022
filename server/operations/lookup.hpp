#pragma once

#include "common/error/problem.hpp"
#include "common/model/world.hpp"
#include "common/text/ascii.hpp"
#include "server/operations/near_matches.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// From a person's word to the row that it names, or to a sentence that says what there is instead. Pointers
/// live as long as the world.
namespace dialtone::operations {

/// All rows, by name regardless of case.
template <class Key, class Row>
std::vector<const Row*> by_name(const Table<Key, Row>& table) {
    std::vector<const Row*> rows;
    table.for_each([&](const Key&, const Row& row) { rows.push_back(&row); });
    std::sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) {
        return to_lower(a->name) < to_lower(b->name);
    });
    return rows;
}

template <class Key, class Row>
std::vector<std::string> names_of(const Table<Key, Row>& table) {
    std::vector<std::string> names;
    for (const auto* row : by_name(table)) {
        names.push_back(row->name);
    }
    return names;
}

/// "There is no device pool Flor1. Did you mean Floor1?", or what there is when nothing is near.
Problem no_such(std::string_view what, std::string_view word, const std::vector<std::string>& names);

/// The row called `word`, regardless of case. @param what "device pool".
template <class Key, class Row>
Outcome<const Row*> find_named(const Table<Key, Row>& table, std::string_view word, std::string_view what) {
    const Row* found = nullptr;
    table.for_each([&](const Key&, const Row& row) {
        if (iequals(row.name, word)) {
            found = &row;
        }
    });
    if (found == nullptr) {
        return no_such(what, word, names_of(table));
    }
    return found;
}

/// The device pools whose `reference` is `row`, by name: pools_with(world, &DevicePool::group, group->id).
template <class Key>
std::vector<std::string> pools_with(const World& world, Key DevicePool::*reference, Key row) {
    std::vector<std::string> names;
    for (const auto* pool : by_name(world.pools)) {
        if (pool->*reference == row) {
            names.push_back(pool->name);
        }
    }
    return names;
}

/// invalid when a row is called that already, or the name is empty, too long or unprintable. @param most
/// characters
template <class Key, class Row>
Outcome<void> check_free_name(
    const Table<Key, Row>& table, std::string_view name, std::string_view what, std::size_t most
);

/// "" when `name` can name something, otherwise why not.
Outcome<void> check_name(std::string_view name, std::string_view what, std::size_t most);
Problem name_taken(std::string_view what, std::string_view name);

template <class Key, class Row>
Outcome<void> check_free_name(
    const Table<Key, Row>& table, std::string_view name, std::string_view what, std::size_t most
) {
    if (auto fits = check_name(name, what, most); !fits) {
        return fits;
    }
    bool is_taken = false;
    table.for_each([&](const Key&, const Row& row) { is_taken = is_taken || iequals(row.name, name); });
    if (is_taken) {
        return name_taken(what, name);
    }
    return {};
}

/// "SEP001122334455" in any case, or its MAC address as labels and switches print it.
Outcome<const Device*> find_device(const World& world, std::string_view word);

/// The device name that a person means by `word`: a name, or a MAC address.
Outcome<DeviceName> device_name_from(std::string_view word);

/// "7965", "CP-7965", "Cisco 7965", "436"; phones only.
Outcome<const PhoneModel*> find_model(const World& world, std::string_view word);

/// "" and "<None>" are the partition without a name.
Outcome<const Partition*> find_partition(const World& world, std::string_view word);

/// A number in a partition ("" = <None>). Without a partition said, the only one that has the number.
Outcome<const DirectoryNumber*> find_number(
    const World& world, std::string_view pattern, const std::optional<std::string>& partition
);

/// "10.77.0.0/16", or an address in it.
Outcome<const Subnet*> find_subnet(const World& world, std::string_view word);

/// "<None>" for the partition without a name, "?" when it dangles.
std::string partition_name(const World& world, PartitionId partition);

/// "1001", or "1001 in Lobby" outside <None>.
std::string spoken(const World& world, const DirectoryNumber& number);

/// The name of a row by its id, "?" when it dangles.
template <class Key, class Row>
std::string name_or_unknown(const Table<Key, Row>& table, Key key) {
    const auto* row = table.find(key);
    return row == nullptr ? "?" : row->name;
}

}  // namespace dialtone::operations
