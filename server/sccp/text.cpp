#include "server/sccp/text.hpp"

#include "common/text/nearest_ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::sccp {

namespace {

constexpr std::uint8_t kDictionary1 = 0x80;
constexpr std::uint8_t kDictionary2 = 0x1E;

struct Words {
    std::uint16_t code;
    std::string_view english;
};

/// The codes that we send as labels and prompts, in the order of the dictionary.
constexpr std::array kDictionary{
    Words{0x1E2B, "Mobility"},
    Words{0x1E38, "Do Not Disturb"},
    Words{0x1E3C, "AbbrDial"},
    Words{0x1E43, "Record"},
    Words{0x8001, "Redial"},
    Words{0x8002, "NewCall"},
    Words{0x8003, "Hold"},
    Words{0x8004, "Transfer"},
    Words{0x8005, "CFwdALL"},
    Words{0x8006, "CFwdBusy"},
    Words{0x8007, "CFwdNoAnswer"},
    Words{0x8008, "<<"},
    Words{0x8009, "EndCall"},
    Words{0x800A, "Resume"},
    Words{0x800B, "Answer"},
    Words{0x800C, "Info"},
    Words{0x800D, "Confrn"},
    Words{0x800E, "Park"},
    Words{0x800F, "Join"},
    Words{0x8010, "MeetMe"},
    Words{0x8011, "PickUp"},
    Words{0x8012, "GPickUp"},
    Words{0x8013, "Your current options"},
    Words{0x8016, "Ring out"},
    Words{0x8017, "From "},
    Words{0x8018, "Connected"},
    Words{0x8019, "Busy"},
    Words{0x801E, "Call Proceed"},
    Words{0x8020, "Enter number"},
    Words{0x8023, "Temp Fail"},
    Words{0x802D, "Key Is Not Active"},
    Words{0x8036, "Private"},
    Words{0x8038, "Unknown Number"},
    Words{0x8039, "RmLstC"},
    Words{0x803B, "ImmDiv"},
    Words{0x803C, "Intrcpt"},
    Words{0x803E, "TrnsfVM"},
    Words{0x803F, "DND"},
    Words{0x8041, "CallBack"},
    Words{0x8043, "Barge"},
    Words{0x804A, "High Traffic Try Again Later"},
    Words{0x804B, "QRT"},
    Words{0x804C, "MCID"},
    Words{0x804D, "DirTrfr"},
    Words{0x804E, "Select"},
    Words{0x804F, "ConfList"},
    Words{0x8050, "iDivert"},
    Words{0x8051, "cBarge"},
    Words{0x8055, "Number Not Configured"},
    Words{0x8058, "VidMode"},
    Words{0x805B, "OPickUp"},
    Words{0x805C, "HLog"},
};

/// One element of a text: a character or a dictionary code.
struct Element {
    std::size_t size = 1;  ///< octets of the text it takes
    bool is_code = false;
    char32_t character = 0;  ///< '?' for what is malformed
};

std::uint8_t octet_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

/// RFC 3629: the number of octets that a character beginning with `lead` has; 0 for no such beginning.
std::size_t utf8_size(std::uint8_t lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead < 0xE0) {
        return 2;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
        return 3;
    }
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool is_character(char32_t c, std::size_t size) {
    constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
    return c >= kSmallest[size] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

Element utf8_element(std::string_view text) {
    const auto lead = octet_at(text, 0);
    const auto size = utf8_size(lead);
    if (size == 0 || size > text.size()) {
        return {1, false, U'?'};
    }
    constexpr std::array<std::uint8_t, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t c = lead & kLeadBits[size];
    for (std::size_t i = 1; i < size; ++i) {
        const auto next = octet_at(text, i);
        if ((next & 0xC0U) != 0x80) {
            return {1, false, U'?'};
        }
        c = c << 6U | (next & 0x3FU);
    }
    if (!is_character(c, size)) {
        return {1, false, U'?'};
    }
    // Control characters, of which 0x80 to 0x9F would be taken for codes, are nothing to show.
    const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    return {size, false, is_control ? U'?' : c};
}

Element first_element(std::string_view text) {
    const auto lead = octet_at(text, 0);
    if (text.size() > 1 && (lead == kDictionary1 || lead == kDictionary2)) {
        return {2, true, 0};
    }
    return utf8_element(text);
}

void append_utf8(std::string& out, char32_t c) {
    const auto tail = [&](unsigned shift) {
        out.push_back(static_cast<char>(0x80U | ((c >> shift) & 0x3FU)));
    };
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0U | c >> 6U));
        tail(0);
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0U | c >> 12U));
        tail(6);
        tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0U | c >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// The character as ISO 8859-1, or the nearest ASCII.
std::string to_latin1(char32_t c) {
    if (c < 0x100) {
        return {static_cast<char>(c)};
    }
    const auto nearest = nearest_ascii(c);
    return nearest.empty() ? "?" : std::string{nearest};
}

}  // namespace

std::string coded(Phrase phrase) {
    const auto code = static_cast<std::uint16_t>(phrase);
    return {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
}

std::string readable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto element = first_element(text);
        if (element.is_code) {
            const auto code = static_cast<std::uint16_t>(octet_at(text, 0) << 8U | octet_at(text, 1));
            const auto found = std::find_if(kDictionary.begin(), kDictionary.end(), [code](const Words& w) {
                return w.code == code;
            });
            out += found != kDictionary.end() ? std::string{found->english} : fmt::format("<{:04X}>", code);
        } else {
            append_utf8(out, element.character);
        }
        text.remove_prefix(element.size);
    }
    return out;
}

void append_encoded(Buffer& out, std::string_view text, bool is_utf8, std::size_t max) {
    const auto start = out.size();
    std::string piece;
    while (!text.empty()) {
        const auto element = first_element(text);
        piece.clear();
        if (element.is_code) {
            piece = text.substr(0, element.size);
        } else if (is_utf8) {
            append_utf8(piece, element.character);
        } else {
            piece = to_latin1(element.character);
        }
        if (out.size() - start + piece.size() > max) {
            return;
        }
        const auto octets = bytes_of(piece);
        out.insert(out.end(), octets.begin(), octets.end());
        text.remove_prefix(element.size);
    }
}

std::string decoded(Bytes octets, bool is_utf8) {
    std::string out;
    auto text = dialtone::text_of(octets);
    while (!text.empty()) {
        const auto lead = octet_at(text, 0);
        const bool is_code = text.size() > 1 && (lead == kDictionary1 || lead == kDictionary2);
        if (is_code) {
            out += text.substr(0, 2);
            text.remove_prefix(2);
        } else if (is_utf8) {
            const auto element = utf8_element(text);
            append_utf8(out, element.character);
            text.remove_prefix(element.size);
        } else {
            const bool is_control = lead < 0x20 || (lead >= 0x7F && lead < 0xA0);
            append_utf8(out, is_control ? U'?' : static_cast<char32_t>(lead));
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace dialtone::sccp
