#include "common/model/world.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone {

namespace {

/// The row whose name equals `name` regardless of case. These tables hold tens of rows; only devices need an
/// index.
template <class Key, class Row>
const Row* find_by_name(const Table<Key, Row>& table, std::string_view name) {
    const Row* found = nullptr;
    table.for_each([&](const Key&, const Row& row) {
        if (iequals(row.name, name)) {
            found = &row;
        }
    });
    return found;
}

std::string_view without_maker(std::string_view words) {
    for (const std::string_view maker : {"Cisco ", "CP-"}) {
        if (istarts_with(words, maker)) {
            words.remove_prefix(maker.size());
        }
    }
    return words;
}

}  // namespace

const Device* World::find_device(const DeviceName& name) const {
    const auto* id = device_by_name.find(name);
    return id == nullptr ? nullptr : devices.find(*id);
}

const Device* World::find_digest_user(const std::string& user) const {
    const auto* id = device_by_digest_user.find(user);
    return id == nullptr ? nullptr : devices.find(*id);
}

const Node* World::find_node(std::string_view name) const {
    return find_by_name(nodes, name);
}

const CallManagerGroup* World::find_group(std::string_view name) const {
    return find_by_name(groups, name);
}

const DevicePool* World::find_pool(std::string_view name) const {
    return find_by_name(pools, name);
}

const SoftkeyTemplate* World::find_softkey_template(std::string_view name) const {
    return find_by_name(softkey_templates, name);
}

const PhoneModel* World::find_model(std::string_view words) const {
    const auto short_words = without_maker(words);
    const PhoneModel* found = nullptr;
    models.for_each([&](ModelId, const PhoneModel& model) {
        if (iequals(model.name, words) || iequals(model.short_name, short_words)) {
            found = &model;
        }
    });
    if (found != nullptr) {
        return found;
    }
    std::int64_t number = 0;
    const auto* end = words.data() + words.size();
    const auto parsed = std::from_chars(words.data(), end, number);
    return parsed.ec == std::errc{} && parsed.ptr == end ? models.find(ModelId{number}) : nullptr;
}

const PhoneModel* World::model_by_vendor_class(std::string_view vendor_class) const {
    const PhoneModel* found = nullptr;
    models.for_each([&](ModelId, const PhoneModel& model) {
        const bool matches = !model.vendor_class.empty() && istarts_with(vendor_class, model.vendor_class);
        if (matches && (found == nullptr || model.vendor_class.size() > found->vendor_class.size())) {
            found = &model;
        }
    });
    return found;
}

const CallManagerGroup* World::autoreg_group() const {
    const CallManagerGroup* found = nullptr;
    groups.for_each([&](GroupId, const CallManagerGroup& group) {
        if (group.autoreg) {
            found = &group;
        }
    });
    return found;
}

bool World::is_autoreg_on_at(NodeId node) const {
    const auto* group = autoreg_group();
    const auto* row = nodes.find(node);
    return group != nullptr && row != nullptr && row->autoreg.is_on() &&
           std::find(group->members.begin(), group->members.end(), node) != group->members.end();
}

bool World::is_autoreg_on() const {
    const auto* group = autoreg_group();
    return group != nullptr && std::any_of(group->members.begin(), group->members.end(), [&](NodeId node) {
               return is_autoreg_on_at(node);
           });
}

namespace {

/// Numbers are given smallest first: from the other end the first look nearly always tells.
bool has_free_number(const World& world, const Node& node) {
    const auto& range = node.autoreg;
    const auto partition = world.autoreg_partition(node);
    if (range.last - range.first >= static_cast<std::int64_t>(world.numbers.size())) {
        return true;
    }
    for (auto number = range.last; number >= range.first; --number) {
        if (!world.number_by_pattern.contains(NumberKey{std::to_string(number), partition})) {
            return true;
        }
    }
    return false;
}

}  // namespace

