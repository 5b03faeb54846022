#pragma once

#include "server/sccp/codec.hpp"
#include "server/sccp/wire.hpp"

/// The definitions of parse() and render(), for the .cpp files that state the fields of messages. Each gives
/// `template <class Wire> void fields(Wire&, typename Wire::template Ref<M>, const Variant&)` and then names
/// its types with DIALTONE_SCCP_MESSAGE.
namespace dialtone::sccp {

/// Overloaded by messages that cannot do without some of their octets.
template <class Message>
std::size_t least_body(const Message&) {
    return 0;
}

template <class Message>
Parsed<Message> parse(const FrameView& frame, const Dialect& dialect) {
    const auto* variant = variant_of<Message>(frame.id, frame.body.size(), dialect);
    if (variant == nullptr) {
        return WireError{WireErrc::unsupported, 0, "another message was expected"};
    }
    Message message{};
    if (frame.body.size() < least_body(message)) {
        return WireError{WireErrc::truncated, kHeaderSize + frame.body.size(), "message body too short"};
    }
    BodyReader reader{frame.body, dialect};
    fields(reader, message, *variant);
    return message;
}

template <class Message>
void render(const Message& message, const Dialect& dialect, Buffer& out) {
    const auto& variant = variant_for<Message>(dialect);
    Writer header{out};
    const auto start = out.size();
    header.u32le(0);
    header.u32le(header_version(variant.id, dialect));
    header.u32le(static_cast<std::uint32_t>(variant.id));
    BodyWriter writer{out, dialect};
    fields(writer, message, variant);
    // A 7961 never showed the label of an unpadded LineStatDynamic.
    header.zeros((4 - writer.body_size() % 4) % 4);
    header.patch_u32le(start, static_cast<std::uint32_t>(out.size() - start - kLengthSize));
}

}  // namespace dialtone::sccp

#define DIALTONE_SCCP_MESSAGE(Message)                                         \
    template Parsed<Message> parse<Message>(const FrameView&, const Dialect&); \
    template void render<Message>(const Message&, const Dialect&, Buffer&)
