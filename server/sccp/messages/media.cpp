#include "server/sccp/messages/media.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

constexpr std::size_t kOldEncryption = 40;
constexpr std::size_t kEncryption = 48;  // with key identifier and derivation rate
constexpr std::size_t kLatentCapabilities = 36;
constexpr std::size_t kNumberSize = 24;
constexpr std::size_t kWideNumberSize = 28;
constexpr std::size_t kLongestQuality = 600;

/// Where the other side is: four octets, or from version 17 on the long form.
template <class Wire, class Address>
void address(Wire& wire, Address& value, bool is_long) {
    is_long ? wire.address(value) : wire.ip4(value);
}

}  // namespace

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<OpenReceiveChannel> m, const Variant& variant) {
    wire.u32(m.conference);
    wire.u32(m.party);
    wire.u32(m.milliseconds);
    wire.u32(m.codec);
    wire.u32(m.echo_cancellation);
    wire.u32(m.bit_rate);
    if (variant.form == 0) {
        return;
    }
    wire.u32(m.call);
    if (variant.form == 1) {
        wire.skip(kOldEncryption);
        return;
    }
    wire.skip(kEncryption + 8);  // pass-through and associated stream
    wire.u32(m.telephone_event);
    wire.u32(m.dtmf_type);
    if (variant.form == 2) {
        return;
    }
    wire.skip(8);  // mixing mode, direction
    address(wire, m.source, variant.form >= 5);
    wire.u32(m.source_port);
    if (variant.form >= 4) {
        wire.skip(4);  // wanted kind of address: IPv4
    }
    if (variant.form == 6) {
        wire.skip(4 + kLatentCapabilities);  // adjustment of the level first
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<OpenReceiveChannelAck> m, const Variant& variant) {
    wire.u32(m.status);
    address(wire, m.address, variant.form == 1);
    wire.u32(m.port);
    wire.u32(m.party);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<StartMediaTransmission> m, const Variant& variant) {
    wire.u32(m.conference);
    wire.u32(m.party);
    address(wire, m.remote, variant.form >= 4);
    wire.u32(m.remote_port);
    wire.u32(m.milliseconds);
    wire.u32(m.codec);
    wire.u32(m.precedence);
    wire.u32(m.silence_suppression);
    wire.u16(m.frames_per_packet);
    wire.skip(2);
    wire.u32(m.bit_rate);
    if (variant.form == 0) {
        return;
    }
    wire.u32(m.call);
    if (variant.form == 1) {
        wire.skip(kOldEncryption);
        return;
    }
    wire.skip(kEncryption + 8);
    wire.u32(m.telephone_event);
    wire.u32(m.dtmf_type);
    wire.skip(variant.form == 2 ? 4 : 8);  // mixing mode, direction
    if (variant.form == 5) {
        wire.skip(kLatentCapabilities);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<StartMediaTransmissionAck> m, const Variant& variant) {
    wire.u32(m.conference);
    wire.u32(m.party);
    wire.u32(m.call);
    address(wire, m.address, variant.form == 1);
    wire.u32(m.port);
    wire.u32(m.status);
}

namespace {

/// What ends a stream is the same in both directions.
template <class Wire, class Message>
void ending(Wire& wire, Message& m, const Variant& variant) {
    wire.u32(m.conference);
    wire.u32(m.party);
    if (variant.form == 1) {
        wire.u32(m.call);
        wire.u32(m.port_handling);
    }
}

template <class Wire, class Message>
void dtmf(Wire& wire, Message& m) {
    wire.u32(m.tone);
    wire.u32(m.conference);
    wire.u32(m.party);
}

}  // namespace

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CloseReceiveChannel> m, const Variant& variant) {
    ending(wire, m, variant);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<StopMediaTransmission> m, const Variant& variant) {
    ending(wire, m, variant);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<MediaTransmissionFailure> m, const Variant& variant) {
    wire.u32(m.conference);
    wire.u32(m.party);
    address(wire, m.address, variant.form == 1);
    wire.u32(m.port);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<MulticastMediaReceptionAck> m, const Variant&) {
    wire.u32(m.status);
    wire.u32(m.party);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<PortReq> m, const Variant&) {
    wire.u32(m.conference);
    wire.u32(m.call);
    wire.u32(m.party);
    wire.u32(m.transport);
    wire.u32(m.address_type);
    wire.u32(m.media_type);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<PortRes> m, const Variant& variant) {
    wire.u32(m.conference);
    wire.u32(m.call);
    wire.u32(m.party);
    address(wire, m.address, variant.form == 1);
    wire.u32(m.port);
    wire.u32(m.rtcp_port);
    if (variant.form == 1) {
        wire.u32(m.media_type);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<PortClose> m, const Variant&) {
    wire.u32(m.conference);
    wire.u32(m.call);
    wire.u32(m.party);
    wire.u32(m.media_type);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<NotifyDtmfTone> m, const Variant&) {
    dtmf(wire, m);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SendDtmfTone> m, const Variant&) {
    dtmf(wire, m);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ConnectionStatisticsReq> m, const Variant& variant) {
    wire.text(m.number, variant.form == 0 ? kNumberSize : kWideNumberSize);
    wire.u32(m.call);
    wire.u32(m.processing);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ConnectionStatisticsRes> m, const Variant& variant) {
    wire.text(m.number, variant.form == 2 ? kWideNumberSize : kNumberSize);
    if (variant.form == 1) {
        wire.skip(4);
    }
    wire.u32(m.call);
    variant.form == 2 ? wire.u8(m.processing) : wire.u32(m.processing);
    for (auto* counter :
         {&m.packets_sent,
          &m.octets_sent,
          &m.packets_received,
          &m.octets_received,
          &m.packets_lost,
          &m.jitter,
          &m.latency}) {
        wire.u32(*counter);
    }
    // What stands behind the text that is counted is left over from an earlier one.
    auto size = static_cast<std::uint32_t>(std::min(m.quality.size(), kLongestQuality));
    wire.u32(size);
    size = static_cast<std::uint32_t>(std::min<std::size_t>(size, kLongestQuality));
    wire.raw(m.quality, size);
    if (!Wire::kReads && variant.form != 2) {
        wire.skip(kLongestQuality - size);
    }
}

DIALTONE_SCCP_MESSAGE(OpenReceiveChannel);
DIALTONE_SCCP_MESSAGE(OpenReceiveChannelAck);
DIALTONE_SCCP_MESSAGE(StartMediaTransmission);
DIALTONE_SCCP_MESSAGE(StartMediaTransmissionAck);
DIALTONE_SCCP_MESSAGE(CloseReceiveChannel);
DIALTONE_SCCP_MESSAGE(StopMediaTransmission);
DIALTONE_SCCP_MESSAGE(MediaTransmissionFailure);
DIALTONE_SCCP_MESSAGE(MulticastMediaReceptionAck);
DIALTONE_SCCP_MESSAGE(PortReq);
DIALTONE_SCCP_MESSAGE(PortRes);
DIALTONE_SCCP_MESSAGE(PortClose);
DIALTONE_SCCP_MESSAGE(NotifyDtmfTone);
DIALTONE_SCCP_MESSAGE(SendDtmfTone);
DIALTONE_SCCP_MESSAGE(ConnectionStatisticsReq);
DIALTONE_SCCP_MESSAGE(ConnectionStatisticsRes);

}  // namespace dialtone::sccp
