#include "server/sccp/messages/calls.hpp"

#include "server/sccp/codec_definition.hpp"

namespace dialtone::sccp {

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<CallState> m, const Variant&) {
    wire.u32(m.state);
    wire.u32(m.line);
    wire.u32(m.call);
    wire.u32(m.privacy);
    wire.u32(m.precedence);
    wire.skip(4);  // precedence domain
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ActivateCallPlane> m, const Variant&) {
    wire.u32(m.line);
}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<DeactivateCallPlane>, const Variant&) {}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<BackSpace> m, const Variant&) {
    wire.u32(m.line);
    wire.u32(m.call);
}

DIALTONE_SCCP_MESSAGE(CallState);
DIALTONE_SCCP_MESSAGE(ActivateCallPlane);
DIALTONE_SCCP_MESSAGE(DeactivateCallPlane);
DIALTONE_SCCP_MESSAGE(BackSpace);

}  // namespace dialtone::sccp
