#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// How text leaves the database's UTF-8 for a phone.
namespace dialtone::provision {

enum class TextForm : std::uint8_t {
    references,  ///< 7941 and newer: XML references (&#252;) for everything beyond ASCII
    latin1,      ///< 7940 and 7960: ISO-8859-1 octets, the rest transliterated; they show garbage for UTF-8
    ascii,       ///< transliterated; for a file that phones of every family read
};

/// Appends `text` as XML character data or attribute value: markup escaped; control characters dropped, tab
/// and line ends turned into a blank; malformed UTF-8 and what cannot be transliterated turned into '?'.
void append_escaped(std::string& out, std::string_view text, TextForm form);

/// True when append_escaped() appends it as it is, whatever the form.
bool is_plain(std::string_view text);

/// One character of UTF-8 at the front of `text`, which must not be empty.
struct Decoded {
    char32_t character = 0;
    std::size_t octets = 1;
    bool is_valid = false;
};

Decoded decode_utf8(std::string_view text);

/// The closest ASCII for a character beyond ASCII, "?" when there is none.
std::string_view transliterate(char32_t character);

}  // namespace dialtone::provision
