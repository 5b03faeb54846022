#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/model/device_name.hpp"
#include "common/model/ids.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The rows of the World: plain values in CUCM's terms, one struct per aggregate, children inside their root.
/// They mirror schema/migrations; rows refer to rows by id, never by pointer (design §5).
namespace dialtone {

enum class Protocol : std::uint8_t { sccp, sip };

struct AutoRegistration {
    bool enabled = false;
    bool asks = false;  ///< while it is on: an unknown phone waits until the operator has approved it
    std::int64_t first = 1000;
    std::int64_t last = 1000;
    PartitionId partition;
    UniversalDeviceTemplateId device_template;  ///< unset: the model's device default alone
    UniversalLineTemplateId line_template;      ///< unset: a line with its number as label

    /// CUCM's rule: the flag is set and the range holds more than its first number.
    [[nodiscard]] bool is_on() const { return enabled && first < last; }

    friend bool operator==(const AutoRegistration&, const AutoRegistration&) = default;
};

/// A server of the cluster.
struct Node {
    NodeId id;
    std::string name;
    std::string description;
    Ipv4 address;  ///< processNodeName: always an IP literal; unspecified until the first start
    std::uint16_t port_offset = 0;  ///< added to every port below
    std::string files_directory;    ///< static files: loads, locales, rings, pictures
    std::uint16_t sccp_port = 2000;
    std::uint16_t sip_port = 5060;
    AutoRegistration autoreg;

    friend bool operator==(const Node&, const Node&) = default;
};

/// An ordered list of at most three nodes, primary first.
struct CallManagerGroup {
    GroupId id;
    std::string name;
    bool autoreg = false;  ///< the one group used for auto-registration and in XMLDefault.cnf.xml
    std::vector<NodeId> members;

    friend bool operator==(const CallManagerGroup&, const CallManagerGroup&) = default;
};

struct DateTimeGroup {
    DateTimeGroupId id;
    std::string name;
    std::string time_zone;      ///< Olson name, "Europe/Berlin"
    std::string date_template;  ///< "D.M.Y", "M/D/YA"
    std::vector<Ipv4> ntp_servers;

    friend bool operator==(const DateTimeGroup&, const DateTimeGroup&) = default;
};

struct Region {
    RegionId id;
    std::string name;

    friend bool operator==(const Region&, const Region&) = default;
};

struct Location {
    LocationId id;
    std::string name;
    std::int64_t audio_kbps = 0;  ///< 0 = unlimited

    friend bool operator==(const Location&, const Location&) = default;
};

enum class SrstMode : std::uint8_t { disable, gateway, address };

struct SrstReference {
    SrstId id;
    std::string name;
    SrstMode mode = SrstMode::disable;
    Ipv4 address;
    std::uint16_t sccp_port = 2000;
    std::uint16_t sip_port = 5060;

    friend bool operator==(const SrstReference&, const SrstReference&) = default;
};

struct DevicePool {
    PoolId id;
    std::string name;
    GroupId group;
    DateTimeGroupId date_time_group;
    RegionId region;
    LocationId location;
    SrstId srst;
    std::int32_t connection_monitor = -1;  ///< seconds; -1 = enterprise parameter
    std::string network_locale;            ///< empty: enterprise parameter

    friend bool operator==(const DevicePool&, const DevicePool&) = default;
};

/// The family of models that read no configuration file.
inline constexpr std::string_view kThirdPartyFamily = "third-party";

enum class ModelClass : std::uint8_t { phone, module, softphone, analog, other };

struct PhoneModel {
    ModelId id;              ///< SCCP device type, loadInformation<N>
    std::string name;        ///< "Cisco 7965"
    std::string short_name;  ///< "7965"
    ModelClass kind = ModelClass::phone;
    bool speaks_sccp = false;
    bool speaks_sip = false;
    std::string family;  ///< which form of configuration file it reads: a name of provision::family_profile
    std::uint32_t line_keys = 1;
    std::uint32_t max_modules = 0;
    std::uint32_t module_keys = 0;
    std::uint32_t max_sccp_version = 0;  ///< 0: speaks no SCCP
    bool has_softkeys = true;
    bool has_display = true;
    bool has_prompts = true;      ///< shows a line of ours at the bottom of its display
    bool aligns_numbers = false;  ///< SCCP 18 and above: numbers in fields of 28 octets instead of 25
    std::string vendor_class;     ///< beginning of DHCP option 60; empty when unknown
    std::string typical_sccp_load;
    std::string typical_sip_load;

    /// A standard SIP phone: set up by hand, without a file from here.
    [[nodiscard]] bool is_third_party() const { return family == kThirdPartyFamily; }

    [[nodiscard]] bool speaks(Protocol protocol) const {
        return protocol == Protocol::sccp ? speaks_sccp : speaks_sip;
    }

