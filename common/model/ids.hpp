#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace dialtone {

/// A database key that converts to no other kind of key. Zero means "none".
template <class Tag>
class Id {
 public:
    constexpr Id() = default;

    constexpr explicit Id(std::int64_t value) : value_{value} {}

    [[nodiscard]] constexpr std::int64_t value() const { return value_; }

    [[nodiscard]] constexpr bool is_set() const { return value_ != 0; }

    friend constexpr auto operator<=>(Id, Id) = default;

 private:
    std::int64_t value_ = 0;
};

using NodeId = Id<struct NodeTag>;
using GroupId = Id<struct GroupTag>;
using PoolId = Id<struct PoolTag>;
using DateTimeGroupId = Id<struct DateTimeGroupTag>;
using RegionId = Id<struct RegionTag>;
using LocationId = Id<struct LocationTag>;
using SrstId = Id<struct SrstTag>;
using ModelId =
    Id<struct ModelTag>;  ///< the model's number on the wire: SCCP device type, `loadInformation<N>`
using ButtonTemplateId = Id<struct ButtonTemplateTag>;
using SoftkeyTemplateId = Id<struct SoftkeyTemplateTag>;
using PartitionId = Id<struct PartitionTag>;
using CallingSearchSpaceId = Id<struct CallingSearchSpaceTag>;
using DirectoryNumberId = Id<struct DirectoryNumberTag>;
using DeviceId = Id<struct DeviceTag>;
using ServiceId = Id<struct ServiceTag>;
using SubnetId = Id<struct SubnetTag>;
using EnterprisePhoneId = Id<struct EnterprisePhoneTag>;
using PhoneProfileId = Id<struct PhoneProfileTag>;
using UniversalDeviceTemplateId = Id<struct UniversalDeviceTemplateTag>;
using UniversalLineTemplateId = Id<struct UniversalLineTemplateTag>;
using SipProfileId = Id<struct SipProfileTag>;
using SecurityProfileId = Id<struct SecurityProfileTag>;
using SipDialRuleId = Id<struct SipDialRuleTag>;
/// The connection or dialog behind which a phone stands; unique over protocols, never reused.
using SessionId = Id<struct SessionTag>;

}  // namespace dialtone

template <class Tag>
struct std::hash<dialtone::Id<Tag>> {
    std::size_t operator()(dialtone::Id<Tag> id) const noexcept {
        // Consecutive keys must spread over buckets that are chosen by the top bits.
        return static_cast<std::size_t>(static_cast<std::uint64_t>(id.value()) * 0x9e3779b97f4a7c15ULL);
    }
};
