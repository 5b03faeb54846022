#include "server/operations/names.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/parameters.hpp"
#include "db/lease_store.hpp"
#include "db/transaction.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/waiting_phones.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace dialtone::operations {

namespace {

using List = std::vector<std::string> (*)(Session&, const World&);

struct Kind {
    Names names;
    std::string_view word;
    List list;
};

std::vector<std::string> devices(Session&, const World& world) {
    std::vector<std::string> names;
    world.devices.for_each([&](DeviceId, const Device& device) { names.push_back(device.name.text()); });
    return names;
}

std::vector<std::string> models(Session&, const World& world) {
    std::vector<std::string> names;
    world.models.for_each([&](ModelId, const PhoneModel& model) {
        if (model.kind != ModelClass::module) {
            names.push_back(model.short_name);
        }
    });
    return names;
}

std::vector<std::string> modules(Session&, const World& world) {
    std::vector<std::string> names;
    world.models.for_each([&](ModelId, const PhoneModel& model) {
        if (model.kind == ModelClass::module) {
            names.push_back(model.short_name);
        }
    });
    return names;
}

std::vector<std::string> numbers(Session&, const World& world) {
    std::vector<std::string> names;
    world.numbers.for_each([&](DirectoryNumberId, const DirectoryNumber& number) {
        names.push_back(number.pattern);
    });
    return names;
}

std::vector<std::string> partitions(Session&, const World& world) {
    auto names = names_of(world.partitions);
    std::erase(names, "");
    return names;
}

std::vector<std::string> subnets(Session&, const World& world) {
    std::vector<std::string> names;
    world.subnets.for_each([&](SubnetId, const Subnet& subnet) { names.push_back(subnet.cidr.to_string()); });
    return names;
}

std::vector<std::string> parameters(Session& session, const World&) {
    std::vector<std::string> names;
    for (const auto& row : db::list_parameters(session.database())) {
        names.push_back(row.key());
    }
    return names;
}

std::vector<std::string> leases(Session& session, const World&) {
    std::vector<std::string> names;
    if (const auto listed = db::list_leases(session.directory())) {
        for (const auto& lease : *listed) {
            names.push_back(lease.address.to_string());
        }
    }
    return names;
}

std::vector<std::string> waiting_phones(Session& session, const World&) {
    return undecided_phones(session);
}

std::vector<std::string> loads(Session& session, const World& world) {
    std::vector<std::string> names;
    const auto node = node_with_files(world, {});
    const auto ready = with_loads(session, std::make_shared<const World>(world), node ? *node : nullptr);
    for (const auto& load : ready->loads->all()) {
        names.push_back(load.name);
    }
    return names;
}

std::vector<std::string> dial_rules(Session&, const World& world) {
    std::vector<std::string> names;
    world.sip_dial_rules.for_each([&](SipDialRuleId, const SipDialRule& rule) {
        names.push_back(rule.pattern);
    });
    return names;
}

template <auto Member>
std::vector<std::string> rows(Session&, const World& world) {
    return names_of(world.*Member);
}

constexpr std::array kKinds{
    Kind{Names::device, "device", devices},
    Kind{Names::model, "model", models},
    Kind{Names::pool, "pool", rows<&World::pools>},
    Kind{Names::group, "group", rows<&World::groups>},
    Kind{Names::node, "node", rows<&World::nodes>},
    Kind{Names::number, "number", numbers},
    Kind{Names::partition, "partition", partitions},
    Kind{Names::subnet, "subnet", subnets},
    Kind{Names::parameter, "parameter", parameters},
    Kind{Names::lease, "lease", leases},
    Kind{Names::load, "load", loads},
    Kind{Names::button_template, "button-template", rows<&World::button_templates>},
    Kind{Names::softkey_template, "softkey-template", rows<&World::softkey_templates>},
    Kind{Names::service, "service", rows<&World::services>},
    Kind{Names::date_time_group, "date-time-group", rows<&World::date_time_groups>},
    Kind{Names::region, "region", rows<&World::regions>},
    Kind{Names::location, "location", rows<&World::locations>},
    Kind{Names::srst, "srst", rows<&World::srst_references>},
    Kind{Names::profile, "profile", rows<&World::phone_profiles>},
    Kind{Names::device_template, "device-template", rows<&World::universal_device_templates>},
    Kind{Names::line_template, "line-template", rows<&World::universal_line_templates>},
    Kind{Names::search_space, "search-space", rows<&World::search_spaces>},
    Kind{Names::waiting_phone, "waiting-phone", waiting_phones},
    Kind{Names::module, "module", modules},
    Kind{Names::sip_profile, "sip-profile", rows<&World::sip_profiles>},
    Kind{Names::security_profile, "security-profile", rows<&World::security_profiles>},
    Kind{Names::dial_rule, "dial-rule", dial_rules},
};

const Kind* find_kind(Names names) {
    const auto* found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.names == names; });
    return found == kKinds.end() ? nullptr : found;
}

}  // namespace

std::optional<std::string_view> word_of(Names names) {
    const auto* kind = find_kind(names);
    return kind == nullptr ? std::nullopt : std::optional{kind->word};
}

std::optional<Names> names_from(std::string_view word) {
    const auto* found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.word == word; });
    return found == kKinds.end() ? std::nullopt : std::optional{found->names};
}

Outcome<std::vector<std::string>> known_names(Session& session, Names names) {
    const auto* kind = find_kind(names);
    if (kind == nullptr) {
        return std::vector<std::string>{};
    }
    DIALTONE_TRY(auto* database, session.open(db::Access::read_only));
    const db::Snapshot snapshot{*database};
    DIALTONE_TRY(const auto world, session.world());
    auto found = kind->list(session, *world);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace dialtone::operations
