#include "server/provision/vendor_section.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dialtone::provision {

namespace {

struct Default {
    std::string_view name;
    std::string_view value;
    FamilySet families;
};

/// Beware of polarity: pcPort, voiceVlanAccess, webAccess, spanToPCPort and sshAccess are on with 0 and off
/// with 1; settingsAccess and garp are on with 1.
constexpr std::array kDefaults = {
    Default{"disableSpeaker", "false", kEvery & ~kAta},
    Default{"disableSpeakerAndHeadset", "false", kEvery & ~kAta},
    Default{"forwardingDelay", "1", kLegacy40 | kJava79},
    Default{"pcPort", "0", kLegacy40 | kLarge},
    Default{"settingsAccess", "1", kEvery},
    Default{"garp", "0", kLegacy40 | kLarge},
    Default{"voiceVlanAccess", "0", kLegacy40 | kLarge},
    Default{"videoCapability", "0", kLegacy40 | kLarge},
    Default{"autoSelectLineEnable", "0", kLegacy40 | kLarge},
    Default{"webAccess", "0", kEvery},
    Default{"spanToPCPort", "1", kLegacy40 | kLarge},
    Default{"loggingDisplay", "1", kLarge},
    Default{"recordingTone", "0", kLarge},
    Default{"recordingToneLocalVolume", "100", kLarge},
    Default{"recordingToneRemoteVolume", "50", kLarge},
    Default{"recordingToneDuration", "", kLarge},
    Default{"rtcp", "0", kLarge},
    Default{"moreKeyReversionTimer", "5", kLarge},
    Default{"autoCallSelect", "1", kLarge},
    Default{"g722CodecSupport", "0", kLarge},
    Default{"peerFirmwareSharing", "0", kLarge},
    Default{"loadServer", "", kLarge | kWifi},
    Default{"logServer", "", kLarge | kWifi},
    Default{"enableCdpSwPort", "1", kLarge},
    Default{"enableCdpPcPort", "0", kLarge},
    Default{"enableLldpSwPort", "1", kLarge},
    Default{"enableLldpPcPort", "0", kLarge},
    Default{"cdpEnable", "1", kWifi},
    Default{"useEnblocDialing", "1", kLarge},
    Default{"sshAccess", "1", kLarge},
    Default{"sshPort", "22", kLarge},
    Default{"detectCMConnectionFailure", "0", kLarge},
};

bool is_default(std::string_view name, FamilySet family) {
    return std::any_of(kDefaults.begin(), kDefaults.end(), [&](const Default& setting) {
        return setting.name == name && (setting.families & family) != 0;
    });
}

std::string_view value_of(const Default& setting, const VendorConfig& own) {
    const auto found = std::find_if(own.begin(), own.end(), [&](const VendorSetting& candidate) {
        return candidate.name == setting.name;
    });
    return found == own.end() ? setting.value : std::string_view{found->value};
}

}  // namespace

void write_vendor_config(XmlWriter& xml, const PhoneSource& source) {
    xml.open("vendorConfig");
    for (const auto& setting : kDefaults) {
        if ((setting.families & source.family.bit) != 0) {
            xml.element(setting.name, value_of(setting, source.vendor));
        }
    }
    for (const auto& setting : source.vendor) {
        if (!is_default(setting.name, source.family.bit)) {
            xml.element(setting.name, setting.value);
        }
    }
    xml.close("vendorConfig");
}

}  // namespace dialtone::provision
