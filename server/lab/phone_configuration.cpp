#include "server/lab/phone_configuration.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <utility>

namespace dialtone::lab {

namespace {

constexpr std::size_t kCallManagersKept = 3;
constexpr std::uint32_t kUsualPort = 2000;

std::vector<Endpoint> call_managers_of(pugi::xml_node group) {
    std::vector<std::pair<std::uint32_t, Endpoint>> members;
    for (const auto member : group.child("members").children("member")) {
        const auto manager = member.child("callManager");
        const auto address = Ipv4::parse(manager.child("processNodeName").text().as_string());
        const auto port = manager.child("ports").child("ethernetPhonePort").text().as_uint(kUsualPort);
        if (address && port <= 0xffff) {
            members.emplace_back(
                member.attribute("priority").as_uint(), Endpoint{*address, static_cast<std::uint16_t>(port)}
            );
        }
    }
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    std::vector<Endpoint> ordered;
    for (const auto& [priority, endpoint] : members) {
        if (ordered.size() < kCallManagersKept) {
            ordered.push_back(endpoint);
        }
    }
    return ordered;
}

}  // namespace

Outcome<PhoneConfiguration> read_configuration(std::string_view file, std::uint32_t device_type) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(file.data(), file.size());
    if (!parsed) {
        return invalid(fmt::format("no well-formed XML: {} at octet {}", parsed.description(), parsed.offset)
        );
    }
    const auto device = document.child("device");
    const auto root = device ? device : document.child("Default");
    if (!root) {
        return invalid("the root element is neither device nor Default");
    }
    PhoneConfiguration configuration;
    const auto group =
        device ? root.child("devicePool").child("callManagerGroup") : root.child("callManagerGroup");
    configuration.call_managers = call_managers_of(group);
    const auto load = fmt::format("loadInformation{}", device_type);
    configuration.load = root.child(device ? "loadInformation" : load.c_str()).text().as_string();
    configuration.version_stamp = root.child("versionStamp").text().as_string();
    const auto locale = root.child("userLocale").child("name");
    configuration.has_user_locale = !locale.empty();
    configuration.user_locale = locale.text().as_string();
    const auto network = root.child("networkLocale");
    configuration.has_network_locale = !network.empty();
    configuration.network_locale = network.text().as_string();
    return configuration;
}

}  // namespace dialtone::lab
