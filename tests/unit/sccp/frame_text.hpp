#pragma once

#include "common/bytes/hex.hpp"
#include "server/sccp/codec.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

/// Frames as they stand in captures and hex dumps, for tests of the codec.
namespace dialtone::sccp::test {

/// Octets written in hexadecimal; `*n` stands for n zero octets.
inline Buffer octets(std::string_view dump) {
    Buffer out;
    while (!dump.empty()) {
        const auto star = dump.find('*');
        const auto plain = from_hex(dump.substr(0, star));
        if (!plain) {
            throw std::logic_error("not hexadecimal");
        }
        out.insert(out.end(), plain->begin(), plain->end());
        if (star == std::string_view::npos) {
            break;
        }
        std::size_t used = 0;
        const auto count = std::stoul(std::string{dump.substr(star + 1)}, &used);
        out.insert(out.end(), count, 0);
        dump.remove_prefix(star + 1 + used);
    }
    return out;
}

/// The one frame in `buffer`.
inline FrameView only_frame(const Buffer& buffer) {
    Bytes input{buffer};
    const auto frame = take_frame(input);
    if (!frame || !*frame || !input.empty()) {
        throw std::logic_error("not exactly one frame");
    }
    return **frame;
}

template <class Message>
Buffer rendered(const Message& message, const Dialect& dialect) {
    Buffer out;
    render(message, dialect, out);
    return out;
}

}  // namespace dialtone::sccp::test
