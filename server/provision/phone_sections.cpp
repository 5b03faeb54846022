#include "server/provision/call_manager_group.hpp"
#include "server/provision/device_pool_section.hpp"
#include "server/provision/file_field.hpp"
#include "server/provision/locale.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/services_section.hpp"
#include "server/provision/sip_section.hpp"
#include "server/provision/vendor_section.hpp"
#include "server/provision/version_stamp.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dialtone::provision {

namespace {

/// An element whose value is the same for every phone of these families.
struct Constant {
    std::string_view element;
    std::string_view value;
    FamilySet families;
};

constexpr std::array kAddressing = {
    Constant{"sshUserId", "", kLarge},
    Constant{"sshPassword", "", kLarge},
    // A 7937 is known to come up with both address families and a preference for the sixth.
    Constant{"ipAddressMode", "2", kConference37},
    Constant{"ipAddressMode", "0", kLarge & ~kConference37},
    Constant{"allowAutoConfig", "true", kLarge},
    Constant{"dadEnable", "true", kLarge},
    Constant{"redirectEnable", "false", kLarge},
    Constant{"echoMultiEnable", "false", kLarge},
    Constant{"ipPreferenceModeControl", "1", kConference37},
    Constant{"ipPreferenceModeControl", "0", kLarge & ~kConference37},
    Constant{"ipMediaAddressFamilyPreference", "0", kLarge},
    Constant{"mlppDomainId", "-1", kLarge},
    Constant{"mlppIndicationStatus", "Off", kLarge},
    Constant{"preemption", "Disabled", kLarge},
    Constant{"executiveOverridePreemptable", "false", kLarge},
};

constexpr std::array kTelephony = {
    Constant{"rollover", "0", kLarge},
    Constant{"singleButtonBarge", "0", kLarge},
    Constant{"joinAcrossLines", "0", kLarge},
};

constexpr std::array kTrust = {
    Constant{"capfAuthMode", "0", kLarge},
    Constant{"certHash", "", kEvery},
    Constant{"encrConfig", "false", kEvery},
};

constexpr std::array kMobility = {
    Constant{"handoffdn", "", kLarge},
    Constant{"dtmfdn", "", kLarge},
    Constant{"ivrdn", "", kLarge},
    Constant{"dtmfHoldCode", "*81", kLarge},
    Constant{"dtmfExclusiveHoldCode", "*82", kLarge},
    Constant{"dtmfResumeCode", "*83", kLarge},
    Constant{"dtmfTxfCode", "*84", kLarge},
    Constant{"dtmfCnfCode", "*85", kLarge},
};

constexpr std::array kOwner = {
    Constant{"TLSResumptionTimer", "3600", kLarge},
    Constant{"userId", "", kLarge | kWifi},
    Constant{"ownerId", "", kLarge},
};

void write_constants(XmlWriter& xml, std::span<const Constant> constants, FamilySet family) {
    for (const auto& constant : constants) {
        if ((constant.families & family) != 0) {
            xml.element(constant.element, constant.value);
        }
    }
}

/// A section that is nothing but such a table.
template <const auto& kTable>
void write_table(XmlWriter& xml, const PhoneSource& source) {
    write_constants(xml, kTable, source.family.bit);
}

void write_protocol(XmlWriter& xml, const PhoneSource& source) {
    xml.element("deviceProtocol", to_string(source.device.protocol));
}

std::string_view true_or_false(bool value) {
    return value ? "true" : "false";
}

void write_common_profile(XmlWriter& xml, const PhoneSource& source) {
    const auto& profile = source.profile;
    xml.open("commonProfile");
    xml.element("phonePassword", profile.unlock_password);
    xml.element("backgroundImageAccess", true_or_false(profile.user_backgrounds));
    if (!profile.background.empty()) {
        xml.element("defaultBackground", profile.background);
    }
    // 3 is on, and users may not change it; 78xx and 88xx know 0 and 1 alone.
    xml.element("callLogBlfEnabled", (source.family.bit & kCe8x) != 0 ? "1" : "3");
    xml.close("commonProfile");
}

/// "7915" for the row "7915-12": the number of keys is an element of its own.
std::string_view device_type_of(const PhoneModel& module) {
    return std::string_view{module.short_name}.substr(0, module.short_name.find('-'));
}

void write_modules(XmlWriter& xml, const PhoneSource& source) {
    const auto& modules = source.device.modules;
    if (modules.empty()) {
        return;
    }
    xml.open("addOnModules");
    for (const auto& own : modules) {
        const auto* module = source.world.models.find(own.model);
        if (module == nullptr) {
            continue;
        }
        const auto idx = std::to_string(own.position);
        xml.open("addOnModule", "idx", idx);
        xml.element("deviceType", device_type_of(*module));
        xml.element("deviceLine", module->module_keys);
        xml.element("loadInformation", own.load);
        xml.close("addOnModule");
    }
    xml.close("addOnModules");
}

void write_load(XmlWriter& xml, const PhoneSource& source) {
    // Empty means "keep the image you run", and must be there: without the element some loads keep an older
    // order.
    xml.element("loadInformation", source.load);
}

void write_user_locale(XmlWriter& xml, const PhoneSource& source) {
    xml.open("userLocale");
    xml.element("name", source.user_locale);
    xml.element("uid", "1");
    xml.element("langCode", language_code(source.user_locale));
    xml.element("version", "1.0.0.0-1");
    xml.element("winCharSet", source.family.character_set);
    xml.close("userLocale");
}

void write_network_locale(XmlWriter& xml, const PhoneSource& source) {
    xml.element("networkLocale", source.network_locale);
    xml.open("networkLocaleInfo");
    xml.element("name", source.network_locale);
    xml.element("uid", "64");
    xml.element("version", "1.0.0.0-1");
    xml.close("networkLocaleInfo");
}

void write_security_mode(XmlWriter& xml, const PhoneSource&) {
    xml.element("deviceSecurityMode", "1");
}

/// 1 TCP, 2 UDP. A phone that may use both begins with TCP, and falls back to UDP where nobody answers.
void write_transport(XmlWriter& xml, const PhoneSource& source) {
    const bool is_sip = source.device.protocol == Protocol::sip;
    const bool is_udp =
        is_sip && source.world.security_profile_of(source.device).transport == SipTransport::udp;
    xml.element("transportLayerProtocol", is_udp ? "2" : "1");
}

void write_g722(XmlWriter& xml, const PhoneSource& source) {
    const bool is_on = source.world.boolean_parameter(parameters::kAdvertiseG722, true);
    xml.element("advertiseG722Codec", is_on ? "1" : "0");
}

/// A mark is written as the type-of-service octet: 96 for DSCP 24, which is CS3.
struct Mark {
    std::string_view element;
    const std::string& parameter;
    std::int64_t dscp;
};

constexpr std::int64_t kClassSelector3 = 24;
const std::array kMarks = {
    Mark{"dscpForSCCPPhoneConfig", parameters::kDscpPhoneConfiguration, kClassSelector3},
    Mark{"dscpForSCCPPhoneServices", parameters::kDscpPhoneServices, 0},
    Mark{"dscpForCm2Dvce", parameters::kDscpCmToDevice, kClassSelector3},
};

void write_marks(XmlWriter& xml, const PhoneSource& source) {
    for (const auto& mark : kMarks) {
        const auto dscp = source.world.integer_parameter(mark.parameter, mark.dscp);
        xml.element(mark.element, static_cast<std::uint64_t>(dscp & 0x3f) << 2U);
    }
}

void write_do_not_disturb(XmlWriter& xml, const PhoneSource& source) {
    const auto& alert = source.profile.dnd_alert;
    xml.element("dndCallAlert", alert == "none" ? "0" : alert == "flash" ? "1" : "5");
    xml.element("dndReminderTimer", "5");
    xml.element("phonePersonalization", "1");
}

void write_watching(XmlWriter& xml, const PhoneSource& source) {
    const auto& world = source.world;
    const auto one_or_zero = [&](const std::string& parameter) {
        return world.boolean_parameter(parameter, false) ? "1" : "0";
    };
    xml.element(
        "autoCallPickupEnable", true_or_false(world.boolean_parameter(parameters::kAutoCallPickup, false))
    );
    xml.element("blfAudibleAlertSettingOfIdleStation", one_or_zero(parameters::kBlfAlertIdle));
    xml.element("blfAudibleAlertSettingOfBusyStation", one_or_zero(parameters::kBlfAlertBusy));
}

void write_mobility(XmlWriter& xml, const PhoneSource& source) {
    xml.open("mobility");
    write_constants(xml, kMobility, source.family.bit);
    xml.close("mobility");
}

void write_missed_calls(XmlWriter& xml, const PhoneSource& source) {
    xml.element("MissedCallLoggingOption", std::string(source.device.lines.size(), '1'));
}

void write_full_config(XmlWriter& xml, const PhoneSource&) {
    xml.element("fullConfig", "true");
}

void write_portal(XmlWriter& xml, const PhoneSource&) {
    xml.element("portalDefaultServer", "");
}

void write_inactive_load(XmlWriter& xml, const PhoneSource&) {
    xml.element("inactiveLoadInformation", "");
}

/// Sections that files of one protocol alone have, or have in another place.
enum class In : std::uint8_t { both, sccp, sip };

struct Section {
    Field field;
    FamilySet families;
    void (*write)(XmlWriter&, const PhoneSource&);
    In protocol = In::both;

