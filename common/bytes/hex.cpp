#include "common/bytes/hex.hpp"

namespace dialtone {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

std::optional<std::uint8_t> digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<std::uint8_t>(c - '0');
    }
    const char lower = static_cast<char>(c | 0x20);
    if (lower >= 'a' && lower <= 'f') {
        return static_cast<std::uint8_t>(lower - 'a' + 10);
    }
    return std::nullopt;
}

bool is_separator(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '|';
}

}  // namespace

std::string to_hex(Bytes bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const auto octet : bytes) {
        out.push_back(kDigits[octet >> 4U]);
        out.push_back(kDigits[octet & 0x0fU]);
    }
    return out;
}

std::optional<Buffer> from_hex(std::string_view text) {
    Buffer out;
    std::optional<std::uint8_t> high;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_separator(c)) {
            continue;
        }
        if (text.substr(i, 2) == "//") {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        const auto value = digit_value(c);
        if (!value) {
            return std::nullopt;
        }
        if (high) {
            out.push_back(static_cast<std::uint8_t>(*high << 4U | *value));
            high.reset();
        } else {
            high = value;
        }
    }
    if (high) {
        return std::nullopt;
    }
    return out;
}

}  // namespace dialtone
