#include "server/change/difference.hpp"

#include "server/provision/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace dialtone::change {

namespace {

using provision::Field;
using provision::FieldKey;

/// Firmware that offers less takes message Reset type 3 for something else.
constexpr std::uint32_t kFirstVersionWithApply = 17;

/// A reason names this many things and counts the rest.
constexpr std::size_t kNamedThings = 3;

struct Rule {
    Field field;
    Action action;
};

/// What it takes that a phone takes up a change. A reset is for what only its boot reads; buttons, softkeys
/// and lines are asked for at registration; what is left in the file newer phones can apply, and restart
/// themselves where they must. A load alone moves no phone: as on CUCM it is taken up at the next reset,
/// whose hour the operator chooses, for a phone that changes its image is out of service for minutes.
constexpr std::array kRules = {
    Rule{Field::names, Action::none},
    Rule{Field::protocol, Action::reset},
    Rule{Field::load, Action::none},
    Rule{Field::call_managers, Action::reset},
    Rule{Field::date_time, Action::restart},
    Rule{Field::srst, Action::restart},
    Rule{Field::locale, Action::restart},
    Rule{Field::urls, Action::apply},
    Rule{Field::security, Action::reset},
    Rule{Field::vendor_settings, Action::apply},
    Rule{Field::services_menu, Action::apply},
    Rule{Field::settings, Action::apply},
    Rule{Field::modules, Action::restart},
    Rule{Field::further, Action::restart},
    Rule{Field::placed, Action::none},
    // Phones restart themselves for SIP timers, ports and lines; the lamps of what they dial need it, too.
    Rule{Field::sip_settings, Action::restart},
    Rule{Field::sip_lines, Action::restart},
    Rule{Field::credentials, Action::restart},
    // Told of another stamp, a phone fetches these again without a restart.
    Rule{Field::side_files, Action::apply},
    Rule{Field::sip_text, Action::restart},
    Rule{Field::buttons, Action::restart},
    Rule{Field::softkeys, Action::restart},
    Rule{Field::line_number, Action::restart},
    Rule{Field::line_label, Action::restart},
    Rule{Field::line_display, Action::restart},
    Rule{Field::speed_dial, Action::restart},
    Rule{Field::service_button, Action::restart},
};

/// What changed, as the sets of things that devices may refer to.
struct Scope {
    bool everybody = false;
    std::set<DeviceName> devices;
    std::set<PoolId> pools;
    std::set<ModelId> models;
    std::set<ButtonTemplateId> button_templates;
    std::set<SoftkeyTemplateId> softkey_templates;
    std::set<ServiceId> services;
    std::set<PhoneProfileId> profiles;
    std::set<SipProfileId> sip_profiles;
    std::set<SecurityProfileId> security_profiles;
    bool all_sip = false;           ///< every SIP phone
    bool default_softkeys = false;  ///< devices without a softkey template of their own use one that changed

    /// Whether devices must be looked at one by one, as no index leads to them.
    [[nodiscard]] bool needs_scan() const {
        return everybody || default_softkeys || !models.empty() || !button_templates.empty() ||
               !softkey_templates.empty() || !services.empty() || !profiles.empty() || all_sip ||
               !sip_profiles.empty() || !security_profiles.empty();
    }

    /// A device that names no profile has a standard one.
    [[nodiscard]] bool covers_sip(const Device& device) const {
        const auto sip = device.sip_profile.is_set() ? device.sip_profile : kStandardSipProfile;
        const auto& own = device.security_profile;
        const bool has_security = own.is_set() ? security_profiles.count(own) > 0
                                               : security_profiles.count(kStandardSecurityProfile) > 0 ||
                                                     security_profiles.count(kThirdPartySecurityProfile) > 0;
        return device.protocol == Protocol::sip && (all_sip || sip_profiles.count(sip) > 0 || has_security);
    }

