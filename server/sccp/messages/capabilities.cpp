#include "server/sccp/messages/capabilities.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

// Of UpdateCapabilities: what stands between the fields that somebody reads. The video entries grew by the
// union for H.264 and twice by a word of encryption and addressing.
constexpr std::size_t kPictureFormats = 6 * 20;
constexpr std::size_t kServiceResources = 4 * 40;
constexpr std::array<std::size_t, 3> kVideoTail{108, 124, 132};
constexpr std::array<std::size_t, 3> kDataTail{8, 8, 12};
constexpr std::size_t kCodecSize = 16;
constexpr std::size_t kLongestModuleText = 128;

/// As many items as the count says, but never more than there are slots.
template <class Wire, class Items>
void counted(Wire& wire, Items& items, std::size_t slots) {
    auto count = static_cast<std::uint32_t>(std::min(items.size(), slots));
    wire.u32(count);
    if constexpr (Wire::kReads) {
        items.resize(std::min<std::size_t>(count, slots));
    }
}

template <class Wire, class Codecs>
void codecs(Wire& wire, Codecs& items) {
    const auto count = std::min(items.size(), CapabilitiesRes::kSlots);
    for (std::size_t i = 0; i < count; ++i) {
        wire.u32(items[i].codec);
        wire.u32(items[i].milliseconds);
        wire.octets(items[i].parameters);
    }
    wire.skip((CapabilitiesRes::kSlots - count) * kCodecSize);
}

template <class Wire, class Streams>
void streams(Wire& wire, Streams& items, std::size_t slots, std::size_t tail) {
    const auto count = std::min(items.size(), slots);
    for (std::size_t i = 0; i < count; ++i) {
        wire.u32(items[i].codec);
        wire.u32(items[i].direction);
        wire.skip(tail);
    }
    wire.skip((slots - count) * (8 + tail));
}

}  // namespace

template <class Wire>
void fields(Wire&, typename Wire::template Ref<CapabilitiesReq>, const Variant&) {}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CapabilitiesRes> m, const Variant&) {
    counted(wire, m.codecs, CapabilitiesRes::kSlots);
    codecs(wire, m.codecs);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<UpdateCapabilities> m, const Variant& variant) {
    counted(wire, m.audio, CapabilitiesRes::kSlots);
    counted(wire, m.video, UpdateCapabilities::kVideoSlots);
    counted(wire, m.data, UpdateCapabilities::kDataSlots);
    wire.u32(m.rtp_payload_format);
    wire.skip(4 + kPictureFormats);
    wire.u32(m.active_streams);
    wire.u32(m.most_bandwidth);
    wire.skip(4 + kServiceResources);
    codecs(wire, m.audio);
    streams(wire, m.video, UpdateCapabilities::kVideoSlots, kVideoTail[variant.form]);
    streams(wire, m.data, UpdateCapabilities::kDataSlots, kDataTail[variant.form]);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ExtensionDeviceCaps> m, const Variant&) {
    wire.u32(m.instance);
    wire.u32(m.type);
    wire.u32(m.most);
    for (auto& word : m.unknown) {
        wire.u32(word);
    }
    wire.rest(m.text, kLongestModuleText);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<MediaResourceNotification> m, const Variant&) {
    wire.u32(m.device_type);
    wire.u32(m.streams_in_service);
    wire.u32(m.streams_per_conference);
    wire.u32(m.streams_out_of_service);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<HeadsetStatus> m, const Variant&) {
    wire.u32(m.status);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<MediaPathEvent> m, const Variant&) {
    wire.u32(m.path);
    wire.u32(m.state);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<MediaPathCapability> m, const Variant&) {
    wire.u32(m.path);
    wire.u32(m.state);
}

DIALTONE_SCCP_MESSAGE(CapabilitiesReq);
DIALTONE_SCCP_MESSAGE(CapabilitiesRes);
DIALTONE_SCCP_MESSAGE(UpdateCapabilities);
DIALTONE_SCCP_MESSAGE(ExtensionDeviceCaps);
DIALTONE_SCCP_MESSAGE(MediaResourceNotification);
DIALTONE_SCCP_MESSAGE(HeadsetStatus);
DIALTONE_SCCP_MESSAGE(MediaPathEvent);
DIALTONE_SCCP_MESSAGE(MediaPathCapability);

}  // namespace dialtone::sccp
