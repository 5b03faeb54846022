#include "common/model/table.hpp"
#include "common/model/device_set.hpp"
#include "common/model/ids.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>
#include <string>

using namespace dialtone;

TEST_CASE("Table: behaves as a map under random changes", "[table]") {
    std::mt19937 random{7};
    Table<DeviceId, std::string> table;
    std::map<std::int64_t, std::string> model;
    for (int i = 0; i < 5000; ++i) {
        const auto key = static_cast<std::int64_t>(random() % 700);
        if (random() % 3 == 0) {
            table.erase(DeviceId{key});
            model.erase(key);
        } else {
            table.set(DeviceId{key}, std::to_string(i));
            model[key] = std::to_string(i);
        }
    }
    REQUIRE(table.size() == model.size());
    std::map<std::int64_t, std::string> seen;
    table.for_each([&](DeviceId key, const std::string& row) { seen[key.value()] = row; });
    REQUIRE(seen == model);
}

TEST_CASE("Table: a copy keeps what it had", "[table]") {
    Table<DeviceId, std::string> before;
    before.set(DeviceId{1}, "one");
    before.set(DeviceId{2}, "two");
    auto after = before;
    after.set(DeviceId{1}, "uno");
    after.erase(DeviceId{2});
    REQUIRE(*before.find(DeviceId{1}) == "one");
    REQUIRE(*before.find(DeviceId{2}) == "two");
    REQUIRE(*after.find(DeviceId{1}) == "uno");
    REQUIRE(after.find(DeviceId{2}) == nullptr);
}

TEST_CASE("Table: the difference names exactly what changed", "[table]") {
    Table<DeviceId, std::string> before;
    for (int i = 1; i <= 1000; ++i) {
        before.set(DeviceId{i}, std::to_string(i));
    }
    auto after = before;
    after.set(DeviceId{5}, "changed");
    after.set(DeviceId{2000}, "new");
    after.erase(DeviceId{7});
    std::map<std::int64_t, std::string> seen;
    after.for_each_difference(before, [&](DeviceId key, const std::string* now, const std::string* old) {
        seen[key.value()] = (old == nullptr ? "-" : *old) + ">" + (now == nullptr ? "-" : *now);
    });
    REQUIRE(seen == std::map<std::int64_t, std::string>{{5, "5>changed"}, {7, "7>-"}, {2000, "->new"}});
}

TEST_CASE("Table: what nobody shares is changed in place, what a copy shares is not", "[table]") {
    Table<DeviceId, std::string> table;
    table.set(DeviceId{1}, "one");
    const auto kept = table;
    table.set(DeviceId{1}, "uno");
    table.set(DeviceId{1}, "eins");
    REQUIRE(*kept.find(DeviceId{1}) == "one");
    REQUIRE(*table.find(DeviceId{1}) == "eins");
    REQUIRE(table.size() == 1);
}

TEST_CASE("Device set: behaves as a set, and a copy keeps what it had", "[table]") {
    std::mt19937 random{7};
    DeviceSet devices;
    std::set<std::int64_t> model;
    DeviceSet copy;
    std::set<std::int64_t> copied;
    for (int i = 0; i < 5000; ++i) {
        const auto key = static_cast<std::int64_t>(random() % 700);
        if (random() % 3 == 0) {
            devices.erase(DeviceId{key});
            model.erase(key);
        } else {
            devices.insert(DeviceId{key});
            model.insert(key);
        }
        if (i == 2500) {
            copy = devices;
            copied = model;
        }
    }
    const auto keys = [](const DeviceSet& set) {
        std::set<std::int64_t> found;
        set.for_each([&](DeviceId id) { found.insert(id.value()); });
        return found;
    };
    REQUIRE(devices.size() == model.size());
    REQUIRE(keys(devices) == model);
    REQUIRE(keys(copy) == copied);
    REQUIRE(copy == DeviceSet{copy});
    REQUIRE_FALSE(copy == devices);
    REQUIRE(DeviceSet{}.empty());
}
