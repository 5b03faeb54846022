#include "server/sccp/messages/call_info.hpp"

#include "server/sccp/codec_definition.hpp"

namespace dialtone::sccp {

namespace {

constexpr std::size_t kNumberSize = 24;
constexpr std::array<std::size_t, 3> kDialedSize{24, 25, 28};
constexpr std::size_t kNameSize = 40;
constexpr std::size_t kLongestName = 120;

template <class Wire, class Message>
void fixed_fields(Wire& wire, Message& m) {
    const auto party = [&](auto& who) {
        wire.text(who.name, kNameSize);
        wire.text(who.number, kNumberSize);
    };
    party(m.calling);
    party(m.called);
    wire.u32(m.line);
    wire.u32(m.call);
    wire.u32(m.type);
    party(m.original_called);
    party(m.last_redirecting);
    wire.u32(m.original_reason);
    wire.u32(m.last_reason);
    for (auto* who : {&m.calling, &m.called, &m.original_called, &m.last_redirecting}) {
        wire.text(who->voicemail, kNumberSize);
    }
    wire.u32(m.instance);
    wire.u32(m.security);
    wire.u32(m.restrictions);
}

template <class Wire, class Message>
void dynamic_fields(Wire& wire, Message& m, bool is_long) {
    wire.u32(m.line);
    wire.u32(m.call);
    wire.u32(m.type);
    wire.u32(m.original_reason);
    wire.u32(m.last_reason);
    wire.u32(m.instance);
    wire.u32(m.security);
    wire.u32(m.restrictions);
    wire.ztext(m.calling.number, kNumberSize);
    if (is_long) {
        wire.ztext(m.alternate_calling, kNumberSize);
    }
    wire.ztext(m.called.number, kNumberSize);
    wire.ztext(m.original_called.number, kNumberSize);
    wire.ztext(m.last_redirecting.number, kNumberSize);
    for (auto* who : {&m.calling, &m.called, &m.original_called, &m.last_redirecting}) {
        wire.ztext(who->voicemail, kNumberSize);
    }
    for (auto* who : {&m.calling, &m.called, &m.original_called, &m.last_redirecting}) {
        wire.ztext(who->name, kLongestName);
    }
    if (is_long) {
        wire.ztext(m.hunt_pilot_number, kNumberSize);
        wire.ztext(m.hunt_pilot_name, kLongestName);
    }
}

}  // namespace

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CallInfo> m, const Variant& variant) {
    if (variant.form == 0) {
        fixed_fields(wire, m);
    } else {
        dynamic_fields(wire, m, variant.form == 2);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DialedNumber> m, const Variant& variant) {
    wire.text(m.number, kDialedSize[variant.form]);
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CallHistoryDisposition> m, const Variant&) {
    wire.u32(m.list);
    wire.u32(m.line);
    wire.u32(m.call);
}

/// Not the usual order.
template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CallSelectStat> m, const Variant&) {
    wire.u32(m.status);
    wire.u32(m.call);
    wire.u32(m.line);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<RecordingStatus> m, const Variant&) {
    wire.u32(m.call);
    wire.u32(m.status);
}

DIALTONE_SCCP_MESSAGE(CallInfo);
DIALTONE_SCCP_MESSAGE(DialedNumber);
DIALTONE_SCCP_MESSAGE(CallHistoryDisposition);
DIALTONE_SCCP_MESSAGE(CallSelectStat);
DIALTONE_SCCP_MESSAGE(RecordingStatus);

}  // namespace dialtone::sccp
