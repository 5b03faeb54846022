#include "db/world/validate.hpp"

#include <fmt/format.h>

namespace dialtone::db {

namespace {

/// Collects dangling references of one row.
class References {
 public:
    References(std::string row, Problems& problems) : row_{std::move(row)}, problems_{problems} {}

    template <class Id, class Row>
    void need(const Table<Id, Row>& table, Id id, std::string_view what) {
        if (!table.contains(id)) {
            problems_.push_back(
                invalid(fmt::format("{} refers to {} {}, which does not exist.", row_, what, id.value()))
            );
        }
    }

    template <class Id, class Row>
    void may(const Table<Id, Row>& table, Id id, std::string_view what) {
        if (id.is_set()) {
            need(table, id, what);
        }
    }

 private:
    std::string row_;
    Problems& problems_;
};

void check_device(const World& world, const Device& device, Problems& problems) {
    References refers{"Device " + device.name.text(), problems};
    refers.need(world.models, device.model, "phone model");
    refers.need(world.pools, device.pool, "device pool");
    refers.need(world.button_templates, device.button_template, "phone button template");
    refers.may(world.softkey_templates, device.softkey_template, "softkey template");
    refers.may(world.locations, device.location, "location");
    refers.may(world.phone_profiles, device.profile, "common phone profile");
    refers.may(world.sip_profiles, device.sip_profile, "SIP profile");
    refers.may(world.security_profiles, device.security_profile, "security profile");
    for (const auto& module : device.modules) {
        refers.need(world.models, module.model, "phone model");
    }
    for (const auto& line : device.lines) {
        refers.need(world.numbers, line.number, "directory number");
    }
    for (const auto& subscription : device.services) {
        refers.need(world.services, subscription.service, "phone service");
    }
}

void check_number(const World& world, DirectoryNumberId id, Problems& problems) {
    if (const auto* number = world.numbers.find(id)) {
        References refers{"Directory number " + number->pattern, problems};
        refers.need(world.partitions, number->partition, "partition");
        refers.may(world.search_spaces, number->search_space, "calling search space");
        return;
    }
    const auto* devices = world.devices_by_number.find(id);
    if (devices == nullptr) {
        return;
    }
    for (const auto holder : *devices) {
        if (const auto* device = world.devices.find(holder)) {
            check_device(world, *device, problems);
        }
    }
}

void check_pools(const World& world, Problems& problems) {
    world.nodes.for_each([&](NodeId, const Node& node) {
        References refers{"Node " + node.name, problems};
        refers.may(world.partitions, node.autoreg.partition, "partition");
        refers.may(
            world.universal_device_templates, node.autoreg.device_template, "universal device template"
        );
        refers.may(world.universal_line_templates, node.autoreg.line_template, "universal line template");
    });
    world.groups.for_each([&](GroupId, const CallManagerGroup& group) {
        References refers{"Call Manager group " + group.name, problems};
        for (const auto member : group.members) {
            refers.need(world.nodes, member, "node");
        }
    });
    world.pools.for_each([&](PoolId, const DevicePool& pool) {
        References refers{"Device pool " + pool.name, problems};
        refers.need(world.groups, pool.group, "Call Manager group");
        refers.need(world.date_time_groups, pool.date_time_group, "date/time group");
        refers.need(world.regions, pool.region, "region");
        refers.need(world.locations, pool.location, "location");
        refers.need(world.srst_references, pool.srst, "SRST reference");
    });
}

void check_templates(const World& world, Problems& problems) {
    world.button_templates.for_each([&](ButtonTemplateId, const ButtonTemplate& row) {
        References{"Phone button template " + row.name, problems}.need(
            world.models, row.model, "phone model"
        );
    });
    world.universal_device_templates.for_each([&](UniversalDeviceTemplateId, const auto& row) {
        References refers{"Universal device template " + row.name, problems};
        refers.may(world.softkey_templates, row.softkey_template, "softkey template");
        refers.may(world.locations, row.location, "location");
        refers.may(world.phone_profiles, row.profile, "common phone profile");
    });
    world.universal_line_templates.for_each([&](UniversalLineTemplateId, const auto& row) {
        References refers{"Universal line template " + row.name, problems};
        refers.may(world.partitions, row.partition, "partition");
        refers.may(world.search_spaces, row.search_space, "calling search space");
    });
    world.search_spaces.for_each([&](CallingSearchSpaceId, const CallingSearchSpace& row) {
        References refers{"Calling search space " + row.name, problems};
        for (const auto partition : row.partitions) {
            refers.need(world.partitions, partition, "partition");
        }
    });
    world.device_defaults.for_each([&](const DefaultKey& key, const DeviceDefault& row) {
        References refers{fmt::format("Device default of model {}", key.model.value()), problems};
        refers.need(world.models, row.model, "phone model");
        refers.need(world.pools, row.pool, "device pool");
        refers.may(world.button_templates, row.button_template, "phone button template");
    });
}

void check_ranges(
    const Subnet& subnet, const std::vector<AddressRange>& ranges, std::string_view what, Problems& problems
) {
    for (const auto& range : ranges) {
        const bool fits = range.first <= range.last && subnet.cidr.contains(range.first) &&
                          subnet.cidr.contains(range.last);
        if (!fits) {
            problems.push_back(invalid(fmt::format(
                "Subnet {}: the {} {} to {} does not lie in it in this order.",
                subnet.cidr.to_string(),
                what,
                range.first.to_string(),
                range.last.to_string()
            )));
        }
    }
}

void check_subnets(const World& world, Problems& problems) {
    world.subnets.for_each([&](SubnetId, const Subnet& subnet) {
        check_ranges(subnet, subnet.ranges, "range", problems);
        check_ranges(subnet, subnet.exclusions, "exclusion", problems);
        for (const auto& reservation : subnet.reservations) {
            if (!subnet.cidr.contains(reservation.address)) {
                problems.push_back(invalid(fmt::format(
                    "Subnet {}: the reserved address {} does not lie in it.",
                    subnet.cidr.to_string(),
                    reservation.address.to_string()
                )));
            }
        }
        References refers{"An option of subnet " + subnet.cidr.to_string(), problems};
        for (const auto& option : subnet.options) {
            if (option.scope == SubnetOption::Scope::model) {
                refers.need(world.models, option.model, "phone model");
            }
        }
    });
}

}  // namespace

void validate(const World& world, const Touched& touched, Problems& problems) {
    if (touched.any_other || touched.any_other_removed) {
        check_pools(world, problems);
        check_templates(world, problems);
        check_subnets(world, problems);
    }
    for (const auto id : touched.numbers) {
        check_number(world, id, problems);
    }
    if (touched.any_other_removed) {
        world.numbers.for_each([&](DirectoryNumberId id, const DirectoryNumber&) {
            check_number(world, id, problems);
        });
        world.devices.for_each([&](DeviceId, const Device& device) { check_device(world, device, problems); }
        );
        return;
    }
    for (const auto id : touched.devices) {
        if (const auto* device = world.devices.find(id)) {
            check_device(world, *device, problems);
        }
    }
}

}  // namespace dialtone::db
