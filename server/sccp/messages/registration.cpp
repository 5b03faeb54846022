#include "server/sccp/messages/registration.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

constexpr std::size_t kNameSize = 16;
constexpr std::size_t kTextSize = 32;
constexpr std::size_t kServerNameSize = 48;
constexpr std::size_t kLongestStamp = 64;
constexpr std::size_t kAlarmSize = 80;
constexpr std::size_t kLongestXml = 2048;
constexpr std::size_t kLongestLocation = 2404;

/// The station identifier with which RegisterReq and both token requests begin.
template <class Wire, class Message>
void station(Wire& wire, Message& m) {
    wire.text(m.name, kNameSize);
    wire.skip(4);
    wire.u32(m.instance);
    wire.ip4(m.address);
    wire.u32(m.device_type);
}

}  // namespace

std::array<std::uint8_t, 3> RegisterAck::features_for(std::uint8_t version) {
    if (version < 5) {
        return {0, 0, 0};
    }
    return {0x20, 0xF1, static_cast<std::uint8_t>(version < 11 ? 0xFE : 0xFF)};
}

/// Up to maxStreams: without it nobody knows who wants to register as what.
std::size_t least_body(const RegisterReq&) {
    return 36;
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RegisterReq> m, const Variant&) {
    if constexpr (Wire::kReads) {
        m.length = static_cast<std::uint16_t>(wire.body_size());
    }
    station(wire, m);
    wire.u32(m.max_streams);
    if (!wire.goes_on(m.length)) {
        return;
    }
    wire.u32(m.active_streams);
    wire.u8(m.version);
    wire.octets(m.features);
    if (!wire.goes_on(m.length)) {
        return;
    }
    wire.u32(m.max_conferences);
    wire.u32(m.active_conferences);
    wire.octets(m.mac);
    wire.u32(m.address_scope);
    if (!wire.goes_on(m.length)) {
        return;
    }
    wire.u32(m.max_lines);
    wire.skip(20);  // IPv6 address and its scope
    wire.text(m.load, kTextSize);
    if (wire.goes_on(m.length)) {
        wire.text(m.version_stamp, std::min<std::size_t>(kLongestStamp, m.length - RegisterReq::kJavaLength));
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RegisterAck> m, const Variant&) {
    wire.u32(m.keepalive_seconds);
    // Six octets may all be used ("M/D/YA"), and what CallManager 2 sends after them is no NUL.
    constexpr std::size_t kDateTemplateSize = 6;
    wire.text(m.date_template, Wire::kReads ? kDateTemplateSize : kDateTemplateSize + 1);
    wire.skip(Wire::kReads ? 2 : 1);
    wire.u32(m.secondary_keepalive_seconds);
    wire.u8(m.version);
    wire.octets(m.features);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RegisterReject> m, const Variant&) {
    wire.text(m.text, kTextSize);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RegisterTokenReq> m, const Variant&) {
    station(wire, m);
    wire.skip(20);  // IPv6 address; a word nobody has explained
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RegisterTokenReject> m, const Variant&) {
    wire.u32(m.wait_seconds);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SpcpRegisterTokenReq> m, const Variant&) {
    station(wire, m);
    wire.u32(m.max_streams);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SpcpRegisterTokenAck> m, const Variant&) {
    wire.u32(m.features);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SpcpRegisterTokenReject> m, const Variant&) {
    wire.u32(m.wait_seconds);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<UnregisterReq> m, const Variant&) {
    wire.u32(m.reason);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<UnregisterAck> m, const Variant&) {
    wire.u32(m.status);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<Reset> m, const Variant&) {
    wire.u32(m.type);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<Alarm> m, const Variant&) {
    wire.u32(m.severity);
    wire.text(m.text, kAlarmSize);
    wire.u32(m.parameter1);
    wire.u32(m.parameter2);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<XmlAlarm> m, const Variant&) {
    wire.rest(m.text, kLongestXml);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<Version> m, const Variant&) {
    wire.text(m.load, kNameSize);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ServerRes> m, const Variant& variant) {
    for (auto& server : m.servers) {
        wire.text(server.name, kServerNameSize);
    }
    for (auto& server : m.servers) {
        wire.u32(server.port);
    }
    for (auto& server : m.servers) {
        variant.form == 0 ? wire.ip4(server.address) : wire.address(server.address);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<IpPort> m, const Variant&) {
    wire.u32(m.port);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RegisterAvailableLines> m, const Variant&) {
    wire.u32(m.lines);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<LocationInfo> m, const Variant&) {
    wire.text(m.text, kLongestLocation);
}

// Messages that consist of their header.
template <class Wire>
void fields(Wire&, typename Wire::template Ref<KeepAlive>, const Variant&) {}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<KeepAliveAck>, const Variant&) {}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<RegisterTokenAck>, const Variant&) {}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<VersionReq>, const Variant&) {}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<ServerReq>, const Variant&) {}

DIALTONE_SCCP_MESSAGE(KeepAlive);
DIALTONE_SCCP_MESSAGE(KeepAliveAck);
DIALTONE_SCCP_MESSAGE(RegisterReq);
DIALTONE_SCCP_MESSAGE(RegisterAck);
DIALTONE_SCCP_MESSAGE(RegisterReject);
DIALTONE_SCCP_MESSAGE(RegisterTokenReq);
DIALTONE_SCCP_MESSAGE(RegisterTokenAck);
DIALTONE_SCCP_MESSAGE(RegisterTokenReject);
DIALTONE_SCCP_MESSAGE(SpcpRegisterTokenReq);
DIALTONE_SCCP_MESSAGE(SpcpRegisterTokenAck);
DIALTONE_SCCP_MESSAGE(SpcpRegisterTokenReject);
DIALTONE_SCCP_MESSAGE(UnregisterReq);
DIALTONE_SCCP_MESSAGE(UnregisterAck);
DIALTONE_SCCP_MESSAGE(Reset);
DIALTONE_SCCP_MESSAGE(Alarm);
DIALTONE_SCCP_MESSAGE(XmlAlarm);
DIALTONE_SCCP_MESSAGE(VersionReq);
DIALTONE_SCCP_MESSAGE(Version);
DIALTONE_SCCP_MESSAGE(ServerReq);
DIALTONE_SCCP_MESSAGE(ServerRes);
DIALTONE_SCCP_MESSAGE(IpPort);
DIALTONE_SCCP_MESSAGE(RegisterAvailableLines);
DIALTONE_SCCP_MESSAGE(LocationInfo);

}  // namespace dialtone::sccp
