#include "common/text/utf8.hpp"

#include <cstdint>

namespace dialtone {

namespace {

bool is_continuation(char c) {
    return (static_cast<std::uint8_t>(c) & 0xc0U) == 0x80U;
}

/// Length of the well-formed character at the front of `text`, 0 when malformed or a control character other
/// than tab.
std::size_t clean_length(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text[0]);
    if (lead < 0x80) {
        return (lead >= 0x20 && lead != 0x7f) || lead == '\t' ? 1 : 0;
    }
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text[i])) {
            return 0;
        }
    }
    const auto second = static_cast<std::uint8_t>(text[1]);
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool surrogate = lead == 0xed && second >= 0xa0;
    const bool too_high = lead == 0xf4 && second >= 0x90;
    const bool c1_control = lead == 0xc2 && second < 0xa0;
    return overlong || surrogate || too_high || c1_control ? 0 : length;
}

}  // namespace

bool is_clean_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = clean_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view text, std::size_t max) {
    if (text.size() <= max && is_clean_utf8(text)) {
        return std::string{text};
    }
    std::string out;
    while (!text.empty()) {
        const auto length = clean_length(text);
        const auto taken = length == 0 ? 1 : length;
        if (out.size() + taken > max) {
            break;
        }
        if (length == 0) {
            out.push_back('?');
        } else {
            out.append(text.substr(0, length));
        }
        text.remove_prefix(taken);
    }
    return out;
}

}  // namespace dialtone
