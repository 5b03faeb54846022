#pragma once

#include "server/provision/xml_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone::provision {

/// Sets of families, for tables whose rows concern some of them.
using FamilySet = std::uint32_t;

inline constexpr FamilySet kLegacy40 = 1U << 0U;      ///< 7940, 7960
inline constexpr FamilySet kLegacy05 = 1U << 1U;      ///< 7902, 7905, 7912
inline constexpr FamilySet kLegacy10 = 1U << 2U;      ///< 7910, 12 SP, 30 VIP
inline constexpr FamilySet kLegacy35 = 1U << 3U;      ///< 7935, 7936
inline constexpr FamilySet kConference37 = 1U << 4U;  ///< 7937
inline constexpr FamilySet kWifi20 = 1U << 5U;        ///< 7920
inline constexpr FamilySet kWifi = 1U << 6U;          ///< 7921, 7925, 7926
inline constexpr FamilySet kJava79 = 1U << 7U;        ///< 7906 to 7975 with Java loads
inline constexpr FamilySet kJava85 = 1U << 8U;        ///< 7985
inline constexpr FamilySet kJava69 = 1U << 9U;        ///< 69xx
inline constexpr FamilySet kCe89 = 1U << 10U;         ///< 8941, 8945
inline constexpr FamilySet kCe8x = 1U << 11U;         ///< 78xx, 88xx, DX
inline constexpr FamilySet kCipc = 1U << 12U;         ///< IP Communicator
inline constexpr FamilySet kAta = 1U << 13U;          ///< ATA 186, 188
inline constexpr FamilySet kAnalog = 1U << 14U;       ///< ports of a voice gateway
inline constexpr FamilySet kSpa = 1U << 15U;          ///< SPA phones that speak SCCP
inline constexpr FamilySet kCe99 = 1U << 16U;         ///< 8961, 9951, 9971
inline constexpr FamilySet kAta19 = 1U << 17U;        ///< ATA 187, 190, 191
inline constexpr FamilySet kThirdParty = 1U << 18U;   ///< standard SIP phones, which read no file of ours

/// What stands on a desk with a PC port behind it.
inline constexpr FamilySet kDesk = kJava79 | kJava85 | kJava69 | kCe89 | kCe8x | kCe99;
/// Firmware that reads the whole of CUCM's file.
inline constexpr FamilySet kLarge = kDesk | kCipc | kConference37 | kAta19;
/// Firmware that takes its SIP settings and lines from that file.
inline constexpr FamilySet kSipInXml = kJava79 | kJava69 | kCe89 | kCe8x | kCe99 | kCipc | kAta19;
inline constexpr FamilySet kEvery = ~FamilySet{0};

/// How the phones of one family want their configuration file: phone_model.family names it.
struct FamilyProfile {
    std::string_view name;
    FamilySet bit = kJava79;
    XmlStyle style;
    std::size_t max_octets = 65536;  ///< beyond it phones have been seen to refuse a file, or may
    std::string_view character_set;  ///< userLocale/winCharSet
    bool has_camera = false;         ///< of its own: video without anything on a PC
    std::string_view trust_erasure;  ///< the keys that erase a trust list; empty: it keeps none
};

/// The profile called `family`; that of java79 for a name nobody knows, as most phones read it.
const FamilyProfile& family_profile(std::string_view family);

}  // namespace dialtone::provision
