#pragma once

#include "common/model/world.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A small complete world for tests: node cm1 at 10.77.0.1 in group, pool and region Default, the models
/// 7960, 7940, 7965 and 7975 with their standard templates and defaults, softkeys and parameters;
/// auto-registration off, no devices. The functions below change it as the loader would, secondary indexes
/// included.
namespace dialtone::test {

inline constexpr NodeId kCm1{1};
inline constexpr NodeId kCm2{2};
inline constexpr GroupId kDefaultGroup{1};
inline constexpr DateTimeGroupId kCmLocal{1};
inline constexpr RegionId kDefaultRegion{1};
inline constexpr LocationId kHubNone{1};
inline constexpr SrstId kSrstDisable{1};
inline constexpr PoolId kDefaultPool{1};
inline constexpr PartitionId kNoPartition{1};  ///< the partition <None>, whose name is empty
inline constexpr SoftkeyTemplateId kStandardUser{1};
inline constexpr ModelId k7960{7};
inline constexpr ModelId k7940{8};
inline constexpr ModelId k7965{436};
inline constexpr ModelId k7975{437};

/// Changes one row in place: edit(world.pools, kDefaultPool, [](DevicePool& pool) { pool.name = "Berlin"; });
/// Not for rows that an index repeats: devices go through put_device(), numbers through put_number().
template <class Key, class Row, class Change>
void edit(Table<Key, Row>& table, const Key& key, Change&& change) {
    const Row* old = table.find(key);
    if (old == nullptr) {
        throw std::logic_error("no such row in the sample world");
    }
    Row row = *old;
    std::forward<Change>(change)(row);
    table.set(key, std::move(row));
}

/// From now on all files of these loads lie ready.
inline void hold_loads(World& world, std::initializer_list<const char*> names) {
    std::vector<Load> loads;
    for (const auto* name : names) {
        loads.push_back({name, name + std::string{".loads"}, {{"image.sbn", 100, 0}}, ""});
    }
    world.loads = std::make_shared<const LoadInventory>(std::move(loads));
}

namespace detail {

template <class Key>
void drop_from(Table<Key, std::vector<DeviceId>>& index, const Key& key, DeviceId id) {
    const auto* old = index.find(key);
    if (old == nullptr) {
        return;
    }
    auto ids = *old;
    std::erase(ids, id);
    if (ids.empty()) {
        index.erase(key);
    } else {
        index.set(key, std::move(ids));
    }
}

template <class Key>
void add_to(Table<Key, std::vector<DeviceId>>& index, const Key& key, DeviceId id) {
    const auto* old = index.find(key);
    auto ids = old == nullptr ? std::vector<DeviceId>{} : *old;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
        ids.push_back(id);
        std::sort(ids.begin(), ids.end());
        index.set(key, std::move(ids));
    }
}

inline void drop_from_pool(World& world, PoolId pool, DeviceId id) {
    const auto* old = world.devices_by_pool.find(pool);
    auto devices = old == nullptr ? DeviceSet{} : *old;
    devices.erase(id);
    if (devices.empty()) {
        world.devices_by_pool.erase(pool);
    } else {
        world.devices_by_pool.set(pool, std::move(devices));
    }
}

inline void add_to_pool(World& world, PoolId pool, DeviceId id) {
    const auto* old = world.devices_by_pool.find(pool);
    auto devices = old == nullptr ? DeviceSet{} : *old;
    devices.insert(id);
    world.devices_by_pool.set(pool, std::move(devices));
}

template <class Key, class Row>
std::int64_t next_key(const Table<Key, Row>& table) {
    std::int64_t highest = 0;
    table.for_each([&](const Key& key, const Row&) { highest = std::max(highest, key.value()); });
    return highest + 1;
}

inline void add_model(
    World& world,
    PhoneModel model,
    std::uint32_t lines,
    std::uint32_t speed_dials,
    std::string_view template_name
) {
    ButtonTemplate buttons{
        .id = ButtonTemplateId{model.id.value()},
        .name = std::string{template_name},
        .model = model.id,
        .protocol = Protocol::sccp,
        .is_standard = true};
    for (std::uint32_t position = 1; position <= lines + speed_dials; ++position) {
        buttons.buttons.push_back({position, position <= lines ? "line" : "speed dial", ""});
    }
    world.device_defaults.set(
        DefaultKey{model.id, Protocol::sccp},
        DeviceDefault{
            .model = model.id,
            .protocol = Protocol::sccp,
            .pool = kDefaultPool,
            .button_template = buttons.id}
    );
    world.button_templates.set(buttons.id, std::move(buttons));
    world.models.set(model.id, std::move(model));
}

inline PhoneModel model(
    ModelId id,
    std::string_view number,
    std::string_view family,
    std::uint32_t keys,
    std::uint32_t sccp_version
) {
    const std::string digits{number};
    return {
        .id = id,
        .name = "Cisco " + digits,
        .short_name = digits,
        .speaks_sccp = true,
        .speaks_sip = true,
        .family = std::string{family},
        .line_keys = keys,
        .max_sccp_version = sccp_version,
        .vendor_class = "Cisco Systems, Inc. IP Phone CP-" + digits};
}

inline SoftkeyTemplate standard_user() {
    return {
        .id = kStandardUser,
        .name = "Standard User",
        .description = "Standard User Softkey Template",
        .is_standard = true,
        .sets = {
            {"on hook", {"Redial", "NewCall", "CFwdAll"}},
            {"connected", {"Hold", "EndCall", "Trnsfer", "Park", "Confrn"}},
            {"on hold", {"Resume", "NewCall"}},
            {"ring in", {"Answer"}},
            {"off hook", {"Redial", "EndCall", "CFwdAll", "PickUp", "GPickUp", "MeetMe"}},
            {"connected transfer", {"EndCall", "Trnsfer"}},
            {"digits after first", {"<<", "EndCall"}},
            {"connected conference", {"EndCall", "Confrn"}},
            {"ring out", {"EndCall"}},
            {"off hook with feature", {"Redial", "EndCall"}},
            {"remote in use", {"Barge", "NewCall"}},
            {"connected no feature", {"EndCall"}}}};
}

inline void add_parameters(World& world) {
    const std::pair<const char*, const char*> values[] = {
        {"callmanager/station-keepalive-interval", "30"},
        {"callmanager/station-secondary-keepalive-interval", "60"},
        {"callmanager/max-events-allowed", "2000"},
        {"callmanager/max-registered-devices", "5000"},
        {"callmanager/t302-timer-ms", "15000"},
        {"callmanager/first-digit-timer-ms", "15000"},
        {"callmanager/auto-registration-restart-delay-ms", "2000"},
        {"callmanager/restart-rate-per-second", "20"},
        {"enterprise/auto-registration-phone-protocol", "SCCP"},
        {"enterprise/url-authentication", ""},
        {"enterprise/url-directories", ""},
        {"enterprise/url-services", ""},
        {"enterprise/url-messages", ""},
        {"enterprise/url-idle", ""},
        {"enterprise/url-information", ""}};
    for (const auto& [key, value] : values) {
        world.parameters.set(key, value);
    }
}

}  // namespace detail

