#include "server/provision/device_pool_section.hpp"

#include "server/provision/call_manager_group.hpp"
#include "server/provision/file_field.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/time_zone.hpp"

#include <array>
#include <string_view>

namespace dialtone::provision {

namespace {

/// Seconds that the primary must be back before a phone leaves SRST for it; CUCM's default.
constexpr std::int64_t kConnectionMonitor = 120;

struct SrstWords {
    std::string_view name;  ///< empty: the reference's own
    std::string_view option;
};

/// By SrstMode.
constexpr std::array kSrst = {
    SrstWords{"Disable", "Disable"},
    SrstWords{"Use Default Gateway", "Use Default Gateway"},
    SrstWords{"", "User Specific"},
};

void write_ntp(XmlWriter& xml, const DateTimeGroup& group) {
    xml.open("ntps");
    for (const auto server : group.ntp_servers) {
        xml.open("ntp");
        xml.element("name", server.to_string());
        xml.element("ntpMode", "Unicast");
        xml.close("ntp");
    }
    xml.close("ntps");
}

struct SrstTarget {
    std::string_view address;
    std::string_view port;
};

constexpr std::array kSccpTargets = {
    SrstTarget{"ipAddr1", "port1"}, SrstTarget{"ipAddr2", "port2"}, SrstTarget{"ipAddr3", "port3"}};
constexpr std::array kSipTargets = {
    SrstTarget{"sipIpAddr1", "sipPort1"},
    SrstTarget{"sipIpAddr2", "sipPort2"},
    SrstTarget{"sipIpAddr3", "sipPort3"}};

/// The first target is the reference's; a phone has room for two more, which Dialtone does not use.
void write_targets(
    XmlWriter& xml, const std::array<SrstTarget, 3>& targets, std::string_view first, std::uint16_t port
) {
    for (const auto& target : targets) {
        xml.element(target.address, first);
        xml.element(target.port, port);
        first = {};
    }
}

}  // namespace

void open_device_pool(XmlWriter& xml, const PhoneSource& source) {
    xml.open("devicePool");
    xml.element("revertPriority", "0");
    xml.element("name", source.pool.name);
}

void write_date_time(XmlWriter& xml, const PhoneSource& source) {
    const auto& group = source.date_time;
    const bool is_large = (source.family.bit & kLarge) != 0;
    xml.open("dateTimeSetting");
    about(xml, Field::names);
    xml.element("name", group.name);
    about(xml, Field::date_time);
    xml.element("dateTemplate", group.date_template);
    xml.element("timeZone", phone_time_zone(group.time_zone).value_or(kFallbackTimeZone));
    if (is_large) {
        xml.element("olsonTimeZone", group.time_zone);
    }
    if (is_large && !group.ntp_servers.empty()) {
        write_ntp(xml, group);
    }
    xml.close("dateTimeSetting");
}

void write_call_managers(XmlWriter& xml, const PhoneSource& source) {
    write_call_manager_group(xml, source.group, source.nodes);
}

void write_srst(XmlWriter& xml, const PhoneSource& source) {
    const auto& srst = source.srst;
    const auto& words = kSrst[static_cast<std::size_t>(srst.mode)];
    const auto address = srst.mode == SrstMode::address ? srst.address.to_string() : std::string{};
    xml.open("srstInfo");
    about(xml, Field::names);
    xml.element("name", words.name.empty() ? std::string_view{srst.name} : words.name);
    about(xml, Field::srst);
    xml.element("srstOption", words.option);
    xml.element("userModifiable", "false");
    write_targets(xml, kSccpTargets, address, srst.sccp_port);
    if ((source.family.bit & kLarge) != 0) {
        write_targets(xml, kSipTargets, address, srst.sip_port);
    }
    xml.element("isSecure", "false");
    xml.close("srstInfo");
    const auto general = source.world.integer_parameter(parameters::kConnectionMonitor, kConnectionMonitor);
    const auto seconds = source.pool.connection_monitor >= 0 ? source.pool.connection_monitor : general;
    xml.element(
        "connectionMonitorDuration", static_cast<std::uint64_t>(seconds < 0 ? kConnectionMonitor : seconds)
    );
}

void close_device_pool(XmlWriter& xml, const PhoneSource&) {
    xml.close("devicePool");
}

}  // namespace dialtone::provision
