#include "server/provision/merged_file.hpp"

#include "server/provision/element_tree.hpp"
#include "server/provision/phone_file.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace dialtone::provision {

namespace {

constexpr std::size_t kExpectedOctets = 8192;
constexpr std::string_view kStamp = "versionStamp";

/// Top-level elements in the order of CUCM 8 to 12, which the ad-hoc parsers of old firmware were made for.
constexpr auto kOrder = std::to_array<std::string_view>({
    "fullConfig",
    "portalDefaultServer",
    "deviceProtocol",
    "sshUserId",
    "sshPassword",
    "ipAddressMode",
    "allowAutoConfig",
    "dadEnable",
    "redirectEnable",
    "echoMultiEnable",
    "ipPreferenceModeControl",
    "ipMediaAddressFamilyPreference",
    "tzdata",
    "mlppDomainId",
    "mlppIndicationStatus",
    "preemption",
    "executiveOverridePreemptable",
    "devicePool",
    "TVS",
    "vpnGroup",
    "sipProfile",
    "commonProfile",
    "loadInformation",
    "inactiveLoadInformation",
    "addOnModules",
    "enterpriseConfig",
    "commonConfig",
    "vendorConfig",
    "versionStamp",
    "userLocale",
    "networkLocale",
    "networkLocaleInfo",
    "deviceSecurityMode",
    "idleTimeout",
    "authenticationURL",
    "directoryURL",
    "idleURL",
    "informationURL",
    "messagesURL",
    "proxyServerURL",
    "servicesURL",
    "secureAuthenticationURL",
    "secureDirectoryURL",
    "secureIdleURL",
    "secureInformationURL",
    "secureMessagesURL",
    "secureServicesURL",
    "dscpForSCCPPhoneConfig",
    "dscpForSCCPPhoneServices",
    "dscpForCm2Dvce",
    "transportLayerProtocol",
    "dndCallAlert",
    "dndReminderTimer",
    "phonePersonalization",
    "rollover",
    "singleButtonBarge",
    "joinAcrossLines",
    "autoCallPickupEnable",
    "blfAudibleAlertSettingOfIdleStation",
    "blfAudibleAlertSettingOfBusyStation",
    "capfAuthMode",
    "capfList",
    "certHash",
    "encrConfig",
    "advertiseG722Codec",
    "mobility",
    "TLSResumptionTimer",
    "userId",
    "ownerId",
    "logouturi",
    "MissedCallLoggingOption",
    "featurePolicyFile",
    "organizationTopLevelDomain",
    "phoneServices",
});

/// Beyond all others for a name that is not in the order.
std::size_t place_of(std::string_view name) {
    return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), name) - kOrder.begin());
}

void add_at_top(pugi::xml_node& device, const pugi::xml_node& element) {
    const auto place = place_of(element.name());
    for (const auto& sibling : device.children()) {
        if (place_of(sibling.name()) > place) {
            device.insert_copy_before(element, sibling);
            return;
        }
    }
    device.append_copy(element);
}

/// Behind the last of its name, where there is one.
void add_below(pugi::xml_node& parent, const pugi::xml_node& element) {
    pugi::xml_node last;
    for (const auto& sibling : parent.children(element.name())) {
        last = sibling;
    }
    if (last) {
        parent.insert_copy_after(element, last);
    } else {
        parent.append_copy(element);
    }
}

void replace_attributes(pugi::xml_node& present, const pugi::xml_node& element) {
    for (const auto& attribute : element.attributes()) {
        auto own = present.attribute(attribute.name());
        if (!own) {
            own = present.append_attribute(attribute.name());
        }
        own.set_value(attribute.value());
    }
}

/// @param misfit  set to the first element that does not fit.
void merge(pugi::xml_node& into, const pugi::xml_node& elements, std::string& misfit) {
    const bool is_top = into.parent().type() == pugi::node_document;
    for (const auto& element : elements.children()) {
        const bool is_stamp = is_top && std::string_view{element.name()} == kStamp;
        if (element.type() != pugi::node_element || is_stamp) {
            continue;  // put into the database by somebody else than the command, which refuses it
        }
        auto present = find_same(into, element);
        if (!present) {
            is_top ? add_at_top(into, element) : add_below(into, element);
            continue;
        }
        const bool is_empty = element.first_child().empty();
        if (has_elements(present) != has_elements(element) && !present.first_child().empty() && !is_empty) {
            misfit = misfit.empty() ? element.name() : misfit;
            continue;
        }
        if (has_elements(element)) {
            replace_attributes(present, element);
            merge(present, element, misfit);
        } else if (!has_elements(present)) {
            replace_attributes(present, element);
            present.text().set(element.child_value());
        }
    }
}

struct Merged {
    pugi::xml_document document;
    std::string misfit;
};

void merge_into(Merged& merged, const std::string& plain, const std::string& further) {
    pugi::xml_document elements;
    const auto fragment = pugi::parse_default | pugi::parse_fragment;
    merged.document.load_buffer(plain.data(), plain.size(), pugi::parse_default, pugi::encoding_utf8);
    if (elements.load_buffer(further.data(), further.size(), fragment, pugi::encoding_utf8)) {
        auto device = merged.document.document_element();
        merge(device, elements, merged.misfit);
    }
}

}  // namespace

std::string merge_further_elements(const std::string& plain, const PhoneSource& source, std::size_t& stamp) {
    Merged merged;
    merge_into(merged, plain, source.device.further_xml);
    XmlWriter xml{source.family.style, kExpectedOctets};
    xml.declare();
    xml.open("device");
    for (const auto& element : merged.document.document_element().children()) {
        if (std::string_view{element.name()} == kStamp) {
            stamp = xml.size() + kStamp.size() + std::string_view{"<>"}.size();
        }
        write_element(xml, element);
    }
    xml.close("device");
    return xml.take();
}

std::string misfit_of_further_elements(const PhoneSource& source, const std::string& further) {
    Merged merged;
    merge_into(merged, render_plain_file(source), further);
    return merged.misfit;
}

}  // namespace dialtone::provision