    [[nodiscard]] bool covers(const Device& device) const {
        const bool has_service =
            std::any_of(device.services.begin(), device.services.end(), [&](const ServiceSubscription& own) {
                return services.count(own.service) > 0;
            });
        const auto profile = device.profile.is_set() ? device.profile : kStandardPhoneProfile;
        return everybody || has_service || covers_sip(device) || models.count(device.model) > 0 ||
               profiles.count(profile) > 0 || button_templates.count(device.button_template) > 0 ||
               softkey_templates.count(device.softkey_template) > 0 ||
               (default_softkeys && !device.softkey_template.is_set());
    }
};

/// Visits the keys of rows that differ in value, not only in address.
template <class Key, class Row, class Visit>
void for_each_change(const Table<Key, Row>& before, const Table<Key, Row>& after, Visit&& visit) {
    after.for_each_difference(before, [&](const Key& key, const Row* row, const Row* old) {
        if (row == nullptr || old == nullptr || !(*row == *old)) {
            visit(key, row == nullptr ? *old : *row);
        }
    });
}

/// The phones that have the number, or of them those that speak SIP.
void add_users(Scope& scope, const World& world, DirectoryNumberId number, bool only_sip) {
    if (const auto* users = world.devices_by_number.find(number)) {
        for (const auto id : *users) {
            const auto* device = world.devices.find(id);
            if (device != nullptr && (!only_sip || device->protocol == Protocol::sip)) {
                scope.devices.insert(device->name);
            }
        }
    }
}

void add_devices(Scope& scope, const World& before, const World& after) {
    for_each_change(before.devices, after.devices, [&](DeviceId id, const Device& device) {
        scope.devices.insert(device.name);
        // The file of a SIP phone says of each line whether other phones have it, too.
        for (const auto* row : {&device, before.devices.find(id)}) {
            for (const auto& line : row == nullptr ? std::vector<LineAppearance>{} : row->lines) {
                add_users(scope, after, line.number, true);
            }
        }
    });
    for_each_change(before.numbers, after.numbers, [&](DirectoryNumberId number, const DirectoryNumber&) {
        add_users(scope, after, number, false);
    });
}

/// The groups in which a member changed are as good as changed themselves, and so on down to pools.
void add_pools(Scope& scope, const World& before, const World& after) {
    std::set<GroupId> groups;
    std::set<DateTimeGroupId> clocks;
    std::set<SrstId> srst;
    for_each_change(before.nodes, after.nodes, [&](NodeId node, const Node&) {
        after.groups.for_each([&](GroupId id, const CallManagerGroup& group) {
            if (std::find(group.members.begin(), group.members.end(), node) != group.members.end()) {
                groups.insert(id);
            }
        });
    });
    for_each_change(before.groups, after.groups, [&](GroupId id, const auto&) { groups.insert(id); });
    for_each_change(before.date_time_groups, after.date_time_groups, [&](DateTimeGroupId id, const auto&) {
        clocks.insert(id);
    });
    for_each_change(before.srst_references, after.srst_references, [&](SrstId id, const auto&) {
        srst.insert(id);
    });
    for_each_change(before.pools, after.pools, [&](PoolId id, const auto&) { scope.pools.insert(id); });
    if (groups.empty() && clocks.empty() && srst.empty()) {
        return;
    }
    after.pools.for_each([&](PoolId id, const DevicePool& pool) {
        if (groups.count(pool.group) > 0 || clocks.count(pool.date_time_group) > 0 ||
            srst.count(pool.srst) > 0) {
            scope.pools.insert(id);
        }
    });
}

void add_templates(Scope& scope, const World& before, const World& after) {
    for_each_change(before.models, after.models, [&](ModelId id, const auto&) { scope.models.insert(id); });
    for_each_change(before.device_defaults, after.device_defaults, [&](const DefaultKey& key, const auto&) {
        scope.models.insert(key.model);
    });
    for_each_change(before.button_templates, after.button_templates, [&](ButtonTemplateId id, const auto&) {
        scope.button_templates.insert(id);
    });
    for_each_change(
        before.softkey_templates,
        after.softkey_templates,
        [&](SoftkeyTemplateId id, const auto&) {
            scope.softkey_templates.insert(id);
            scope.default_softkeys = true;
        }
    );
}

void add_services(Scope& scope, const World& before, const World& after) {
    for_each_change(before.services, after.services, [&](ServiceId id, const PhoneService& service) {
        const auto* old = before.services.find(id);
        scope.services.insert(id);
        scope.everybody = scope.everybody || service.enterprise || (old != nullptr && old->enterprise);
    });
}

void add_profiles(Scope& scope, const World& before, const World& after) {
    for_each_change(before.phone_profiles, after.phone_profiles, [&](PhoneProfileId id, const auto&) {
        scope.profiles.insert(id);
    });
    for_each_change(before.enterprise_phone, after.enterprise_phone, [&](EnterprisePhoneId, const auto&) {
        scope.everybody = true;
    });
}

void add_sip(Scope& scope, const World& before, const World& after) {
    for_each_change(before.sip_profiles, after.sip_profiles, [&](SipProfileId id, const auto&) {
        scope.sip_profiles.insert(id);
    });
    for_each_change(
        before.security_profiles,
        after.security_profiles,
        [&](SecurityProfileId id, const auto&) { scope.security_profiles.insert(id); }
    );
    for_each_change(before.sip_dial_rules, after.sip_dial_rules, [&](SipDialRuleId, const auto&) {
        scope.all_sip = true;
    });
}

void add_parameters(Scope& scope, const World& before, const World& after) {
    const auto& relevant = provision::parameters::of_phone_files();
    for_each_change(before.parameters, after.parameters, [&](const std::string& key, const auto&) {
        scope.everybody =
            scope.everybody || std::find(relevant.begin(), relevant.end(), key) != relevant.end();
    });
}

void add_members(Scope& scope, const World& after) {
    for (const auto pool : scope.pools) {
        if (const auto* members = after.devices_by_pool.find(pool)) {
            members->for_each([&](DeviceId id) {
                if (const auto* device = after.devices.find(id)) {
                    scope.devices.insert(device->name);
                }
            });
        }
    }
    if (scope.needs_scan()) {
        after.devices.for_each([&](DeviceId, const Device& device) {
            if (scope.covers(device)) {
                scope.devices.insert(device.name);
            }
        });
    }
}

/// The strongest action there is for the device's firmware.
Action known_action(const World& world, const Device& device, Action action) {
    const auto* model = world.models.find(device.model);
    const bool knows_apply = device.protocol == Protocol::sip ||
                             (model != nullptr && model->max_sccp_version >= kFirstVersionWithApply);
    return action == Action::apply && !knows_apply ? Action::restart : action;
}

/// "label of line 1, load and 4 more things changed while the phone was away"
std::string reason(const std::vector<FieldKey>& keys, std::string_view circumstance) {
    std::string text;
    const auto named = std::min(keys.size(), kNamedThings);
    for (std::size_t i = 0; i < named; ++i) {
        const bool is_last = i + 1 == keys.size();
        text += i == 0 ? "" : is_last ? " and " : ", ";
        text += provision::describe(keys[i]);
    }
    if (const auto more = keys.size() - named; more > 0) {
        text += fmt::format(" and {} more thing{}", more, more == 1 ? "" : "s");
    }
    text += " changed";
    return circumstance.empty() ? text : fmt::format("{} {}", text, circumstance);
}

}  // namespace

