#include "server/files/load_list.hpp"

#include "common/bytes/reader.hpp"
#include "common/text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

namespace dialtone::files {

namespace {

// Elements of a signature header, as in every signed file of these phones.
constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kHeaderLength = 2;
constexpr std::uint8_t kPadding = 13;  ///< a single octet without length

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kNewerFirmware = "#+";

/// Octets of the header in front of the text; 0 when there is none.
Parsed<std::size_t> header_size(Bytes octets) {
    if (octets.empty() || octets[0] != kVersion) {
        return std::size_t{0};
    }
    Reader in{octets};
    std::optional<std::size_t> size;
    while (in.ok() && in.position() < size.value_or(octets.size())) {
        const auto at = in.position();
        const auto tag = in.u8();
        if (tag == kPadding) {
            continue;
        }
        const auto value = in.bytes(in.u16be());
        if (tag == kHeaderLength && value.size() == 2) {
            size = static_cast<std::size_t>(value[0]) << 8U | value[1];
        } else if (!size && at > 0) {
            break;  // the length comes second, or this is no header
        }
    }
    if (!in.ok()) {
        return WireError{WireErrc::truncated, in.error_offset(), "the signature header ends too early"};
    }
    if (!size || *size != in.position()) {
        return WireError{WireErrc::bad_length, in.position(), "the signature header is damaged"};
    }
    return *size;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    const auto last = text.find_last_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view{} : text.substr(first, last - first + 1);
}

/// Takes the word at the front.
std::string_view next_word(std::string_view& line) {
    const auto size = std::min(line.find_first_of(kBlanks), line.size());
    const auto word = line.substr(0, size);
    line = trimmed(line.substr(size));
    return word;
}

bool is_file_name(std::string_view word) {
    static constexpr std::string_view kForbidden = "<>\"'&|*?:;/\\";
    return !word.empty() && word.size() <= 255 && word.front() != '.' &&
           std::all_of(word.begin(), word.end(), [](char c) {
               return c > 0x20 && c < 0x7f && kForbidden.find(c) == std::string_view::npos;
           });
}

/// The file that a line names; nullopt for a line that names none.
Parsed<std::optional<ListedMember>> member_of(std::string_view line, std::size_t offset) {
    if (line.starts_with(kNewerFirmware)) {
        line = trimmed(line.substr(kNewerFirmware.size()));
    }
    if (line.empty() || line.front() == '#') {
        return std::optional<ListedMember>{};
    }
    const auto name = next_word(line);
    if (name.find('=') != std::string_view::npos) {
        return std::optional<ListedMember>{};
    }
    if (!is_file_name(name)) {
        return WireError{WireErrc::bad_value, offset, "not a list of file names"};
    }
    ListedMember member{std::string{name}, 0};
    if (const auto size = next_word(line); !size.empty()) {
        const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), member.octets);
        if (error != std::errc{} || end != size.data() + size.size()) {
            return WireError{WireErrc::bad_value, offset, "not a size behind a file name"};
        }
    }
    return std::optional{std::move(member)};
}

}  // namespace

Parsed<LoadList> parse_load_list(Bytes octets) {
    if (octets.size() > kMaxLoadList) {
        return WireError{WireErrc::bad_length, kMaxLoadList, "too long for a list of files"};
    }
    const auto header = header_size(octets);
    if (!header) {
        return header.error();
    }
    LoadList list;
    auto rest = text_of(octets.subspan(*header));
    while (!rest.empty()) {
        const auto offset = octets.size() - rest.size();
        const auto size = std::min(rest.find('\n'), rest.size());
        auto line = rest.substr(0, size);
        rest.remove_prefix(std::min(size + 1, rest.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        auto member = member_of(trimmed(line), offset);
        if (!member) {
            return member.error();
        }
        const auto is_known = [&](const ListedMember& known) { return iequals(known.name, (*member)->name); };
        if (*member && std::none_of(list.begin(), list.end(), is_known)) {
            list.push_back(std::move(**member));
        }
        if (list.size() > kMaxLoadMembers) {
            return WireError{WireErrc::bad_length, offset, "too many files for a load"};
        }
    }
    if (list.empty()) {
        return WireError{WireErrc::bad_value, octets.size(), "names no file"};
    }
    return list;
}

}  // namespace dialtone::files