PartitionId World::autoreg_partition(const Node& node) const {
    const auto* lines = universal_line_templates.find(node.autoreg.line_template);
    if (lines != nullptr && lines->partition.is_set()) {
        return lines->partition;
    }
    if (node.autoreg.partition.is_set()) {
        return node.autoreg.partition;
    }
    const auto* none = find_by_name(partitions, "");
    return none == nullptr ? PartitionId{} : none->id;
}

bool World::has_autoreg_numbers() const {
    const auto* group = autoreg_group();
    return group != nullptr && std::any_of(group->members.begin(), group->members.end(), [&](NodeId node) {
               return is_autoreg_on_at(node) && has_free_number(*this, *nodes.find(node));
           });
}

const PhoneProfile* World::profile_of(const Device& device) const {
    const auto* own = phone_profiles.find(device.profile);
    return own == nullptr ? phone_profiles.find(kStandardPhoneProfile) : own;
}

namespace {

/// What devices have when somebody deleted the standard rows.
const SipProfile kPlainSipProfile{};
const SecurityProfile kPlainSecurityProfile{};
const SecurityProfile kPlainThirdPartyProfile{.digest = true};

}  // namespace

const SipProfile& World::sip_profile_of(const Device& device) const {
    const auto* own = sip_profiles.find(device.sip_profile);
    const auto* profile = own == nullptr ? sip_profiles.find(kStandardSipProfile) : own;
    return profile == nullptr ? kPlainSipProfile : *profile;
}

const SecurityProfile& World::security_profile_of(const Device& device) const {
    if (const auto* own = security_profiles.find(device.security_profile)) {
        return *own;
    }
    const auto* model = models.find(device.model);
    const bool is_third_party = model != nullptr && model->is_third_party();
    const auto* standard =
        security_profiles.find(is_third_party ? kThirdPartySecurityProfile : kStandardSecurityProfile);
    const auto& plain = is_third_party ? kPlainThirdPartyProfile : kPlainSecurityProfile;
    return standard == nullptr ? plain : *standard;
}

std::vector<const Node*> World::nodes_of(const Device& device) const {
    std::vector<const Node*> found;
    const auto* pool = pools.find(device.pool);
    const auto* group = pool == nullptr ? nullptr : groups.find(pool->group);
    if (group != nullptr) {
        for (const auto id : group->members) {
            if (const auto* node = nodes.find(id)) {
                found.push_back(node);
            }
        }
    }
    return found;
}

std::string_view World::parameter(const std::string& key, std::string_view fallback) const {
    const auto* value = parameters.find(key);
    return value == nullptr ? fallback : std::string_view{*value};
}

std::int64_t World::integer_parameter(const std::string& key, std::int64_t fallback) const {
    const auto text = parameter(key);
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc{} ? value : fallback;
}

bool World::boolean_parameter(const std::string& key, bool fallback) const {
    const auto text = parameter(key);
    return text.empty() ? fallback : iequals(text, "yes") || iequals(text, "true") || text == "1";
}

namespace {

/// By SipTransport.
constexpr std::array<std::string_view, 3> kTransports{"tcp", "udp", "both"};

}  // namespace

std::string_view to_string(SipTransport transport) {
    return kTransports[static_cast<std::size_t>(transport)];
}

std::optional<SipTransport> sip_transport_from(std::string_view text) {
    const auto* found = std::find(kTransports.begin(), kTransports.end(), text);
    return found == kTransports.end() ? std::nullopt
                                      : std::optional{static_cast<SipTransport>(found - kTransports.begin())};
}

std::string_view to_string(Protocol protocol) {
    return protocol == Protocol::sccp ? "SCCP" : "SIP";
}

std::optional<Protocol> protocol_from(std::string_view text) {
    if (iequals(text, "SCCP")) {
        return Protocol::sccp;
    }
    if (iequals(text, "SIP")) {
        return Protocol::sip;
    }
    return std::nullopt;
}

}  // namespace dialtone