    friend bool operator==(const PhoneModel&, const PhoneModel&) = default;
};

struct TemplateButton {
    std::uint32_t position = 0;
    std::string feature;  ///< "line", "speed dial", "hold", …
    std::string label;

    friend bool operator==(const TemplateButton&, const TemplateButton&) = default;
};

struct ButtonTemplate {
    ButtonTemplateId id;
    std::string name;
    ModelId model;
    Protocol protocol = Protocol::sccp;
    bool is_standard = false;
    std::vector<TemplateButton> buttons;  ///< by position

    friend bool operator==(const ButtonTemplate&, const ButtonTemplate&) = default;
};

struct SoftkeySet {
    std::string call_mode;          ///< "on hook", "connected", …
    std::vector<std::string> keys;  ///< "Redial", "NewCall", … left to right

    friend bool operator==(const SoftkeySet&, const SoftkeySet&) = default;
};

struct SoftkeyTemplate {
    SoftkeyTemplateId id;
    std::string name;
    std::string description;
    bool is_standard = false;
    std::vector<SoftkeySet> sets;

    friend bool operator==(const SoftkeyTemplate&, const SoftkeyTemplate&) = default;
};

struct DeviceDefault {
    ModelId model;
    Protocol protocol = Protocol::sccp;
    std::string load;  ///< empty: the phone keeps its image
    PoolId pool;
    ButtonTemplateId button_template;  ///< unset: the standard one of the model

    friend bool operator==(const DeviceDefault&, const DeviceDefault&) = default;
};

struct Partition {
    PartitionId id;
    std::string name;  ///< "" is the partition <None>
    std::string description;

    friend bool operator==(const Partition&, const Partition&) = default;
};

/// Which partitions a line may call, the first that has a number first.
struct CallingSearchSpace {
    CallingSearchSpaceId id;
    std::string name;
    std::string description;
    std::vector<PartitionId> partitions;

    friend bool operator==(const CallingSearchSpace&, const CallingSearchSpace&) = default;
};

struct DirectoryNumber {
    DirectoryNumberId id;
    std::string pattern;
    PartitionId partition;
    std::string description;
    std::string alerting_name;
    CallingSearchSpaceId search_space;  ///< unset: none

    friend bool operator==(const DirectoryNumber&, const DirectoryNumber&) = default;
};

/// A DN on the n-th line button of a device.
struct LineAppearance {
    std::uint32_t line = 1;
    DirectoryNumberId number;
    std::string display;
    std::string label;
    std::uint32_t max_calls = 4;
    std::uint32_t busy_trigger = 2;
    std::string ring = "ring";
    std::string
        external_mask;  ///< how the outside sees the number: common/model/number_mask.hpp; empty: as it is

    friend bool operator==(const LineAppearance&, const LineAppearance&) = default;
};

struct SpeedDial {
    std::uint32_t position = 1;
    std::string number;
    std::string label;
    bool is_blf = false;

    friend bool operator==(const SpeedDial&, const SpeedDial&) = default;
};

struct ServiceSubscription {
    ServiceId service;
    std::uint32_t position = 0;  ///< 0: in the Services menu; n: on the n-th service button
    std::string label;

    friend bool operator==(const ServiceSubscription&, const ServiceSubscription&) = default;
};

/// An expansion module beside a phone.
struct DeviceModule {
    std::uint32_t position = 1;  ///< 1 stands next to the phone
    ModelId model;
    std::string load;  ///< empty: it keeps its image

    friend bool operator==(const DeviceModule&, const DeviceModule&) = default;
};

struct Device {
    DeviceId id;
    DeviceName name;
    std::string description;
    ModelId model;
    Protocol protocol = Protocol::sccp;
    PoolId pool;
    ButtonTemplateId button_template;
    SoftkeyTemplateId softkey_template;  ///< unset: "Standard User"
    LocationId location;                 ///< unset: the pool's
    std::string load;                    ///< empty: the device default's
    std::string user_locale;
    std::string vendor_config;
    bool auto_registered = false;
    std::vector<LineAppearance> lines;  ///< by line
    std::vector<SpeedDial> speed_dials;
    std::vector<ServiceSubscription> services;
    PhoneProfileId profile;              ///< unset: the standard one
    std::string further_xml;             ///< elements merged into its file: provision/further_elements.hpp
    std::vector<DeviceModule> modules;   ///< by position
    std::uint32_t max_sccp_version = 0;  ///< 0: as high as its model goes
    SipProfileId sip_profile;            ///< unset: the standard one
    SecurityProfileId security_profile;  ///< unset: World::security_profile_of() knows
    std::string digest_user;  ///< who answers its challenges, and how a third-party device is known
    std::string digest_password;

    friend bool operator==(const Device&, const Device&) = default;
};

/// What every phone's vendorConfig has unless a profile or the phone says otherwise; one row.
struct EnterprisePhone {
    EnterprisePhoneId id;
    std::string vendor_config;

