#include "server/sccp/messages/display.hpp"

#include "server/sccp/codec_definition.hpp"

namespace dialtone::sccp {

namespace {

constexpr std::size_t kPromptSize = 32;
constexpr std::size_t kLongestPrompt = 96;

}  // namespace

/// The order of the fields differs between the two forms.
template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DisplayPromptStatus> m, const Variant& variant) {
    wire.u32(m.timeout_seconds);
    if (variant.form == 0) {
        wire.text(m.text, kPromptSize);
    }
    wire.u32(m.line);
    wire.u32(m.call);
    if (variant.form == 1) {
        wire.ztext(m.text, kLongestPrompt);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ClearPromptStatus> m, const Variant&) {
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DisplayNotify> m, const Variant& variant) {
    wire.u32(m.timeout_seconds);
    variant.form == 0 ? wire.text(m.text, kPromptSize) : wire.ztext(m.text, kLongestPrompt);
}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<ClearNotify>, const Variant&) {}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DisplayPriNotify> m, const Variant& variant) {
    wire.u32(m.timeout_seconds);
    wire.u32(m.priority);
    variant.form == 0 ? wire.text(m.text, kPromptSize) : wire.ztext(m.text, kLongestPrompt);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ClearPriNotify> m, const Variant&) {
    wire.u32(m.priority);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DisplayText> m, const Variant&) {
    wire.text(m.text, kPromptSize);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DefineTimeDate> m, const Variant&) {
    wire.u32(m.year);
    wire.u32(m.month);
    wire.u32(m.day_of_week);
    wire.u32(m.day);
    wire.u32(m.hour);
    wire.u32(m.minute);
    wire.u32(m.second);
    wire.u32(m.millisecond);
    wire.u32(m.unix_time);
}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<TimeDateReq>, const Variant&) {}

DIALTONE_SCCP_MESSAGE(DisplayPromptStatus);
DIALTONE_SCCP_MESSAGE(ClearPromptStatus);
DIALTONE_SCCP_MESSAGE(DisplayNotify);
DIALTONE_SCCP_MESSAGE(ClearNotify);
DIALTONE_SCCP_MESSAGE(DisplayPriNotify);
DIALTONE_SCCP_MESSAGE(ClearPriNotify);
DIALTONE_SCCP_MESSAGE(DisplayText);
DIALTONE_SCCP_MESSAGE(TimeDateReq);
DIALTONE_SCCP_MESSAGE(DefineTimeDate);

}  // namespace dialtone::sccp