std::vector<DeviceName> concerned(const World& before, const World& after) {
    Scope scope;
    add_devices(scope, before, after);
    add_pools(scope, before, after);
    add_templates(scope, before, after);
    add_services(scope, before, after);
    add_profiles(scope, before, after);
    add_sip(scope, before, after);
    add_parameters(scope, before, after);
    add_members(scope, after);
    return {scope.devices.begin(), scope.devices.end()};
}

Action action_for(Field field) {
    const auto* found =
        std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.field == field; });
    // Written by a newer program: the phone may hold anything, and a restart makes it read all of it again.
    return found == kRules.end() ? Action::restart : found->action;
}

std::optional<Directive> directive_for(
    const World& world,
    const Device& device,
    const provision::Given& received,
    const provision::Given& present,
    std::string_view circumstance
) {
    auto action = Action::none;
    std::vector<FieldKey> reasons;
    for (const auto key : provision::differences(received, present)) {
        const auto wanted = action_for(key.field);
        if (wanted != Action::none) {
            action = std::max(action, wanted);
            reasons.push_back(key);
        }
    }
    if (action == Action::none) {
        return std::nullopt;
    }
    std::stable_sort(reasons.begin(), reasons.end(), [](FieldKey a, FieldKey b) {
        return action_for(a.field) > action_for(b.field);
    });
    return Directive{
        device.id, device.name, known_action(world, device, action), reason(reasons, circumstance)};
}

Directive directive_for_deleted(DeviceId id, const DeviceName& name) {
    return {id, name, Action::reset, "the device was deleted"};
}

}  // namespace dialtone::change
