#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The list of the files that make up a load: "SCCP45.9-4-2SR3-1S.loads".
namespace dialtone::files {

inline constexpr std::size_t kMaxLoadList = 64U << 10U;        ///< octets; real ones have about one thousand
inline constexpr std::size_t kMaxLoadMembers = 256;            ///< real ones have two to ten
inline constexpr std::string_view kLoadListEnding = ".loads";  ///< some families write ".LOADS"

struct ListedMember {
    std::string name;
    std::uint64_t octets = 0;  ///< 0: the list does not say

    friend bool operator==(const ListedMember&, const ListedMember&) = default;
};

/// In the order in which a phone asks for them; at least one, each once.
using LoadList = std::vector<ListedMember>;

/// Reads what Cisco ships: a signature header (tag, length of two octets, value; its element 2 is the length
/// of the whole header) and then lines, or the lines alone. The signature is the phone's to check.
///
/// A line is a file name, in lists of the 7921, 7925 and 7926 with its size and a digest behind it; ends may
/// be LF or CR LF, blanks may trail. "#" begins a comment, as "#HARDWARE_COMP_1 5" and "#? HW_REV 0-4.*" are;
/// "#+" begins a line that older firmware takes for a comment and newer fetches as any other. "KEY=VALUE"
/// (7940, 7960: LA_VERSION=PAS30831) names no file. Errors: truncated, bad_length and bad_value.
Parsed<LoadList> parse_load_list(Bytes octets);

}  // namespace dialtone::files
