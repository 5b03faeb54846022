#include "server/provision/services_section.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/parameters.hpp"

#include <array>
#include <string>
#include <string_view>

namespace dialtone::provision {

namespace {

struct Url {
    std::string_view element;
    std::string_view secure_element;  ///< empty: none
    const std::string& parameter;
};

const std::array kUrls = {
    Url{"authenticationURL", "secureAuthenticationURL", parameters::kUrlAuthentication},
    Url{"directoryURL", "secureDirectoryURL", parameters::kUrlDirectories},
    Url{"idleURL", "secureIdleURL", parameters::kUrlIdle},
    Url{"informationURL", "secureInformationURL", parameters::kUrlInformation},
    Url{"messagesURL", "secureMessagesURL", parameters::kUrlMessages},
    Url{"proxyServerURL", "", parameters::kUrlProxy},
    Url{"servicesURL", "secureServicesURL", parameters::kUrlServices},
};

struct BuiltIn {
    std::string_view type;
    std::string_view name;
    std::string_view url;
};

/// The phones' own applications. A phone that is not given them has no such menu entry.
constexpr std::array kBuiltIn = {
    BuiltIn{"1", "Missed Calls", "Application:Cisco/MissedCalls"},
    BuiltIn{"1", "Received Calls", "Application:Cisco/ReceivedCalls"},
    BuiltIn{"1", "Placed Calls", "Application:Cisco/PlacedCalls"},
    BuiltIn{"2", "Voicemail", "Application:Cisco/Voicemail"},
};

void write_service(XmlWriter& xml, std::string_view type, std::string_view name, std::string_view url) {
    xml.open("phoneService", "type", type, "category", "0");
    xml.element("name", name);
    xml.element("url", url);
    xml.element("vendor", "");
    xml.element("version", "");
    xml.close("phoneService");
}

/// Of the list in the file, the URLs, or both.
std::string_view provisioning_of(const World& world) {
    const auto word = world.parameter(parameters::kServicesProvisioning);
    return word == "internal" ? "0" : word == "external" ? "1" : "2";
}

}  // namespace

void write_urls(XmlWriter& xml, const PhoneSource& source) {
    xml.element("idleTimeout", source.world.parameter(parameters::kUrlIdleTime, "0"));
    for (const auto& url : kUrls) {
        xml.element(url.element, source.world.parameter(url.parameter));
    }
    if ((source.family.bit & kLarge) == 0) {
        return;
    }
    for (const auto& url : kUrls) {
        if (!url.secure_element.empty()) {
            const auto value = source.world.parameter(url.parameter);
            xml.element(url.secure_element, istarts_with(value, "https:") ? value : std::string_view{});
        }
    }
}

void write_phone_services(XmlWriter& xml, const PhoneSource& source) {
    xml.open("phoneServices", "useHTTPS", "false");
    xml.element("provisioning", provisioning_of(source.world));
    for (const auto& service : kBuiltIn) {
        write_service(xml, service.type, service.name, service.url);
    }
    for (const auto* service : services_of(source.world, source.device)) {
        write_service(xml, "0", service->name, service->url);
    }
    xml.close("phoneServices");
}

}  // namespace dialtone::provision
