#include "server/change/difference.hpp"

#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;
using change::concerned;

namespace {

constexpr PoolId kBranchPool{2};
constexpr GroupId kBranchGroup{2};

/// A 7960 and a 7965 in the pool Default, a 7975 in the pool Branch, whose group and node are its own.
struct Office {
    World world = sample_world();
    DeviceId old_phone = add_device(world, "SEP000000007960", k7960, {"1000"});
    DeviceId new_phone = add_device(world, "SEP000000007965", k7965, {"1001"});
    DeviceId branch_phone = add_device(world, "SEP000000007975", k7975, {"1002"});

    Office() {
        world.nodes.set(kCm2, Node{.id = kCm2, .name = "cm2", .address = Ipv4{10, 78, 0, 1}});
        world.groups.set(
            kBranchGroup, CallManagerGroup{.id = kBranchGroup, .name = "Branch", .members = {kCm2}}
        );
        auto pool = *world.pools.find(kDefaultPool);
        pool.id = kBranchPool;
        pool.name = "Branch";
        pool.group = kBranchGroup;
        world.pools.set(kBranchPool, pool);
        edit_device(world, branch_phone, [](Device& device) { device.pool = kBranchPool; });
        edit_device(world, new_phone, [](Device& device) { device.softkey_template = SoftkeyTemplateId{2}; });
    }
};

std::vector<std::string> names(const std::vector<DeviceName>& devices) {
    std::vector<std::string> out;
    for (const auto& device : devices) {
        out.push_back(device.text());
    }
    return out;
}

const std::string kOld = "SEP000000007960";
const std::string kNew = "SEP000000007965";
const std::string kBranch = "SEP000000007975";

/// The same rows as new objects, as a loader that reads everything again makes them.
template <class Key, class Row>
Table<Key, Row> again(const Table<Key, Row>& table) {
    Table<Key, Row> copy;
    table.for_each([&](const Key& key, const Row& row) { copy.set(key, row); });
    return copy;
}

World reloaded(const World& world) {
    World copy;
    copy.sequence = world.sequence + 1;
    copy.nodes = again(world.nodes);
    copy.groups = again(world.groups);
    copy.date_time_groups = again(world.date_time_groups);
    copy.regions = again(world.regions);
    copy.locations = again(world.locations);
    copy.srst_references = again(world.srst_references);
    copy.pools = again(world.pools);
    copy.models = again(world.models);
    copy.button_templates = again(world.button_templates);
    copy.softkey_templates = again(world.softkey_templates);
    copy.device_defaults = again(world.device_defaults);
    copy.partitions = again(world.partitions);
    copy.numbers = again(world.numbers);
    copy.devices = again(world.devices);
    copy.services = again(world.services);
    copy.enterprise_phone = again(world.enterprise_phone);
    copy.phone_profiles = again(world.phone_profiles);
    copy.universal_device_templates = again(world.universal_device_templates);
    copy.universal_line_templates = again(world.universal_line_templates);
    copy.sip_profiles = again(world.sip_profiles);
    copy.security_profiles = again(world.security_profiles);
    copy.sip_dial_rules = again(world.sip_dial_rules);
    copy.subnets = again(world.subnets);
    copy.parameters = again(world.parameters);
    copy.device_by_name = again(world.device_by_name);
    copy.device_by_digest_user = again(world.device_by_digest_user);
    copy.number_by_pattern = again(world.number_by_pattern);
    copy.devices_by_pool = again(world.devices_by_pool);
    copy.devices_by_number = again(world.devices_by_number);
    return copy;
}

}  // namespace