    [[nodiscard]] bool is_in(const PhoneSource& source) const {
        const auto own = source.device.protocol == Protocol::sip ? In::sip : In::sccp;
        return (families & source.family.bit) != 0 && (protocol == In::both || protocol == own);
    }
};

constexpr std::array kBeforeStamp = {
    Section{Field::settings, kEvery, write_full_config},
    Section{Field::settings, kLarge, write_portal},
    Section{Field::protocol, kEvery, write_protocol},
    Section{Field::settings, kLarge, write_table<kAddressing>},
    Section{Field::names, kEvery, open_device_pool},
    Section{Field::date_time, kEvery, write_date_time},
    Section{Field::call_managers, kEvery, write_call_managers},
    Section{Field::srst, kEvery, write_srst},
    Section{Field::names, kEvery, close_device_pool},
    Section{Field::sip_settings, kSipInXml, write_sip_profile, In::sip},
    Section{Field::sip_settings, kCe8x | kCe99, write_feature_policy_name, In::sip},
    Section{Field::sip_lines, kSipInXml, write_missed_calls, In::sip},
    Section{Field::settings, kLarge | kLegacy40, write_common_profile},
    Section{Field::load, kEvery, write_load},
    Section{Field::settings, kCe8x | kCe89 | kCe99, write_inactive_load},
    Section{Field::modules, kEvery, write_modules},
    Section{Field::vendor_settings, kEvery, write_vendor_config},
};

constexpr std::array kAfterStamp = {
    Section{Field::locale, kEvery, write_user_locale},
    Section{Field::locale, kEvery, write_network_locale},
    Section{Field::security, kEvery, write_security_mode},
    Section{Field::urls, kEvery, write_urls},
    Section{Field::settings, kEvery, write_marks},
    Section{Field::security, kEvery, write_transport},
    Section{Field::settings, kLarge | kWifi | kLegacy40, write_do_not_disturb},
    Section{Field::settings, kLarge, write_table<kTelephony>},
    Section{Field::settings, kLarge | kLegacy40, write_watching},
    Section{Field::security, kEvery, write_table<kTrust>},
    Section{Field::settings, kLarge, write_g722},
    Section{Field::settings, kLarge, write_mobility},
    Section{Field::settings, kLarge | kWifi, write_table<kOwner>},
    Section{Field::settings, kLarge | kWifi, write_missed_calls, In::sccp},
    Section{Field::services_menu, kLarge | kWifi, write_phone_services},
};

void write_sections(XmlWriter& xml, std::span<const Section> sections, const PhoneSource& source) {
    for (const auto& section : sections) {
        if (section.is_in(source)) {
            about(xml, section.field);
            section.write(xml, source);
        }
    }
}

}  // namespace

std::size_t write_phone_sections(XmlWriter& xml, const PhoneSource& source) {
    about(xml, Field::settings);
    xml.declare();
    xml.open("device");
    write_sections(xml, kBeforeStamp, source);
    about(xml, Field::settings);
    const auto stamp = write_blank_stamp(xml);
    write_sections(xml, kAfterStamp, source);
    about(xml, Field::settings);
    xml.close("device");
    return stamp;
}

}  // namespace dialtone::provision
