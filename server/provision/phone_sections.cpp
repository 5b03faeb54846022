#include "server/provision/call_manager_group.hpp"
#include "server/provision/device_pool_section.hpp"
#include "server/provision/file_field.hpp"
#include "server/provision/locale.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/services_section.hpp"
#include "server/provision/vendor_section.hpp"

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
    Constant{"ipAddressMode", "0", kLarge},
    Constant{"allowAutoConfig", "true", kLarge},
    Constant{"dadEnable", "true", kLarge},
    Constant{"redirectEnable", "false", kLarge},
    Constant{"echoMultiEnable", "false", kLarge},
    Constant{"ipPreferenceModeControl", "0", kLarge},
    Constant{"ipMediaAddressFamilyPreference", "0", kLarge},
    Constant{"mlppDomainId", "-1", kLarge},
    Constant{"mlppIndicationStatus", "Off", kLarge},
    Constant{"preemption", "Disabled", kLarge},
    Constant{"executiveOverridePreemptable", "false", kLarge},
};

/// Diffserv marks are type-of-service octets: 96 is CS3.
constexpr std::array kMarks = {
    Constant{"dscpForSCCPPhoneConfig", "96", kEvery},
    Constant{"dscpForSCCPPhoneServices", "0", kEvery},
    Constant{"dscpForCm2Dvce", "96", kEvery},
};

constexpr std::array kTelephony = {
    Constant{"dndCallAlert", "5", kLarge | kWifi},
    Constant{"dndReminderTimer", "5", kLarge | kWifi},
    Constant{"phonePersonalization", "1", kLarge | kWifi},
    Constant{"rollover", "0", kLarge},
    Constant{"singleButtonBarge", "0", kLarge},
    Constant{"joinAcrossLines", "0", kLarge},
    Constant{"autoCallPickupEnable", "false", kLarge},
    Constant{"blfAudibleAlertSettingOfIdleStation", "0", kLarge},
    Constant{"blfAudibleAlertSettingOfBusyStation", "0", kLarge},
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

void write_common_profile(XmlWriter& xml, const PhoneSource&) {
    xml.open("commonProfile");
    xml.element("phonePassword", "");
    xml.element("backgroundImageAccess", "true");
    xml.element("callLogBlfEnabled", "3");
    xml.close("commonProfile");
}

void write_load(XmlWriter& xml, const PhoneSource& source) {
    // Empty means "keep the image you run", and must be there: without the element some loads keep an older
    // order.
    xml.element("loadInformation", source.load);
}

std::string_view or_else(std::string_view text, std::string_view fallback) {
    return text.empty() ? fallback : text;
}

void write_user_locale(XmlWriter& xml, const PhoneSource& source) {
    const auto general = source.world.parameter(parameters::kUserLocale);
    const auto name = or_else(or_else(source.device.user_locale, general), kBuiltInUserLocale);
    xml.open("userLocale");
    xml.element("name", name);
    xml.element("uid", "1");
    xml.element("langCode", language_code(name));
    xml.element("version", "1.0.0.0-1");
    xml.element("winCharSet", source.family.character_set);
    xml.close("userLocale");
}

void write_network_locale(XmlWriter& xml, const PhoneSource& source) {
    const auto name = or_else(source.world.parameter(parameters::kNetworkLocale), kBuiltInNetworkLocale);
    xml.element("networkLocale", name);
    xml.open("networkLocaleInfo");
    xml.element("name", name);
    xml.element("uid", "64");
    xml.element("version", "1.0.0.0-1");
    xml.close("networkLocaleInfo");
}

void write_security_mode(XmlWriter& xml, const PhoneSource&) {
    xml.element("deviceSecurityMode", "1");
}

void write_transport(XmlWriter& xml, const PhoneSource&) {
    xml.element("transportLayerProtocol", "1");
}

void write_g722(XmlWriter& xml, const PhoneSource&) {
    xml.element("advertiseG722Codec", "1");
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

struct Section {
    Field field;
    FamilySet families;
    void (*write)(XmlWriter&, const PhoneSource&);
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
    Section{Field::settings, kLarge, write_common_profile},
    Section{Field::load, kEvery, write_load},
    Section{Field::settings, kCe8x, write_inactive_load},
    Section{Field::vendor_settings, kEvery, write_vendor_config},
};

constexpr std::array kAfterStamp = {
    Section{Field::locale, kEvery, write_user_locale},
    Section{Field::locale, kEvery, write_network_locale},
    Section{Field::security, kEvery, write_security_mode},
    Section{Field::urls, kEvery, write_urls},
    Section{Field::settings, kEvery, write_table<kMarks>},
    Section{Field::security, kEvery, write_transport},
    Section{Field::settings, kLarge | kWifi, write_table<kTelephony>},
    Section{Field::security, kEvery, write_table<kTrust>},
    Section{Field::settings, kLarge, write_g722},
    Section{Field::settings, kLarge, write_mobility},
    Section{Field::settings, kLarge | kWifi, write_table<kOwner>},
    Section{Field::settings, kLarge | kWifi, write_missed_calls},
    Section{Field::services_menu, kLarge | kWifi, write_phone_services},
};

void write_sections(XmlWriter& xml, std::span<const Section> sections, const PhoneSource& source) {
    for (const auto& section : sections) {
        if ((section.families & source.family.bit) != 0) {
            about(xml, section.field);
            section.write(xml, source);
        }
    }
}

constexpr std::string_view kNoStamp = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view kStampEnd = "</versionStamp>\n";

}  // namespace

std::size_t write_phone_sections(XmlWriter& xml, const PhoneSource& source) {
    about(xml, Field::settings);
    xml.declare();
    xml.open("device");
    write_sections(xml, kBeforeStamp, source);
    about(xml, Field::settings);
    xml.element("versionStamp", kNoStamp);
    const auto stamp = xml.size() - kStampEnd.size() - kNoStamp.size();
    write_sections(xml, kAfterStamp, source);
    about(xml, Field::settings);
    xml.close("device");
    return stamp;
}

}  // namespace dialtone::provision