TEST_CASE("Difference: a change concerns those who refer to it", "[change]") {
    struct Row {
        std::string name;
        std::function<void(Office&)> change;
        std::vector<std::string> concerned;
    };

    const std::vector<Row> rows = {
        {"nothing", [](Office&) {}, {}},
        {"a label",
         [](Office& o) { edit_device(o.world, o.old_phone, [](Device& d) { d.lines[0].label = "x"; }); },
         {kOld}},
        {"a new device",
         [](Office& o) { add_device(o.world, "SEP000000000001", k7960); },
         {"SEP000000000001"}},
        {"a deleted device", [](Office& o) { erase_device(o.world, o.old_phone); }, {kOld}},
        {"a number",
         [](Office& o) {
             auto number = *o.world.numbers.find(ensure_number(o.world, "1001"));
             number.pattern = "1111";
             put_number(o.world, number);
         },
         {kNew}},
        {"a pool",
         [](Office& o) { edit(o.world.pools, kBranchPool, [](DevicePool& p) { p.connection_monitor = 9; }); },
         {kBranch}},
        {"a group",
         [](Office& o) {
             edit(o.world.groups, kDefaultGroup, [](CallManagerGroup& g) { g.members.push_back(kCm2); });
         },
         {kOld, kNew}},
        {"a node",
         [](Office& o) { edit(o.world.nodes, kCm2, [](Node& n) {
                             n.address = Ipv4{10, 78, 0, 2};
                         }); },
         {kBranch}},
        {"a date/time group",
         [](Office& o) {
             edit(o.world.date_time_groups, kCmLocal, [](DateTimeGroup& g) { g.time_zone = "Asia/Tokyo"; });
         },
         {kOld, kNew, kBranch}},
        {"an SRST reference",
         [](Office& o) {
             edit(o.world.srst_references, kSrstDisable, [](SrstReference& r) {
                 r.mode = SrstMode::gateway;
             });
         },
         {kOld, kNew, kBranch}},
        {"a model's default load",
         [](Office& o) {
             edit(o.world.device_defaults, DefaultKey{k7965, Protocol::sccp}, [](DeviceDefault& d) {
                 d.load = "x";
             });
         },
         {kNew}},
        {"a model",
         [](Office& o) { edit(o.world.models, k7960, [](PhoneModel& m) { m.family = "ata"; }); },
         {kOld}},
        {"a button template",
         [](Office& o) {
             edit(o.world.button_templates, ButtonTemplateId{k7975.value()}, [](ButtonTemplate& t) {
                 t.buttons.pop_back();
             });
         },
         {kBranch}},
        {"the standard softkeys",
         [](Office& o) {
             edit(o.world.softkey_templates, kStandardUser, [](SoftkeyTemplate& t) { t.sets.pop_back(); });
         },
         {kOld, kBranch}},
        {"a service somebody has",
         [](Office& o) {
             edit_device(o.world, o.old_phone, [](Device& d) {
                 d.services.push_back({ServiceId{1}, 0, ""});
             });
             o.world.services.set(ServiceId{1}, PhoneService{.id = ServiceId{1}, .name = "News", .url = "u"});
         },
         {kOld}},
        {"a service of the enterprise",
         [](Office& o) {
             o.world.services.set(
                 ServiceId{1},
                 PhoneService{.id = ServiceId{1}, .name = "News", .url = "u", .enterprise = true}
             );
         },
         {kOld, kNew, kBranch}},
        {"the standard profile",
         [](Office& o) {
             edit_device(o.world, o.old_phone, [](Device& d) { d.profile = PhoneProfileId{2}; });
             o.world.phone_profiles.set(
                 kStandardPhoneProfile, PhoneProfile{.id = kStandardPhoneProfile, .name = "Standard"}
             );
         },
         {kOld, kNew, kBranch}},
        {"a profile that nobody has",
         [](Office& o) {
             o.world.phone_profiles.set(
                 PhoneProfileId{2}, PhoneProfile{.id = PhoneProfileId{2}, .name = "P"}
             );
         },
         {}},
        {"the settings of the enterprise",
         [](Office& o) {
             o.world.enterprise_phone.set(
                 EnterprisePhoneId{1}, EnterprisePhone{EnterprisePhoneId{1}, "<a>1</a>"}
             );
         },
         {kOld, kNew, kBranch}},
        {"a universal template",
         [](Office& o) {
             o.world.universal_device_templates.set(UniversalDeviceTemplateId{1}, UniversalDeviceTemplate{});
         },
         {}},
        {"a parameter of files",
         [](Office& o) { o.world.parameters.set("enterprise/url-idle", "http://x"); },
         {kOld, kNew, kBranch}},
        {"any other parameter",
         [](Office& o) { o.world.parameters.set("callmanager/max-registered-devices", "1"); },
         {}},
        {"a region",
         [](Office& o) { edit(o.world.regions, kDefaultRegion, [](Region& r) { r.name = "x"; }); },
         {}},
        {"a subnet", [](Office& o) { o.world.subnets.set(SubnetId{1}, Subnet{.id = SubnetId{1}}); }, {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Office office;
        const World before = office.world;
        row.change(office);
        CHECK(names(concerned(before, office.world)) == row.concerned);
    }
}

TEST_CASE("Difference: a world reloaded whole but equal concerns nobody", "[change]") {
    const Office office;
    CHECK(concerned(office.world, reloaded(office.world)).empty());
}

TEST_CASE("Difference: a reloaded world still shows what changed", "[change]") {
    const Office office;
    auto world = reloaded(office.world);
    edit_device(world, office.new_phone, [](Device& device) { device.lines[0].label = "x"; });
    CHECK(names(concerned(office.world, world)) == std::vector{kNew});
}

TEST_CASE("Difference: a device under a new id is named once", "[change]") {
    Office office;
    const World before = office.world;
    auto device = *office.world.devices.find(office.old_phone);
    erase_device(office.world, office.old_phone);
    device.id = DeviceId{77};
    put_device(office.world, device);
    CHECK(names(concerned(before, office.world)) == std::vector{kOld});
}

TEST_CASE("Difference: what SIP phones share concerns those that have it", "[change]") {
    struct Row {
        std::string name;
        std::function<void(World&)> change;
        std::vector<std::string> expected;
    };

    const auto set_sip = [](std::int64_t id) {
        return [id](World& world) {
            world.sip_profiles.set(SipProfileId{id}, SipProfile{.id = SipProfileId{id}, .name = "new"});
        };
    };
    const auto set_security = [](std::int64_t id) {
        return [id](World& world) {
            world.security_profiles.set(
                SecurityProfileId{id}, SecurityProfile{.id = SecurityProfileId{id}, .name = "new"}
            );
        };
    };
    const std::vector<Row> rows = {
        {"the standard SIP profile", set_sip(1), {kNew}},
        {"a SIP profile", set_sip(5), {kBranch}},
        {"nobody's SIP profile", set_sip(6), {}},
        {"the standard security profile", set_security(1), {kNew}},
        {"a security profile", set_security(5), {kBranch}},
        {"a dial rule",
         [](World& world) {
             world.sip_dial_rules.set(SipDialRuleId{1}, SipDialRule{.id = SipDialRuleId{1}, .pattern = "1"});
         },
         {kNew, kBranch}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Office office;
        edit_device(office.world, office.new_phone, [](Device& device) { device.protocol = Protocol::sip; });
        edit_device(office.world, office.branch_phone, [](Device& device) {
            device.protocol = Protocol::sip;
            device.sip_profile = SipProfileId{5};
            device.security_profile = SecurityProfileId{5};
        });
        auto after = office.world;
        row.change(after);
        CHECK(names(concerned(office.world, after)) == row.expected);
    }
}

TEST_CASE(
    "Difference: a number that becomes shared concerns the SIP phones that have it already", "[change]"
) {
    Office office;
    edit_device(office.world, office.new_phone, [](Device& device) { device.protocol = Protocol::sip; });
    auto shared = office.world;
    add_device(shared, "SEP0000000000AA", k7975, {"1001"});
    CHECK(names(concerned(office.world, shared)) == std::vector<std::string>{"SEP0000000000AA", kNew});
    CHECK(names(concerned(shared, office.world)) == std::vector<std::string>{"SEP0000000000AA", kNew});
    auto sccp = office.world;
    add_device(sccp, "SEP0000000000AA", k7975, {"1000"});
    CHECK(names(concerned(office.world, sccp)) == std::vector<std::string>{"SEP0000000000AA"});
}

TEST_CASE("Difference: what a SIP phone must do for a change", "[change]") {
    using change::Action;
    using provision::Field;
    CHECK(change::action_for(Field::sip_settings) == Action::restart);
    CHECK(change::action_for(Field::sip_lines) == Action::restart);
    CHECK(change::action_for(Field::credentials) == Action::restart);
    CHECK(change::action_for(Field::sip_text) == Action::restart);
    CHECK(change::action_for(Field::side_files) == Action::apply);
    CHECK(change::action_for(Field::protocol) == Action::reset);
    CHECK(change::action_for(Field::security) == Action::reset);
}
