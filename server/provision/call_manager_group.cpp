#include "server/provision/call_manager_group.hpp"

#include "server/provision/file_field.hpp"

#include <array>
#include <charconv>

namespace dialtone::provision {

namespace {

/// Cisco's own for MGCP gateways, which read the same list; phones pass over them.
constexpr std::uint32_t kMgcpListenPort = 2427;
constexpr std::uint32_t kMgcpKeepAlivePort = 2428;

void write_ports(XmlWriter& xml, const Node& node) {
    const std::uint32_t sip = std::uint32_t{node.sip_port} + node.port_offset;
    xml.open("ports");
    xml.element("ethernetPhonePort", sccp_port_of(node));
    xml.element("sipPort", sip);
    xml.element("securedSipPort", sip + 1);
    xml.open("mgcpPorts");
    xml.element("listen", kMgcpListenPort);
    xml.element("keepAlive", kMgcpKeepAlivePort);
    xml.close("mgcpPorts");
    xml.close("ports");
}

void write_member(XmlWriter& xml, std::size_t priority, const Node& node) {
    std::array<char, 20> digits{};
    const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), priority).ptr;
    xml.open("member", "priority", {digits.data(), static_cast<std::size_t>(end - digits.data())});
    xml.open("callManager");
    about(xml, Field::names);
    xml.element("name", node.name);
    xml.element("description", node.description);
    about(xml, Field::call_managers);
    write_ports(xml, node);
    // Always an IP literal: a name would need DNS before the phone can register.
    xml.element("processNodeName", node.address.to_string());
    xml.close("callManager");
    xml.close("member");
}

}  // namespace

void write_call_manager_group(
    XmlWriter& xml, const CallManagerGroup& group, const std::vector<const Node*>& nodes
) {
    about(xml, Field::names);
    xml.open("callManagerGroup");
    xml.element("name", group.name);
    xml.element("tftpDefault", group.autoreg ? "true" : "false");
    about(xml, Field::call_managers);
    xml.open("members");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        write_member(xml, i, *nodes[i]);
    }
    xml.close("members");
    xml.close("callManagerGroup");
}

}  // namespace dialtone::provision