    friend bool operator==(const EnterprisePhone&, const EnterprisePhone&) = default;
};

/// A common phone profile.
struct PhoneProfile {
    PhoneProfileId id;
    std::string name;
    std::string description;
    std::string vendor_config;
    std::string unlock_password;
    bool user_backgrounds = true;
    std::string background;          ///< a file of the list of backgrounds; empty: the phone's own
    std::string dnd_alert = "beep";  ///< none, flash, beep

    friend bool operator==(const PhoneProfile&, const PhoneProfile&) = default;
};

/// The profile of phones that name none.
inline constexpr PhoneProfileId kStandardPhoneProfile{1};

/// What a phone that registers itself is made like. Texts are rules: common/model/naming_rule.hpp.
struct UniversalDeviceTemplate {
    UniversalDeviceTemplateId id;
    std::string name;
    std::string description = "Auto {dn}";
    std::string pool;             ///< names a device pool; empty: the device default's
    std::string button_template;  ///< names a phone button template; empty: the device default's
    SoftkeyTemplateId softkey_template;
    LocationId location;
    PhoneProfileId profile;
    std::string user_locale;

    friend bool operator==(const UniversalDeviceTemplate&, const UniversalDeviceTemplate&) = default;
};

/// What its number and line are made like.
struct UniversalLineTemplate {
    UniversalLineTemplateId id;
    std::string name;
    std::string description;  ///< of the number
    PartitionId partition;    ///< unset: the node's
    std::string alerting_name;
    std::string display;
    std::string label = "{dn}";
    std::uint32_t max_calls = 4;
    std::uint32_t busy_trigger = 2;
    std::string ring = "ring";
    std::string external_mask;
    CallingSearchSpaceId search_space;  ///< unset: none

    friend bool operator==(const UniversalLineTemplate&, const UniversalLineTemplate&) = default;
};

struct PhoneService {
    ServiceId id;
    std::string name;
    std::string url;
    std::string description;
    bool enterprise = false;
    bool enabled = true;
    std::int32_t priority = 50;

    friend bool operator==(const PhoneService&, const PhoneService&) = default;
};

/// First and last address, both included.
struct AddressRange {
    Ipv4 first;
    Ipv4 last;

    [[nodiscard]] bool contains(Ipv4 address) const { return first <= address && address <= last; }

    friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

struct Reservation {
    enum class Kind : std::uint8_t { mac, client_id, circuit };
    Kind kind = Kind::mac;
    std::string identifier;  ///< the octets themselves, not hexadecimal
    Ipv4 address;

    friend bool operator==(const Reservation&, const Reservation&) = default;
};

/// A DHCP option beyond the subnet's own fields.
struct SubnetOption {
    /// For whom. Of several that fit a client the last in this order counts; of vendor classes the longest.
    enum class Scope : std::uint8_t { subnet, vendor_class, model, circuit, client_id, mac };
    Scope scope = Scope::subnet;
    std::string subject;  ///< the beginning of option 60, or the octets of a client as in Reservation
    ModelId model;        ///< of Scope::model
    std::uint8_t code = 0;
    std::string value;  ///< the octets themselves

    friend bool operator==(const SubnetOption&, const SubnetOption&) = default;
};

struct Subnet {
    SubnetId id;
    Cidr cidr;
    std::string shared_network;
    std::string interface;
    Ipv4 relay;               ///< giaddr outside the CIDR that stands for this subnet; unspecified: none
    bool phones_only = true;  ///< clients = phones
    bool authoritative = false;
    std::vector<Ipv4> routers;
    std::vector<Ipv4> dns_servers;
    std::string domain_name;
    std::vector<Ipv4> tftp_servers;  ///< option 150, 66, siaddr; empty: the node that answers
    std::vector<Ipv4> ntp_servers;
    std::uint32_t lease_seconds = 86400;
    bool enabled = true;
    bool trusts_relay_information = false;  ///< option 82 without giaddr is believed: a switch put it there
    bool is_selectable = false;             ///< option 118 may choose this subnet (RFC 3011)
    bool rapid_commit = false;              ///< RFC 4039
    bool echoes_client_id = true;           ///< RFC 6842
    bool matches_client_id = true;          ///< false: a client is its MAC address, whatever option 61 says
    std::vector<Ipv4> lease_query_from;     ///< who may ask for leases (RFC 4388); empty: nobody
    bool probe = true;  ///< ask whether an address is in use before it is offered to somebody new
    std::vector<AddressRange> ranges;
    std::vector<AddressRange> exclusions;
    std::vector<Reservation> reservations;
    std::vector<SubnetOption> options;

    friend bool operator==(const Subnet&, const Subnet&) = default;
};

}  // namespace dialtone