/// The world described at the top of this file.
inline World sample_world() {
    World world;
    world.sequence = 1;
    world.nodes.set(kCm1, Node{.id = kCm1, .name = "cm1", .address = Ipv4{10, 77, 0, 1}});
    world.groups.set(
        kDefaultGroup,
        CallManagerGroup{.id = kDefaultGroup, .name = "Default", .autoreg = true, .members = {kCm1}}
    );
    world.date_time_groups.set(
        kCmLocal,
        DateTimeGroup{.id = kCmLocal, .name = "CMLocal", .time_zone = "Etc/UTC", .date_template = "M/D/Y"}
    );
    world.regions.set(kDefaultRegion, Region{.id = kDefaultRegion, .name = "Default"});
    world.locations.set(kHubNone, Location{.id = kHubNone, .name = "Hub_None"});
    world.srst_references.set(kSrstDisable, SrstReference{.id = kSrstDisable, .name = "Disable"});
    world.pools.set(
        kDefaultPool,
        DevicePool{
            .id = kDefaultPool,
            .name = "Default",
            .group = kDefaultGroup,
            .date_time_group = kCmLocal,
            .region = kDefaultRegion,
            .location = kHubNone,
            .srst = kSrstDisable}
    );
    world.partitions.set(kNoPartition, Partition{.id = kNoPartition});
    world.softkey_templates.set(kStandardUser, detail::standard_user());
    detail::add_model(world, detail::model(k7960, "7960", "legacy40", 6, 11), 2, 4, "Standard 7960 SCCP");
    detail::add_model(world, detail::model(k7940, "7940", "legacy40", 2, 11), 2, 0, "Standard 7940 SCCP");
    detail::add_model(world, detail::model(k7965, "7965", "java79", 6, 22), 2, 4, "Standard 7965 SCCP");
    detail::add_model(world, detail::model(k7975, "7975", "java79", 8, 22), 2, 6, "Standard 7975 SCCP");
    detail::add_parameters(world);
    return world;
}

