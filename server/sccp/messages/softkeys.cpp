#include "server/sccp/messages/softkeys.hpp"

#include "server/sccp/codec_definition.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

constexpr std::size_t kLabelSize = 16;
constexpr std::size_t kKeySize = kLabelSize + 4;
constexpr std::size_t kSetSize = SoftKeySet::kKeysPerSet * 3;

/// Offset, count and total, with which both templates begin; a reader gets `items` of the size sent.
template <class Wire, class Items>
std::size_t head(Wire& wire, Items& items, std::size_t slots) {
    auto count = static_cast<std::uint32_t>(std::min(items.size(), slots));
    wire.skip(4);  // offset: everything is sent at once
    wire.u32(count);
    wire.u32(count);
    if constexpr (Wire::kReads) {
        items.resize(std::min<std::size_t>(count, slots));
    }
    return std::min(items.size(), slots);
}

}  // namespace

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SoftKeyTemplate> m, const Variant&) {
    const auto count = head(wire, m.keys, SoftKeyTemplate::kSlots);
    for (std::size_t i = 0; i < count; ++i) {
        wire.text(m.keys[i].label, kLabelSize);
        wire.u32(m.keys[i].event);
    }
    wire.skip((SoftKeyTemplate::kSlots - count) * kKeySize);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SoftKeySet> m, const Variant&) {
    const auto count = head(wire, m.sets, SoftKeySet::kSlots);
    for (std::size_t i = 0; i < count; ++i) {
        wire.octets(m.sets[i].positions);
        for (auto& help : m.sets[i].help) {
            wire.u16(help);
        }
    }
    wire.skip((SoftKeySet::kSlots - count) * kSetSize);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SelectSoftKeys> m, const Variant&) {
    wire.u32(m.line);
    wire.u32(m.call);
    wire.u32(m.mode);
    wire.u32(m.valid_keys);
}

template <class Wire>
void fields(Wire& wire, typename Wire::template Ref<SoftKeyEvent> m, const Variant&) {
    wire.u32(m.key);
    wire.u32(m.line);
    wire.u32(m.call);
}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<SoftKeyTemplateReq>, const Variant&) {}

template <class Wire>
void fields(Wire&, typename Wire::template Ref<SoftKeySetReq>, const Variant&) {}

DIALTONE_SCCP_MESSAGE(SoftKeyTemplateReq);
DIALTONE_SCCP_MESSAGE(SoftKeyTemplate);
DIALTONE_SCCP_MESSAGE(SoftKeySetReq);
DIALTONE_SCCP_MESSAGE(SoftKeySet);
DIALTONE_SCCP_MESSAGE(SelectSoftKeys);
DIALTONE_SCCP_MESSAGE(SoftKeyEvent);

}  // namespace dialtone::sccp
