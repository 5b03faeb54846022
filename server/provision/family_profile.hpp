#pragma once

#include "server/provision/xml_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone::provision {

/// Sets of families, for tables whose rows concern some of them.
using FamilySet = std::uint8_t;

inline constexpr FamilySet kLegacy40 = 1U << 0U;  ///< 7940 and 7960, and the 7905 to 7936 that read alike
inline constexpr FamilySet kJava79 = 1U << 1U;    ///< 7906 to 7975 with Java loads, 69xx
inline constexpr FamilySet kCe8x = 1U << 2U;      ///< 78xx, 88xx, 8941 to 9971
inline constexpr FamilySet kWifi = 1U << 3U;      ///< 7921, 7925, 7926
inline constexpr FamilySet kAta = 1U << 4U;       ///< analog adapters
inline constexpr FamilySet kLarge = kJava79 | kCe8x;
inline constexpr FamilySet kEvery = kLegacy40 | kJava79 | kCe8x | kWifi | kAta;

/// How the phones of one family want their configuration file: phone_model.family names it.
struct FamilyProfile {
    std::string_view name;
    FamilySet bit = kJava79;
    XmlStyle style;
    std::size_t max_octets = 65536;  ///< beyond it phones have been seen to refuse a file, or may
    std::string_view character_set;  ///< userLocale/winCharSet
};

/// The profile called `family`; that of java79 for a name nobody knows, as most phones read it.
const FamilyProfile& family_profile(std::string_view family);

}  // namespace dialtone::provision
