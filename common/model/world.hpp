#pragma once

#include "common/model/device_set.hpp"
#include "common/model/loads.hpp"
#include "common/model/rows.hpp"
#include "common/model/sip_rows.hpp"
#include "common/model/table.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialtone {

/// Key of a device default: model and protocol.
struct DefaultKey {
    ModelId model;
    Protocol protocol = Protocol::sccp;

    friend bool operator==(const DefaultKey&, const DefaultKey&) = default;
};

/// Key of a directory number by what people dial.
struct NumberKey {
    std::string pattern;
    PartitionId partition;

    friend bool operator==(const NumberKey&, const NumberKey&) = default;
};

}  // namespace dialtone

template <>
struct std::hash<dialtone::DefaultKey> {
    std::size_t operator()(const dialtone::DefaultKey& key) const noexcept {
        return std::hash<dialtone::ModelId>{}(key.model) ^ static_cast<std::size_t>(key.protocol);
    }
};

template <>
struct std::hash<dialtone::NumberKey> {
    std::size_t operator()(const dialtone::NumberKey& key) const noexcept {
        return std::hash<std::string>{}(key.pattern) ^ std::hash<dialtone::PartitionId>{}(key.partition);
    }
};

namespace dialtone {

/// The whole configuration at one moment, immutable once published (design §5).
///
/// Built only by the world thread, from the database and strictly by change sequence; every other thread
/// holds a WorldPtr and gets a newer one by message. Copying a World is cheap: its tables share their rows.
struct World {
    std::int64_t sequence = 0;  ///< the last change this world contains

    Table<NodeId, Node> nodes;
    Table<GroupId, CallManagerGroup> groups;
    Table<DateTimeGroupId, DateTimeGroup> date_time_groups;
    Table<RegionId, Region> regions;
    Table<LocationId, Location> locations;
    Table<SrstId, SrstReference> srst_references;
    Table<PoolId, DevicePool> pools;
    Table<ModelId, PhoneModel> models;
    Table<ButtonTemplateId, ButtonTemplate> button_templates;
    Table<SoftkeyTemplateId, SoftkeyTemplate> softkey_templates;
    Table<DefaultKey, DeviceDefault> device_defaults;
    Table<PartitionId, Partition> partitions;
    Table<CallingSearchSpaceId, CallingSearchSpace> search_spaces;
    Table<DirectoryNumberId, DirectoryNumber> numbers;
    Table<DeviceId, Device> devices;
    Table<ServiceId, PhoneService> services;
    Table<EnterprisePhoneId, EnterprisePhone> enterprise_phone;  ///< one row
    Table<PhoneProfileId, PhoneProfile> phone_profiles;
    Table<UniversalDeviceTemplateId, UniversalDeviceTemplate> universal_device_templates;
    Table<UniversalLineTemplateId, UniversalLineTemplate> universal_line_templates;
    Table<SipProfileId, SipProfile> sip_profiles;
    Table<SecurityProfileId, SecurityProfile> security_profiles;
    Table<SipDialRuleId, SipDialRule> sip_dial_rules;
    Table<SubnetId, Subnet> subnets;
    Table<std::string, std::string> parameters;  ///< "callmanager/station-keepalive-interval" → value

    /// What of firmware this process can serve; null: it does not know, and then no file names a load. Not
    /// from the database: it comes and goes with the directories of files, and is carried on from world to
    /// world.
    LoadInventoryPtr loads;

    // Secondary indexes, kept by the loader.
    Table<DeviceName, DeviceId> device_by_name;
    Table<std::string, DeviceId> device_by_digest_user;  ///< as spelled; no row for a device without one
    Table<NumberKey, DirectoryNumberId> number_by_pattern;
    Table<PoolId, DeviceSet> devices_by_pool;
    Table<DirectoryNumberId, std::vector<DeviceId>> devices_by_number;

    [[nodiscard]] const Device* find_device(const DeviceName& name) const;
    /// The device whose challenges `user` answers; null when it is nobody's.
    [[nodiscard]] const Device* find_digest_user(const std::string& user) const;
    [[nodiscard]] const Node* find_node(std::string_view name) const;
    [[nodiscard]] const CallManagerGroup* find_group(std::string_view name) const;
    [[nodiscard]] const DevicePool* find_pool(std::string_view name) const;
    [[nodiscard]] const SoftkeyTemplate* find_softkey_template(std::string_view name) const;

    /// By wire number, or by a person's word for it: "7965", "CP-7965", "Cisco 7965", "436".
    [[nodiscard]] const PhoneModel* find_model(std::string_view words) const;
    /// The phone model whose DHCP vendor class is the longest beginning of `vendor_class`; null when none is.
    [[nodiscard]] const PhoneModel* model_by_vendor_class(std::string_view vendor_class) const;

    /// The group that carries the auto-registration flag; null when none does.
    [[nodiscard]] const CallManagerGroup* autoreg_group() const;
    /// True while some member of that group has auto-registration on: XMLDefault.cnf.xml exists exactly then.
    [[nodiscard]] bool is_autoreg_on() const;
    /// True when `node` itself takes unknown phones: it is a member of that group and its own switch is on.
    [[nodiscard]] bool is_autoreg_on_at(NodeId node) const;

    /// True when one of the numbers that some node of that group gives is free.
    [[nodiscard]] bool has_autoreg_numbers() const;
    /// Where the node gives numbers: its line template's partition, else its own, else <None>.
    [[nodiscard]] PartitionId autoreg_partition(const Node& node) const;
    /// The device's common phone profile, else the standard one; null when neither exists.
    [[nodiscard]] const PhoneProfile* profile_of(const Device& device) const;

    /// The device's SIP profile, else the standard one, else CUCM's defaults.
    [[nodiscard]] const SipProfile& sip_profile_of(const Device& device) const;
    /// The device's security profile, else the standard one for its kind: without digest for a Cisco phone,
    /// with it for a third-party device.
    [[nodiscard]] const SecurityProfile& security_profile_of(const Device& device) const;

    /// The nodes of the device's pool's group, primary first. Empty when a reference dangles.
    [[nodiscard]] std::vector<const Node*> nodes_of(const Device& device) const;

    /// A parameter's text, e.g. parameter("callmanager/station-keepalive-interval"); `fallback` when the row
    /// is missing.
    [[nodiscard]] std::string_view parameter(const std::string& key, std::string_view fallback = "") const;
    [[nodiscard]] std::int64_t integer_parameter(const std::string& key, std::int64_t fallback) const;
    [[nodiscard]] bool boolean_parameter(const std::string& key, bool fallback) const;
};

using WorldPtr = std::shared_ptr<const World>;

/// "tcp", "udp" or "both", as tables spell it.
std::string_view to_string(SipTransport transport);
std::optional<SipTransport> sip_transport_from(std::string_view text);

/// "SCCP" or "SIP", as tables and files spell it.
std::string_view to_string(Protocol protocol);
std::optional<Protocol> protocol_from(std::string_view text);

}  // namespace dialtone
