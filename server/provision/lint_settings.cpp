#include "server/provision/lint_settings.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/further_elements.hpp"
#include "server/provision/merged_file.hpp"
#include "server/provision/vendor_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

void check_vendor_layer(std::string_view whose, std::string_view fragment, Sentences& out) {
    const auto parsed = parse_vendor_config(fragment);
    if (!parsed.has_value()) {
        out.push_back(fmt::format("{}: {} None of them is in the file.", whose, parsed.error().sentence));
    }
    for (const auto& name : repeated_vendor_settings(fragment)) {
        out.push_back(
            fmt::format("{}: vendor setting {} is given more than once; the last one counts.", whose, name)
        );
    }
}

/// What a call mode must have, or the phone falls back to keys of its own.
struct Mandatory {
    std::string_view call_mode;
    std::string_view key;
};

constexpr std::array kMandatory = {
    Mandatory{"on hook", "NewCall"},
    Mandatory{"digits after first", "<<"},
    Mandatory{"connected", "EndCall"},
    Mandatory{"connected transfer", "Trnsfer"},
    Mandatory{"connected conference", "Confrn"},
    Mandatory{"on hold", "Resume"},
};
constexpr std::size_t kMaxSoftkeys = 16;

}  // namespace

void check_vendor_config(const PhoneSource& source, Sentences& out) {
    source.world.enterprise_phone.for_each([&](EnterprisePhoneId, const EnterprisePhone& enterprise) {
        check_vendor_layer("The enterprise", enterprise.vendor_config, out);
    });
    check_vendor_layer("Profile " + source.profile.name, source.profile.vendor_config, out);
    check_vendor_layer("The phone", source.device.vendor_config, out);
}

void check_further_elements(const PhoneSource& source, Sentences& out) {
    const auto& further = source.device.further_xml;
    if (further.empty()) {
        return;
    }
    const auto normal = normal_further_elements("<device>" + further + "</device>");
    if (!normal.has_value()) {
        out.push_back(normal.error().sentence);
    } else if (const auto misfit = misfit_of_further_elements(source, further); !misfit.empty()) {
        out.push_back(fmt::format(
            "The further element <{}> does not fit the file, where it is of another kind: it is left out.",
            misfit
        ));
    }
}

void check_trust(const PhoneSource& source, Sentences& out) {
    const auto mode = further_text(source.device.further_xml, "deviceSecurityMode");
    if (mode == "2" || mode == "3") {
        out.push_back(fmt::format(
            "Its further elements set deviceSecurityMode {}, but there is no trust list: the phone would "
            "look for "
            "one for ever. Take the element out.",
            mode
        ));
    }
}

void check_certificates(const PhoneSource& source, Sentences& out) {
    const auto mode = further_text(source.device.further_xml, "capfAuthMode");
    const auto encrypted = further_text(source.device.further_xml, "encrConfig");
    if ((!mode.empty() && mode != "0") || encrypted == "true") {
        out.push_back(
            "Its further elements ask for certificates (capfAuthMode, encrConfig), and no CAPF service runs "
            "here."
        );
    }
}

void check_video(const PhoneSource& source, Sentences& out) {
    if (vendor_value(source, "videoCapability") == "1" && !source.family.has_camera) {
        out.push_back(fmt::format(
            "videoCapability is on, and a {} has no camera of its own: without video equipment on its PC "
            "port this "
            "causes sporadic faults.",
            source.model.name
        ));
    }
}

void check_prime_line(const PhoneSource& source, Sentences& out) {
    if ((source.family.bit & kJava69) != 0 && vendor_value(source, "alwaysUsePrimeLine") != "true") {
        out.push_back(fmt::format(
            "alwaysUsePrimeLine is off: a {} with SCCP then says too little when it goes off hook.",
            source.model.name
        ));
    }
}

void check_softkeys(const PhoneSource& source, Sentences& out) {
    const auto* keys = source.world.softkey_templates.find(source.device.softkey_template);
    if (keys == nullptr || !source.model.has_softkeys) {
        return;
    }
    for (const auto& set : keys->sets) {
        if (set.keys.size() > kMaxSoftkeys) {
            out.push_back(fmt::format(
                "Softkey template {} has {} keys for {}; phones show {}.",
                keys->name,
                set.keys.size(),
                set.call_mode,
                kMaxSoftkeys
            ));
        }
    }
    for (const auto& mandatory : kMandatory) {
        const auto set = std::find_if(keys->sets.begin(), keys->sets.end(), [&](const SoftkeySet& candidate) {
            return candidate.call_mode == mandatory.call_mode;
        });
        const bool has_key = set != keys->sets.end() &&
                             std::find(set->keys.begin(), set->keys.end(), mandatory.key) != set->keys.end();
        if (!has_key) {
            out.push_back(fmt::format(
                "Softkey template {} lacks {} for {}: users could not go on there.",
                keys->name,
                mandatory.key,
                mandatory.call_mode
            ));
        }
    }
}

void check_locales(const PhoneSource& source, Sentences& out) {
    const auto check = [&](std::string_view wanted, std::string_view offered, std::string_view kind) {
        if (!wanted.empty() && !iequals(wanted, offered)) {
            out.push_back(fmt::format(
                "Nothing of the {} locale {} lies in the directories of files, so the file names {}, which "
                "phones "
                "have built in. Put its files into a folder of that name.",
                kind,
                wanted,
                offered
            ));
        }
    };
    check(source.wanted_user_locale, source.user_locale, "user");
    check(source.wanted_network_locale, source.network_locale, "network");
}

void check_background(const PhoneSource& source, Sentences& out) {
    if ((source.family.bit & kCe89) != 0 && !source.profile.background.empty()) {
        out.push_back(fmt::format(
            "A {} looks for the background {} and its list in Desktops/800x480x24, though its display has "
            "640x480 "
            "points: the files must lie there.",
            source.model.name,
            source.profile.background
        ));
    }
}

void check_modules(const PhoneSource& source, Sentences& out) {
    if (source.device.modules.size() > source.model.max_modules) {
        out.push_back(fmt::format(
            "It has {} expansion modules; a {} takes {}.",
            source.device.modules.size(),
            source.model.name,
            source.model.max_modules
        ));
    }
}

}  // namespace dialtone::provision
