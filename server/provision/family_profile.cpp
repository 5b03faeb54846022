#include "server/provision/family_profile.hpp"

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

constexpr XmlStyle kOldParser{.text = TextForm::latin1, .self_closes = false};
constexpr XmlStyle kNewParser{.text = TextForm::references, .self_closes = true};

constexpr std::array kProfiles = {
    FamilyProfile{"java79", kJava79, kNewParser, 65536, "utf-8"},
    FamilyProfile{"legacy40", kLegacy40, kOldParser, 8192, "iso-8859-1"},
    FamilyProfile{"ce8x", kCe8x, kNewParser, 65536, "utf-8"},
    FamilyProfile{"wifi", kWifi, {.text = TextForm::references, .self_closes = false}, 16384, "utf-8"},
    FamilyProfile{"ata", kAta, kOldParser, 8192, "iso-8859-1"},
};

}  // namespace

const FamilyProfile& family_profile(std::string_view family) {
    const auto* found = std::find_if(kProfiles.begin(), kProfiles.end(), [&](const FamilyProfile& profile) {
        return profile.name == family;
    });
    return found == kProfiles.end() ? kProfiles.front() : *found;
}

}  // namespace dialtone::provision
