#include "server/provision/text_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone::provision {

namespace {

/// U+00A0 to U+017F: Latin-1 Supplement and Latin Extended-A.
constexpr char32_t kLatinFirst = 0xa0;
constexpr std::array<std::string_view, 0x180 - kLatinFirst> kLatin = {
    // clang-format off
    " ", "!", "c", "L", "?", "Y", "|", "S", "\"", "(c)", "a", "<<", "-", "", "(r)", "-",
    "o", "+-", "2", "3", "'", "u", "P", ".", ",", "1", "o", ">>", "1/4", "1/2", "3/4", "?",
    "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",
    "D", "N", "O", "O", "O", "O", "O", "x", "O", "U", "U", "U", "U", "Y", "Th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "/", "o", "u", "u", "u", "u", "y", "th", "y",
    "A", "a", "A", "a", "A", "a", "C", "c", "C", "c", "C", "c", "C", "c", "D", "d",
    "D", "d", "E", "e", "E", "e", "E", "e", "E", "e", "E", "e", "G", "g", "G", "g",
    "G", "g", "G", "g", "H", "h", "H", "h", "I", "i", "I", "i", "I", "i", "I", "i",
    "I", "i", "IJ", "ij", "J", "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L",
    "l", "L", "l", "N", "n", "N", "n", "N", "n", "n", "N", "n", "O", "o", "O", "o",
    "O", "o", "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
    "S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U", "u",
    "U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s",
    // clang-format on
};

struct Substitute {
    char32_t character;
    std::string_view text;
};

/// What word processors put into names.
constexpr std::array kPunctuation = {
    Substitute{0x2010, "-"},
    Substitute{0x2011, "-"},
    Substitute{0x2012, "-"},
    Substitute{0x2013, "-"},
    Substitute{0x2014, "-"},
    Substitute{0x2018, "'"},
    Substitute{0x2019, "'"},
    Substitute{0x201a, ","},
    Substitute{0x201c, "\""},
    Substitute{0x201d, "\""},
    Substitute{0x201e, "\""},
    Substitute{0x2022, "*"},
    Substitute{0x2026, "..."},
    Substitute{0x202f, " "},
    Substitute{0x20ac, "EUR"},
    Substitute{0x2122, "(tm)"}};

/// Escaped form of an ASCII character; empty when it stands for itself.
constexpr std::string_view escape_of(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

/// True for octets that stand for themselves in every form; nearly all text is made of them.
constexpr auto kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t octet = 0x20; octet < 0x7f; ++octet) {
        plain[octet] = escape_of(static_cast<char>(octet)).empty();
    }
    return plain;
}();

bool is_plain(char c) {
    return kPlain[static_cast<std::uint8_t>(c)];
}

void append_ascii(std::string& out, char c) {
    if (c == '\t' || c == '\n' || c == '\r') {
        out.push_back(' ');
    } else if (is_plain(c)) {
        out.push_back(c);
    } else {
        out.append(escape_of(c));  // nothing for a control character
    }
}

void append_reference(std::string& out, char32_t character) {
    std::array<char, 8> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint32_t>(character))
            .ptr;
    out.append("&#").append(digits.data(), end).push_back(';');
}

void append_beyond_ascii(std::string& out, char32_t character, TextForm form) {
    const bool is_c1_control = character < kLatinFirst;
    const bool is_noncharacter =
        (character & 0xfffeU) == 0xfffeU || (character >= 0xfdd0 && character <= 0xfdef);
    if (is_c1_control || is_noncharacter) {
        return;
    }
    if (form == TextForm::references) {
        append_reference(out, character);
    } else if (form == TextForm::latin1 && character <= 0xff) {
        out.push_back(static_cast<char>(static_cast<std::uint8_t>(character)));
    } else {
        for (const char c : transliterate(character)) {
            append_ascii(out, c);
        }
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, TextForm form) {
    while (!text.empty()) {
        const auto special = std::find_if_not(text.begin(), text.end(), [](char c) { return is_plain(c); });
        const auto plain = static_cast<std::size_t>(special - text.begin());
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            return;
        }
        if (static_cast<std::uint8_t>(text[0]) < 0x80) {
            append_ascii(out, text[0]);
            text.remove_prefix(1);
            continue;
        }
        const auto decoded = decode_utf8(text);
        if (decoded.is_valid) {
            append_beyond_ascii(out, decoded.character, form);
        } else {
            out.push_back('?');
        }
        text.remove_prefix(decoded.octets);
    }
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c); });
}

Decoded decode_utf8(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text[0]);
    if (lead < 0x80) {
        return {lead, 1, true};
    }
    const std::size_t octets = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < octets) {
        return {};
    }
    char32_t character = lead & (0x7fU >> octets);
    for (std::size_t i = 1; i < octets; ++i) {
        const auto next = static_cast<std::uint8_t>(text[i]);
        if ((next & 0xc0U) != 0x80U) {
            return {};
        }
        character = character << 6U | (next & 0x3fU);
    }
    constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < kLeast[octets] || is_surrogate || character > 0x10ffff) {
        return {};
    }
    return {character, octets, true};
}

std::string_view transliterate(char32_t character) {
    if (character >= kLatinFirst && character < kLatinFirst + kLatin.size()) {
        return kLatin[character - kLatinFirst];
    }
    const auto found =
        std::find_if(kPunctuation.begin(), kPunctuation.end(), [&](const Substitute& substitute) {
            return substitute.character == character;
        });
    return found == kPunctuation.end() ? std::string_view{"?"} : found->text;
}

}  // namespace dialtone::provision
