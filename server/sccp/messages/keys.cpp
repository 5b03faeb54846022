#include "server/sccp/messages/keys.hpp"

#include "server/sccp/codec_definition.hpp"

#include <string_view>

namespace dialtone::sccp {

namespace {

constexpr std::string_view kKeys = "0123456789ABCD*#+";
constexpr std::size_t kNumberSize = 24;
constexpr std::size_t kPackedNumberSize = 25;
constexpr std::size_t kPackedSize = 32;

}  // namespace

char character_of(KeypadKey key) {
    const auto index = static_cast<std::uint32_t>(key);
    return index < kKeys.size() ? kKeys[index] : '\0';
}

KeypadKey key_of(char character) {
    const auto index = kKeys.find(character);
    return KeypadKey{static_cast<std::uint32_t>(index == std::string_view::npos ? kKeys.size() : index)};
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<KeypadButton> m, const Variant&) {
    wire.u32(m.key);
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<EnblocCall> m, const Variant& variant) {
    wire.text(m.number, variant.form < 2 ? kNumberSize : kPackedNumberSize);
    if (variant.form == 0) {
        return;
    }
    wire.u32(m.line);
    if constexpr (Wire::kReads) {
        // A line fits an octet. Aligned to 28, it lies where the last octet of the packed word is.
        const auto low = m.line & 0xFFU;
        m.line = low == 0 && variant.form == 2 ? m.line >> 24U : low;
    } else if (variant.form == 2) {
        wire.skip(kPackedSize - kPackedNumberSize - 4);
    }
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<Stimulus> m, const Variant&) {
    wire.u32(m.stimulus);
    wire.u32(m.instance);
    wire.u32(m.call);
    wire.u32(m.status);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<OffHook> m, const Variant&) {
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<OnHook> m, const Variant&) {
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<HookFlash> m, const Variant&) {
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<OffHookWithCallingParty> m, const Variant& variant) {
    const auto size = variant.form == 0 ? kNumberSize : kPackedNumberSize;
    wire.text(m.number, size);
    wire.text(m.voicemail, size);
    wire.u32(m.line);
}

DIALTONE_SCCP_MESSAGE(KeypadButton);
DIALTONE_SCCP_MESSAGE(EnblocCall);
DIALTONE_SCCP_MESSAGE(Stimulus);
DIALTONE_SCCP_MESSAGE(OffHook);
DIALTONE_SCCP_MESSAGE(OnHook);
DIALTONE_SCCP_MESSAGE(HookFlash);
DIALTONE_SCCP_MESSAGE(OffHookWithCallingParty);

}  // namespace dialtone::sccp
