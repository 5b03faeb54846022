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

/// With a handset and a loudspeaker that can be switched off.
constexpr FamilySet kSpeaking = kLegacy40 | kLegacy05 | kLegacy10 | kWifi | kWifi20 | kDesk | kCipc | kSpa;
/// With a second Ethernet port.
constexpr FamilySet kSwitching = kLegacy40 | kLegacy05 | kLegacy10 | kDesk | kSpa;
constexpr FamilySet kWired = kSwitching | kConference37 | kLegacy35;
/// With a camera of their own, where video is on; without one it causes sporadic faults.
constexpr FamilySet kSeeing = kJava85 | kCe89;

/// Beware of polarity: pcPort, voiceVlanAccess, webAccess, spanToPCPort and sshAccess are on with 0 and off
/// with 1; settingsAccess and garp are on with 1.
constexpr std::array kDefaults = {
    Default{"disableSpeaker", "false", kSpeaking},
    Default{"disableSpeakerAndHeadset", "false", kSpeaking},
    Default{"forwardingDelay", "1", kLegacy40 | kLegacy10 | kJava79 | kJava85},
    Default{"pcPort", "0", kSwitching},
    Default{"settingsAccess", "1", kEvery},
    Default{"garp", "0", kWired},
    Default{"voiceVlanAccess", "0", kWired},
    Default{"videoCapability", "1", kSeeing},
    Default{"videoCapability", "0", (kLegacy40 | kDesk | kCipc) & ~kSeeing},
    Default{"autoSelectLineEnable", "0", kLegacy40 | kDesk | kCipc | kWifi},
    Default{"webAccess", "0", kEvery},
    Default{"spanToPCPort", "1", kLegacy40 | kDesk},
    Default{"loggingDisplay", "1", kDesk},
    Default{"recordingTone", "0", kDesk | kCipc},
    Default{"recordingToneLocalVolume", "100", kDesk | kCipc},
    Default{"recordingToneRemoteVolume", "50", kDesk | kCipc},
    Default{"recordingToneDuration", "", kDesk | kCipc},
    Default{"rtcp", "0", kLarge},
    Default{"moreKeyReversionTimer", "5", kDesk | kCipc},
    Default{"autoCallSelect", "1", kDesk | kCipc},
    Default{"g722CodecSupport", "0", kLarge | kWifi},
    Default{"peerFirmwareSharing", "0", kDesk},
    Default{"loadServer", "", kLarge | kWifi},
    Default{"logServer", "", kLarge | kWifi},
    Default{"enableCdpSwPort", "1", kDesk | kConference37},
    Default{"enableCdpPcPort", "0", kDesk},
    Default{"enableLldpSwPort", "1", kDesk | kConference37},
    Default{"enableLldpPcPort", "0", kDesk},
    Default{"cdpEnable", "1", kWifi},
    Default{"useEnblocDialing", "1", kLarge},
    // Off-hook stimuli of a 69xx with SCCP are incomplete without it.
    Default{"alwaysUsePrimeLine", "true", kJava69},
    Default{"alwaysUsePrimeLineVoiceMail", "true", kJava69},
    Default{"sshAccess", "1", kLarge},
    Default{"sshPort", "22", kLarge},
    Default{"detectCMConnectionFailure", "0", kLarge},
    Default{"WlanProfile1", "0", kWifi},
    Default{"WlanProfile2", "0", kWifi},
    Default{"WlanProfile3", "0", kWifi},
    Default{"WlanProfile4", "0", kWifi},
};

bool is_default(std::string_view name, FamilySet family) {
    return std::any_of(kDefaults.begin(), kDefaults.end(), [&](const Default& setting) {
        return setting.name == name && (setting.families & family) != 0;
    });
}

std::string_view value_of(const Default& setting, const VendorConfig& own) {
    const auto* found = find_setting(own, setting.name);
    return found == nullptr ? setting.value : std::string_view{found->value};
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

std::string_view vendor_value(const PhoneSource& source, std::string_view name) {
    if (const auto* found = find_setting(source.vendor, name)) {
        return found->value;
    }
    for (const auto& setting : kDefaults) {
        if (setting.name == name && (setting.families & source.family.bit) != 0) {
            return setting.value;
        }
    }
    return {};
}

}  // namespace dialtone::provision
