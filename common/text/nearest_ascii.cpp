#include "common/text/nearest_ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace dialtone {

namespace {

struct Nearest {
    char32_t character;
    std::string_view ascii;
};

/// ISO 8859-1 from U+00C0 on.
constexpr std::array<std::string_view, 64> kLetters{
    "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",
    "D", "N", "O", "O", "O", "O", "O",  "x", "O", "U", "U", "U", "U", "Y", "Th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "/", "o", "u", "u", "u", "u", "y", "th", "y"};
constexpr char32_t kFirstLetter = 0xC0;

/// Characters beyond it that names and labels hold, ascending.
constexpr std::array kNearest{
    Nearest{0x0100, "A"},  Nearest{0x0101, "a"},   Nearest{0x0102, "A"},   Nearest{0x0103, "a"},
    Nearest{0x0104, "A"},  Nearest{0x0105, "a"},   Nearest{0x0106, "C"},   Nearest{0x0107, "c"},
    Nearest{0x010C, "C"},  Nearest{0x010D, "c"},   Nearest{0x010E, "D"},   Nearest{0x010F, "d"},
    Nearest{0x0110, "D"},  Nearest{0x0111, "d"},   Nearest{0x0112, "E"},   Nearest{0x0113, "e"},
    Nearest{0x0118, "E"},  Nearest{0x0119, "e"},   Nearest{0x011A, "E"},   Nearest{0x011B, "e"},
    Nearest{0x011E, "G"},  Nearest{0x011F, "g"},   Nearest{0x012A, "I"},   Nearest{0x012B, "i"},
    Nearest{0x0130, "I"},  Nearest{0x0131, "i"},   Nearest{0x0141, "L"},   Nearest{0x0142, "l"},
    Nearest{0x0143, "N"},  Nearest{0x0144, "n"},   Nearest{0x0147, "N"},   Nearest{0x0148, "n"},
    Nearest{0x014C, "O"},  Nearest{0x014D, "o"},   Nearest{0x0150, "O"},   Nearest{0x0151, "o"},
    Nearest{0x0152, "OE"}, Nearest{0x0153, "oe"},  Nearest{0x0158, "R"},   Nearest{0x0159, "r"},
    Nearest{0x015A, "S"},  Nearest{0x015B, "s"},   Nearest{0x015E, "S"},   Nearest{0x015F, "s"},
    Nearest{0x0160, "S"},  Nearest{0x0161, "s"},   Nearest{0x0162, "T"},   Nearest{0x0163, "t"},
    Nearest{0x0164, "T"},  Nearest{0x0165, "t"},   Nearest{0x016A, "U"},   Nearest{0x016B, "u"},
    Nearest{0x016E, "U"},  Nearest{0x016F, "u"},   Nearest{0x0170, "U"},   Nearest{0x0171, "u"},
    Nearest{0x0178, "Y"},  Nearest{0x0179, "Z"},   Nearest{0x017A, "z"},   Nearest{0x017B, "Z"},
    Nearest{0x017C, "z"},  Nearest{0x017D, "Z"},   Nearest{0x017E, "z"},   Nearest{0x0218, "S"},
    Nearest{0x0219, "s"},  Nearest{0x021A, "T"},   Nearest{0x021B, "t"},   Nearest{0x2010, "-"},
    Nearest{0x2013, "-"},  Nearest{0x2014, "-"},   Nearest{0x2018, "'"},   Nearest{0x2019, "'"},
    Nearest{0x201A, "'"},  Nearest{0x201C, "\""},  Nearest{0x201D, "\""},  Nearest{0x201E, "\""},
    Nearest{0x2022, "*"},  Nearest{0x2026, "..."}, Nearest{0x20AC, "EUR"},
};

constexpr std::string_view kPrintable =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// Takes the character off the front of `text`; 0 for what is malformed.
char32_t take_character(std::string_view& text) {
    const auto octet = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    const auto lead = octet(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    constexpr std::array<std::uint8_t, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t character = lead & kLeadBits[length];
    bool is_whole = text.size() >= length;
    for (std::size_t i = 1; is_whole && i < length; ++i) {
        is_whole = (octet(i) & 0xC0U) == 0x80;
        character = character << 6U | (octet(i) & 0x3FU);
    }
    text.remove_prefix(is_whole ? length : 1);
    return is_whole ? character : 0;
}

}  // namespace

std::string_view nearest_ascii(char32_t character) {
    if (character < 0x80) {
        const auto at = kPrintable.find(static_cast<char>(character));
        return at == std::string_view::npos ? std::string_view{} : kPrintable.substr(at, 1);
    }
    if (character >= kFirstLetter && character < kFirstLetter + kLetters.size()) {
        return kLetters[character - kFirstLetter];
    }
    const auto* found =
        std::lower_bound(kNearest.begin(), kNearest.end(), character, [](const Nearest& n, char32_t wanted) {
            return n.character < wanted;
        });
    return found != kNearest.end() && found->character == character ? found->ascii : std::string_view{};
}

std::string to_ascii(std::string_view utf8) {
    std::string out;
    while (!utf8.empty()) {
        const auto nearest = nearest_ascii(take_character(utf8));
        out += nearest.empty() ? std::string_view{"?"} : nearest;
    }
    return out;
}

}  // namespace dialtone
