#include "server/sccp/messages/audio.hpp"

#include "server/sccp/codec_definition.hpp"

namespace dialtone::sccp {

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<StartTone> m, const Variant&) {
    wire.u32(m.tone);
    wire.u32(m.direction);
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<StopTone> m, const Variant& variant) {
    wire.u32(m.line);
    wire.u32(m.call);
    if (variant.form == 1) {
        wire.skip(4);  // which tone: whatever plays
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SetRinger> m, const Variant&) {
    wire.u32(m.mode);
    wire.u32(m.duration);
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SetLamp> m, const Variant&) {
    wire.u32(m.lamp);
    wire.u32(m.instance);
    wire.u32(m.mode);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SetSpeakerMode> m, const Variant&) {
    wire.u32(m.mode);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SetMicroMode> m, const Variant&) {
    wire.u32(m.mode);
}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<SetHookFlashDetect>, const Variant&) {}

DIALTONE_SCCP_MESSAGE(StartTone);
DIALTONE_SCCP_MESSAGE(StopTone);
DIALTONE_SCCP_MESSAGE(SetRinger);
DIALTONE_SCCP_MESSAGE(SetLamp);
DIALTONE_SCCP_MESSAGE(SetSpeakerMode);
DIALTONE_SCCP_MESSAGE(SetMicroMode);
DIALTONE_SCCP_MESSAGE(SetHookFlashDetect);

}  // namespace dialtone::sccp
