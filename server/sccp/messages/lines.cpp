#include "server/sccp/messages/lines.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

constexpr std::size_t kNumberSize = 24;
/// Of forwarding: version 18 and above packs 25 octets, but an 8945 aligns them.
constexpr std::array<std::size_t, 3> kTargetSize{24, 25, 28};
constexpr std::size_t kNotificationSize = 97;
constexpr std::uint32_t kActive = 1;
constexpr std::uint32_t kActiveNow = 2;
constexpr std::size_t kLabelSize = 40;
constexpr std::size_t kUrlSize = 256;
constexpr std::size_t kLongestNumber = 24;  // of the texts without a fixed size
constexpr std::size_t kLongestLabel = 120;
constexpr std::size_t kDynamicFeatureLabelSize = kLongestLabel + 1;

std::uint32_t active_word(bool is_active, const Variant& variant) {
    const auto active = variant.form == 0 ? kActive : kActiveNow;
    return is_active ? active : 0U;
}

template <class Wire, class Target>
void forward_target(Wire& wire, Target& target, const Variant& variant) {
    std::uint32_t word = active_word(target.is_active, variant);
    wire.u32(word);
    if constexpr (Wire::kReads) {
        target.is_active = word != 0;
    }
    wire.text(target.number, kTargetSize[variant.form]);
}

}  // namespace

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<LineStatReq> m, const Variant&) {
    wire.u32(m.line);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<LineStat> m, const Variant& variant) {
    wire.u32(m.line);
    if (variant.form == 0) {
        wire.text(m.number, kNumberSize);
        wire.text(m.name, kLabelSize);
        wire.text(m.label, kLabelSize);
        wire.u32(m.options);
    } else {
        wire.u32(m.options);
        wire.ztext(m.number, kLongestNumber);
        wire.ztext(m.name, kLongestLabel);
        wire.ztext(m.label, kLongestLabel);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ForwardStatReq> m, const Variant&) {
    wire.u32(m.line);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ForwardStat> m, const Variant& variant) {
    std::uint32_t active = active_word(m.is_active(), variant);
    wire.u32(active);
    wire.u32(m.line);
    forward_target(wire, m.all, variant);
    forward_target(wire, m.busy, variant);
    forward_target(wire, m.no_answer, variant);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SpeedDialStatReq> m, const Variant&) {
    wire.u32(m.index);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SpeedDialStat> m, const Variant& variant) {
    wire.u32(m.index);
    if (variant.form == 0) {
        wire.text(m.number, kNumberSize);
        wire.text(m.label, kLabelSize);
    } else {
        wire.ztext(m.number, kLongestNumber);
        wire.ztext(m.label, kLongestLabel);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<FeatureStatReq> m, const Variant&) {
    wire.u32(m.index);
    wire.u32(m.capabilities);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<FeatureStat> m, const Variant& variant) {
    wire.u32(m.index);
    wire.u32(m.feature);
    if (variant.form == 0) {
        wire.text(m.label, kLabelSize);
        wire.u32(m.status);
    } else {
        wire.u32(m.status);
        wire.text(m.label, kDynamicFeatureLabelSize);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ServiceUrlStatReq> m, const Variant&) {
    wire.u32(m.index);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ServiceUrlStat> m, const Variant& variant) {
    wire.u32(m.index);
    if (variant.form == 0) {
        wire.text(m.url, kUrlSize);
        wire.text(m.label, kLabelSize);
        return;
    }
    wire.ztext(m.url, kUrlSize);
    wire.ztext(m.label, kLongestLabel);
    if (variant.form == 2) {
        wire.skip(1);  // a third text, which we leave empty
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ConfigStat> m, const Variant& variant) {
    if (variant.form == 1) {
        // The numbers follow the name's NUL at once, wherever that is.
        wire.ztext(m.name, 15);
        wire.skip(4);
        wire.u32(m.instance);
        wire.u32(m.lines);
        wire.u32(m.speed_dials);
        wire.ztext(m.user, kLabelSize);
        wire.ztext(m.server, kLabelSize);
        return;
    }
    wire.text(m.name, 16);
    wire.skip(4);  // user id
    wire.u32(m.instance);
    wire.text(m.user, kLabelSize);
    wire.text(m.server, kLabelSize);
    wire.u32(m.lines);
    wire.u32(m.speed_dials);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CallCountRes> m, const Variant&) {
    auto count = static_cast<std::uint32_t>(std::min(m.lines.size(), CallCountRes::kSlots));
    std::uint32_t first = 1;
    wire.u32(count);
    wire.u32(first);
    wire.u32(count);
    if constexpr (Wire::kReads) {
        m.lines.resize(std::min<std::size_t>(count, CallCountRes::kSlots));
    }
    for (std::size_t i = 0; i < std::min(m.lines.size(), CallCountRes::kSlots); ++i) {
        wire.u16(m.lines[i].max_calls);
        wire.u16(m.lines[i].busy_trigger);
    }
    if constexpr (!Wire::kReads) {
        wire.skip((CallCountRes::kSlots - count) * 4);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SubscriptionStatReq> m, const Variant&) {
    wire.u32(m.transaction);
    wire.u32(m.feature);
    wire.u32(m.timer);
    wire.text(m.subject, kUrlSize);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SubscriptionStat> m, const Variant&) {
    wire.u32(m.transaction);
    wire.u32(m.feature);
    wire.u32(m.timer);
    wire.u32(m.cause);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<Notification> m, const Variant&) {
    wire.u32(m.transaction);
    wire.u32(m.feature);
    wire.u32(m.status);
    wire.text(m.text, kNotificationSize);
}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<ConfigStatReq>, const Variant&) {}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<CallCountReq>, const Variant&) {}

DIALTONE_SCCP_MESSAGE(LineStatReq);
DIALTONE_SCCP_MESSAGE(LineStat);
DIALTONE_SCCP_MESSAGE(ForwardStatReq);
DIALTONE_SCCP_MESSAGE(ForwardStat);
DIALTONE_SCCP_MESSAGE(SpeedDialStatReq);
DIALTONE_SCCP_MESSAGE(SpeedDialStat);
DIALTONE_SCCP_MESSAGE(FeatureStatReq);
DIALTONE_SCCP_MESSAGE(FeatureStat);
DIALTONE_SCCP_MESSAGE(ServiceUrlStatReq);
DIALTONE_SCCP_MESSAGE(ServiceUrlStat);
DIALTONE_SCCP_MESSAGE(ConfigStatReq);
DIALTONE_SCCP_MESSAGE(ConfigStat);
DIALTONE_SCCP_MESSAGE(CallCountReq);
DIALTONE_SCCP_MESSAGE(CallCountRes);
DIALTONE_SCCP_MESSAGE(SubscriptionStatReq);
DIALTONE_SCCP_MESSAGE(SubscriptionStat);
DIALTONE_SCCP_MESSAGE(Notification);

}  // namespace dialtone::sccp
