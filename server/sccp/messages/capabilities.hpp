#pragma once

#include "server/sccp/codec.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// What a phone can hear, say and show, and what hangs on its side.
namespace dialtone::sccp {

struct CapabilitiesReq {
    static constexpr auto kVariants = at_every_version(MessageId::capabilities_req);
};

struct Capability {
    std::uint32_t codec = 0;
    std::uint32_t milliseconds = 0;  ///< longest packet
    std::array<std::uint8_t, 8> parameters{};

    friend bool operator==(const Capability&, const Capability&) = default;
};

struct CapabilitiesRes {
    static constexpr auto kVariants = at_every_version(MessageId::capabilities_res);
    static constexpr std::size_t kSlots = 18;
    std::vector<Capability> codecs;  ///< at most kSlots
};

/// The same and more, from newer loads. Everything stands in slots of fixed number; those beyond the counts
/// hold memory that the phone never cleared (pieces of CDP and HTTP were seen), so they are not looked at.
struct UpdateCapabilities {
    /// Which of the first two it is tells the length: a 7961 sends the oldest at version 22.
    static constexpr std::array<Variant, 4> kVariants{
        Variant{MessageId::update_capabilities, 0, 0, 1840},
        Variant{MessageId::update_capabilities_v2, 12, 1, 2000},
        Variant{MessageId::update_capabilities_v3, 16, 2, 2100},
        Variant{MessageId::update_capabilities, kOnlyRead, 1, 2000}};
    static constexpr std::size_t kVideoSlots = 10;
    static constexpr std::size_t kDataSlots = 5;

    /// A codec and whether it is for receiving (1), sending (2) or both (3).
    struct Stream {
        std::uint32_t codec = 0;
        std::uint32_t direction = 0;

        friend bool operator==(const Stream&, const Stream&) = default;
    };

    std::uint32_t rtp_payload_format = 0;
    std::uint32_t active_streams = 0;
    std::uint32_t most_bandwidth = 0;
    std::vector<Capability> audio;  ///< at most CapabilitiesRes::kSlots
    std::vector<Stream> video;      ///< at most kVideoSlots
    std::vector<Stream> data;       ///< at most kDataSlots
};

/// An expansion module that the phone found: "max-chained=2 deviceLine=14".
struct ExtensionDeviceCaps {
    static constexpr auto kVariants = at_every_version(MessageId::extension_device_caps);

    std::uint32_t instance = 1;
    std::uint32_t type = 0;  ///< 1, 2, 3: of the class of a 7914, 7915, 7916
    std::uint32_t most = 0;
    std::array<std::uint32_t, 6> unknown{};
    std::string text;
};

struct MediaResourceNotification {
    static constexpr auto kVariants = at_every_version(MessageId::media_resource_notification);
    std::uint32_t device_type = 0;
    std::uint32_t streams_in_service = 0;
    std::uint32_t streams_per_conference = 0;
    std::uint32_t streams_out_of_service = 0;
};

struct HeadsetStatus {
    static constexpr auto kVariants = at_every_version(MessageId::headset_status);
    std::uint32_t status = 2;  ///< 1 on, 2 off
};

enum class MediaPath : std::uint32_t { headset = 1, handset, speaker };

/// The user changed over to another ear.
struct MediaPathEvent {
    static constexpr auto kVariants = at_every_version(MessageId::media_path_event);
    MediaPath path = MediaPath::handset;
    std::uint32_t state = 1;  ///< 1 on, 2 off
};

struct MediaPathCapability {
    static constexpr auto kVariants = at_every_version(MessageId::media_path_capability);
    MediaPath path = MediaPath::handset;
    std::uint32_t state = 1;  ///< 1 enabled, 2 disabled, 3 monitored
};

}  // namespace dialtone::sccp
