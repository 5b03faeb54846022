#include "server/provision/family_profile.hpp"

#include "common/model/rows.hpp"

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

constexpr XmlStyle kOldParser{.text = TextForm::latin1, .self_closes = false};
constexpr XmlStyle kNewParser{.text = TextForm::references, .self_closes = true};
constexpr XmlStyle kCarefulParser{.text = TextForm::references, .self_closes = false};

constexpr std::size_t kSmall = 8192;
constexpr std::size_t kMiddle = 16384;
constexpr std::size_t kBig = 65536;

constexpr std::string_view kLatin = "iso-8859-1";
constexpr std::string_view kUnicode = "utf-8";

constexpr std::string_view kEraseCtl = "Settings, Security, CTL file: unlock with **#, then Erase";
constexpr std::string_view kEraseLists =
    "Settings, Security, Trust list, ITL (and CTL, if there is one): unlock with **#, then Erase";
/// The 89xx have no entry for the lists alone.
constexpr std::string_view kResetSecurity = "Settings, Administrator, Reset settings: Security";

constexpr std::array kProfiles = {
    FamilyProfile{"java79", kJava79, kNewParser, kBig, kUnicode, false, kEraseLists},
    FamilyProfile{"java85", kJava85, kNewParser, kBig, kUnicode, true, kEraseCtl},
    FamilyProfile{"java69", kJava69, kNewParser, kBig, kUnicode, false, kEraseLists},
    FamilyProfile{"ce89", kCe89, kNewParser, kBig, kUnicode, true, kResetSecurity},
    FamilyProfile{"ce8x", kCe8x, kNewParser, kBig, kUnicode, true, kEraseLists},
    FamilyProfile{"ce99", kCe99, kNewParser, kBig, kUnicode, false, kResetSecurity},
    FamilyProfile{"cipc", kCipc, kNewParser, kBig, kUnicode, true, kEraseLists},
    FamilyProfile{"conf37", kConference37, kCarefulParser, kMiddle, kUnicode, false, kEraseLists},
    FamilyProfile{"wifi", kWifi, kCarefulParser, kMiddle, kUnicode, false, kEraseLists},
    FamilyProfile{"wifi20", kWifi20, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"legacy40", kLegacy40, kOldParser, kSmall, kLatin, false, kEraseCtl},
    FamilyProfile{"legacy05", kLegacy05, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"legacy10", kLegacy10, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"legacy35", kLegacy35, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"ata", kAta, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"analog", kAnalog, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"spa", kSpa, kOldParser, kSmall, kLatin, false, {}},
    FamilyProfile{"ata19", kAta19, kNewParser, kBig, kUnicode, false, {}},
    FamilyProfile{kThirdPartyFamily, kThirdParty, kNewParser, kBig, kUnicode, false, {}},
};

}  // namespace

const FamilyProfile& family_profile(std::string_view family) {
    const auto* found = std::find_if(kProfiles.begin(), kProfiles.end(), [&](const FamilyProfile& profile) {
        return profile.name == family;
    });
    return found == kProfiles.end() ? kProfiles.front() : *found;
}

}  // namespace dialtone::provision
