#include "server/sccp/messages/user_data.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

template <class Wire, class Message>
void data_fields(Wire& wire, Message& m, const Variant& variant) {
    wire.u32(m.application);
    wire.u32(m.line);
    wire.u32(m.call);
    wire.u32(m.transaction);
    auto size = static_cast<std::uint32_t>(std::min(m.data.size(), UserData::kLongest));
    wire.u32(size);
    if (variant.form == 1) {
        wire.u32(m.sequence);
        wire.u32(m.priority);
        wire.u32(m.conference);
        wire.u32(m.instance);
        wire.u32(m.routing);
    }
    wire.raw(m.data, std::min<std::size_t>(size, UserData::kLongest));
}

}  // namespace

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<UserToDeviceData> m, const Variant& variant) {
    data_fields(wire, m, variant);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DeviceToUserData> m, const Variant& variant) {
    data_fields(wire, m, variant);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<DeviceToUserDataResponse> m, const Variant& variant) {
    data_fields(wire, m, variant);
}

DIALTONE_SCCP_MESSAGE(UserToDeviceData);
DIALTONE_SCCP_MESSAGE(DeviceToUserData);
DIALTONE_SCCP_MESSAGE(DeviceToUserDataResponse);

}  // namespace dialtone::sccp
