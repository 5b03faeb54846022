#pragma once

#include "common/model/world.hpp"

#include <catch2/catch.hpp>

namespace dialtone::test {

template <class Key, class Row>
bool equal_tables(const Table<Key, Row>& a, const Table<Key, Row>& b) {
    bool is_equal = a.size() == b.size();
    a.for_each([&](const Key& key, const Row& row) {
        const auto* other = b.find(key);
        is_equal = is_equal && other != nullptr && *other == row;
    });
    return is_equal;
}

/// Every table and every index by value.
inline void require_equal(const World& a, const World& b) {
    REQUIRE(a.sequence == b.sequence);
    CHECK(equal_tables(a.nodes, b.nodes));
    CHECK(equal_tables(a.groups, b.groups));
    CHECK(equal_tables(a.date_time_groups, b.date_time_groups));
    CHECK(equal_tables(a.regions, b.regions));
    CHECK(equal_tables(a.locations, b.locations));
    CHECK(equal_tables(a.srst_references, b.srst_references));
    CHECK(equal_tables(a.pools, b.pools));
    CHECK(equal_tables(a.models, b.models));
    CHECK(equal_tables(a.button_templates, b.button_templates));
    CHECK(equal_tables(a.softkey_templates, b.softkey_templates));
    CHECK(equal_tables(a.device_defaults, b.device_defaults));
    CHECK(equal_tables(a.partitions, b.partitions));
    CHECK(equal_tables(a.search_spaces, b.search_spaces));
    CHECK(equal_tables(a.numbers, b.numbers));
    CHECK(equal_tables(a.devices, b.devices));
    CHECK(equal_tables(a.sip_profiles, b.sip_profiles));
    CHECK(equal_tables(a.security_profiles, b.security_profiles));
    CHECK(equal_tables(a.sip_dial_rules, b.sip_dial_rules));
    CHECK(equal_tables(a.services, b.services));
    CHECK(equal_tables(a.subnets, b.subnets));
    CHECK(equal_tables(a.parameters, b.parameters));
    CHECK(equal_tables(a.device_by_name, b.device_by_name));
    CHECK(equal_tables(a.device_by_digest_user, b.device_by_digest_user));
    CHECK(equal_tables(a.number_by_pattern, b.number_by_pattern));
    CHECK(equal_tables(a.devices_by_pool, b.devices_by_pool));
    REQUIRE(equal_tables(a.devices_by_number, b.devices_by_number));
}

}  // namespace dialtone::test
