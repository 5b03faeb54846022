#include "server/sccp/messages/buttons.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

template <class Wire>
void fields(Wire&, typename Wire::template Ref<ButtonTemplateReq>, const Variant&) {}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<ButtonTemplate> m, const Variant&) {
    auto count = static_cast<std::uint32_t>(std::min(m.buttons.size(), ButtonTemplate::kLargestSlots));
    wire.skip(4);  // offset: everything is sent at once
    wire.u32(count);
    wire.u32(count);
    if constexpr (Wire::kReads) {
        m.buttons.resize(std::min<std::size_t>(count, ButtonTemplate::kLargestSlots));
    }
    for (std::size_t i = 0; i < std::min(m.buttons.size(), ButtonTemplate::kLargestSlots); ++i) {
        wire.u8(m.buttons[i].instance);
        wire.u8(m.buttons[i].type);
    }
    if constexpr (!Wire::kReads) {
        const auto slots =
            count > ButtonTemplate::kSlots ? ButtonTemplate::kLargestSlots : ButtonTemplate::kSlots;
        for (std::size_t i = count; i < slots; ++i) {
            wire.u8(std::uint8_t{0});
            wire.u8(ButtonType::undefined);
        }
    }
}

DIALTONE_SCCP_MESSAGE(ButtonTemplateReq);
DIALTONE_SCCP_MESSAGE(ButtonTemplate);

}  // namespace dialtone::sccp