/// Adds or replaces a directory number and its index entry.
inline void put_number(World& world, DirectoryNumber number) {
    if (const auto* old = world.numbers.find(number.id)) {
        world.number_by_pattern.erase(NumberKey{old->pattern, old->partition});
    }
    world.number_by_pattern.set(NumberKey{number.pattern, number.partition}, number.id);
    const auto id = number.id;
    world.numbers.set(id, std::move(number));
}

/// The DN in the partition <None>, made when it does not exist.
inline DirectoryNumberId ensure_number(World& world, std::string_view pattern) {
    const NumberKey key{std::string{pattern}, kNoPartition};
    if (const auto* found = world.number_by_pattern.find(key)) {
        return *found;
    }
    const DirectoryNumberId id{detail::next_key(world.numbers)};
    put_number(world, DirectoryNumber{.id = id, .pattern = key.pattern, .partition = kNoPartition});
    return id;
}

/// Removes a device with its index entries; its numbers stay.
inline void erase_device(World& world, DeviceId id) {
    const auto* device = world.devices.find(id);
    if (device == nullptr) {
        return;
    }
    world.device_by_name.erase(device->name);
    world.device_by_digest_user.erase(device->digest_user);
    detail::drop_from_pool(world, device->pool, id);
    for (const auto& line : device->lines) {
        detail::drop_from(world.devices_by_number, line.number, id);
    }
    world.devices.erase(id);
}

/// Adds or replaces a device and its index entries.
inline void put_device(World& world, Device device) {
    const auto id = device.id;
    erase_device(world, id);
    world.device_by_name.set(device.name, id);
    if (!device.digest_user.empty()) {
        world.device_by_digest_user.set(device.digest_user, id);
    }
    detail::add_to_pool(world, device.pool, id);
    for (const auto& line : device.lines) {
        detail::add_to(world.devices_by_number, line.number, id);
    }
    world.devices.set(id, std::move(device));
}

/// Changes one device: edit_device(world, id, [](Device& device) { device.lines[0].label = "Reception"; });
template <class Change>
void edit_device(World& world, DeviceId id, Change&& change) {
    const auto* old = world.devices.find(id);
    if (old == nullptr) {
        throw std::logic_error("no such device in the sample world");
    }
    Device device = *old;
    std::forward<Change>(change)(device);
    put_device(world, std::move(device));
}

/// A phone with its model's defaults and, where `dns` names any, one line appearance per number.
/// @param name "SEP001122334455"
inline DeviceId add_device(
    World& world,
    std::string_view name,
    ModelId model,
    std::initializer_list<std::string_view> dns = {},
    Protocol protocol = Protocol::sccp
) {
    const auto* defaults = world.device_defaults.find(DefaultKey{model, Protocol::sccp});
    const auto parsed = DeviceName::parse(name);
    if (defaults == nullptr || !parsed) {
        throw std::logic_error("the sample world knows no such model, or the device name is malformed");
    }
    Device device{
        .id = DeviceId{detail::next_key(world.devices)},
        .name = *parsed,
        .model = model,
        .protocol = protocol,
        .pool = defaults->pool,
        .button_template = defaults->button_template};
    for (const auto dn : dns) {
        const auto line = static_cast<std::uint32_t>(device.lines.size() + 1);
        device.lines.push_back({.line = line, .number = ensure_number(world, dn)});
    }
    const auto id = device.id;
    put_device(world, std::move(device));
    return id;
}

/// A second or further node, at the end of the group Default.
inline void add_node(World& world, NodeId id, std::string_view name, Ipv4 address) {
    world.nodes.set(id, Node{.id = id, .name = std::string{name}, .address = address});
    edit(world.groups, kDefaultGroup, [&](CallManagerGroup& group) { group.members.push_back(id); });
}

/// Auto-registration on at `node`, with this range of numbers in the partition <None>.
inline void switch_autoreg_on(
    World& world, NodeId node, std::int64_t first = 1000, std::int64_t last = 1999
) {
    edit(world.nodes, node, [&](Node& row) {
        row.autoreg = {.enabled = true, .first = first, .last = last, .partition = kNoPartition};
    });
}

inline void switch_autoreg_off(World& world, NodeId node) {
    edit(world.nodes, node, [](Node& row) { row.autoreg = {}; });
}

}  // namespace dialtone::test
