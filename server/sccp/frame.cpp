#include "server/sccp/frame.hpp"

#include "common/bytes/reader.hpp"

namespace dialtone::sccp {

Parsed<std::optional<FrameView>> take_frame(Bytes& input) {
    Reader reader{input};
    const std::size_t data_length = reader.u32le();
    if (!reader.ok()) {
        return std::optional<FrameView>{};
    }
    // Judged as soon as the length is there, so that a bad one never makes us wait for more.
    if (data_length < kHeaderSize - kLengthSize) {
        return WireError{WireErrc::bad_length, 0, "frame length below 4"};
    }
    if (data_length > kMaxDataLength) {
        return WireError{WireErrc::bad_length, 0, "frame length above 16384"};
    }
    if (input.size() < kLengthSize + data_length) {
        return std::optional<FrameView>{};
    }
    FrameView frame;
    frame.header_version = reader.u32le();
    frame.id = MessageId{reader.u32le()};
    frame.body = input.subspan(kHeaderSize, kLengthSize + data_length - kHeaderSize);
    input = input.subspan(kLengthSize + data_length);
    return std::optional<FrameView>{frame};
}

}  // namespace dialtone::sccp
