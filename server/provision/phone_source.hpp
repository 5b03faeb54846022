#pragma once

#include "common/model/loads.hpp"
#include "common/model/world.hpp"
#include "server/provision/family_profile.hpp"
#include "server/provision/vendor_config.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace dialtone::provision {

/// All that a phone's file is made from, with every reference followed. Views into a world, which must
/// outlive it.
struct PhoneSource {
    const World& world;
    const Device& device;
    const PhoneModel& model;
    const DevicePool& pool;
    const CallManagerGroup& group;
    const DateTimeGroup& date_time;
    const SrstReference& srst;
    const FamilyProfile& family;
    std::vector<const Node*> nodes;  ///< in order, those without an address left out
    std::string_view wanted;         ///< the load of the device, else of its model
    std::string_view load;           ///< that, if all its files are there; empty: the phone keeps its image
    std::string_view wanted_user_locale;     ///< the device's, else the enterprise's
    std::string_view wanted_network_locale;  ///< the pool's, else the enterprise's
    std::string_view user_locale;            ///< that, or what is built in when nothing of it is there
    std::string_view network_locale;
    const PhoneProfile& profile;
    VendorConfig vendor;  ///< of enterprise, profile and phone in one; a malformed layer is left out

    /// nullopt when a row the device refers to is missing.
    static std::optional<PhoneSource> of(const World& world, const Device& device);

    /// True when load and locales are what the database says, whatever lies on this process's disk.
    [[nodiscard]] bool is_as_wanted() const {
        return load == wanted && user_locale == wanted_user_locale && network_locale == wanted_network_locale;
    }
};

/// The nodes of a group in order. A node that never started has no address yet, and no phone is sent there.
std::vector<const Node*> reachable_nodes(const World& world, const CallManagerGroup& group);

/// The services a device has, each enabled and once, by priority and name: those of the enterprise and its
/// own.
std::vector<const PhoneService*> services_of(const World& world, const Device& device);

}  // namespace dialtone::provision
