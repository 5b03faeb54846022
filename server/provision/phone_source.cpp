#include "server/provision/phone_source.hpp"

#include "server/provision/locale.hpp"
#include "server/provision/parameters.hpp"

#include <algorithm>
#include <tuple>

namespace dialtone::provision {

namespace {

VendorConfig readable(std::string_view fragment) {
    auto settings = parse_vendor_config(fragment);
    return settings.has_value() ? std::move(*settings) : VendorConfig{};
}

VendorConfig vendor_of(const World& world, const PhoneProfile& profile, const Device& device) {
    VendorConfig settings;
    world.enterprise_phone.for_each([&](EnterprisePhoneId, const EnterprisePhone& enterprise) {
        settings = readable(enterprise.vendor_config);
    });
    settings = layered(std::move(settings), readable(profile.vendor_config));
    return layered(std::move(settings), readable(device.vendor_config));
}

std::string_view or_else(std::string_view text, std::string_view fallback) {
    return text.empty() ? fallback : text;
}

/// What phones have when somebody deleted the standard profile.
const PhoneProfile kPlainProfile{};

}  // namespace

std::optional<PhoneSource> PhoneSource::of(const World& world, const Device& device) {
    const auto* model = world.models.find(device.model);
    const auto* pool = world.pools.find(device.pool);
    const auto* group = pool == nullptr ? nullptr : world.groups.find(pool->group);
    const auto* date_time = pool == nullptr ? nullptr : world.date_time_groups.find(pool->date_time_group);
    const auto* srst = pool == nullptr ? nullptr : world.srst_references.find(pool->srst);
    if (model == nullptr || group == nullptr || date_time == nullptr || srst == nullptr) {
        return std::nullopt;
    }
    const auto wanted = wanted_load(world, device);
    const auto user_locale = or_else(device.user_locale, world.parameter(parameters::kUserLocale));
    const auto network_locale = or_else(pool->network_locale, world.parameter(parameters::kNetworkLocale));
    const auto* common = world.profile_of(device);
    const auto& profile = common == nullptr ? kPlainProfile : *common;
    return PhoneSource{
        world,
        device,
        *model,
        *pool,
        *group,
        *date_time,
        *srst,
        family_profile(model->family),
        reachable_nodes(world, *group),
        wanted,
        offered_load(world, wanted),
        user_locale,
        network_locale,
        offered_locale(world, user_locale, kBuiltInUserLocale),
        offered_locale(world, network_locale, kBuiltInNetworkLocale),
        profile,
        vendor_of(world, profile, device)};
}

std::vector<const Node*> reachable_nodes(const World& world, const CallManagerGroup& group) {
    std::vector<const Node*> nodes;
    for (const auto id : group.members) {
        const auto* node = world.nodes.find(id);
        if (node != nullptr && !node->address.is_unspecified()) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

std::vector<const PhoneService*> services_of(const World& world, const Device& device) {
    std::vector<const PhoneService*> services;
    world.services.for_each([&](ServiceId id, const PhoneService& service) {
        const bool is_subscribed =
            std::any_of(device.services.begin(), device.services.end(), [&](const ServiceSubscription& own) {
                return own.service == id;
            });
        if (service.enabled && (service.enterprise || is_subscribed)) {
            services.push_back(&service);
        }
    });
    std::sort(services.begin(), services.end(), [](const PhoneService* a, const PhoneService* b) {
        return std::tie(a->priority, a->name, a->id) < std::tie(b->priority, b->name, b->id);
    });
    return services;
}

}  // namespace dialtone::provision
