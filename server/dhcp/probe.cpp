#include "server/dhcp/probe.hpp"

#include "common/text/utf8.hpp"
#include "server/dhcp/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

namespace {

constexpr std::uint8_t kLocallyAdministered = 0x02;

/// What most Cisco phones ask for, in their order, so that servers with rules for phones answer too.
constexpr std::array<std::uint8_t, 6> kWanted{
    option::kSubnetMask,
    option::kTftpServerName,
    option::kDnsServers,
    option::kRouter,
    option::kDomainName,
    option::kTftpServers};

}  // namespace

MacAddress ServerProbe::mac_of(std::uint64_t seed) {
    std::array<std::uint8_t, 6> octets{kLocallyAdministered};
    for (std::size_t i = 1; i < octets.size(); ++i) {
        octets[i] = static_cast<std::uint8_t>(seed >> (8 * i));
    }
    return MacAddress{octets};
}

ServerProbe::ServerProbe(std::uint64_t seed)
    : mac_{mac_of(seed)}, xid_{static_cast<std::uint32_t>(seed ^ seed >> 32U)} {}

Buffer ServerProbe::discover() const {
    Message message;
    message.xid = xid_;
    message.flags = kBroadcastFlag;
    message.set_mac(mac_);
    message.options.set_u8(option::kMessageType, static_cast<std::uint8_t>(MessageType::discover));
    message.options.set(option::kParameterList, kWanted);
    message.options.set_text(option::kVendorClass, "Cisco Systems, Inc. IP Phone");
    Buffer datagram;
    render(message, kAssumedMaximum, datagram);
    return datagram;
}

void ServerProbe::on_datagram(Ipv4 source, Bytes datagram) {
    const auto message = parse(datagram);
    if (!message || message->op != Op::reply || message->type() != MessageType::offer ||
        message->xid != xid_ || message->mac() != mac_ || servers_.size() >= kMaxServers) {
        return;
    }
    ServerSeen server;
    server.server_id = message->options.address(option::kServerId).value_or(source);
    server.offered = message->yiaddr;
    server.next_server = message->siaddr;
    server.tftp_servers = message->options.addresses(option::kTftpServers);
    server.tftp_server_name = printable(message->options.text(option::kTftpServerName));
    const bool is_known = std::ranges::any_of(servers_, [&](const ServerSeen& known) {
        return known.server_id == server.server_id;
    });
    if (!is_known) {
        servers_.push_back(std::move(server));
    }
}

std::string describe(const ServerSeen& server) {
    std::string text = fmt::format("{} offers {}", server.server_id.to_string(), server.offered.to_string());
    if (!server.tftp_servers.empty()) {
        text += fmt::format(" (TFTP server {})", server.tftp_servers.front().to_string());
    } else if (!server.tftp_server_name.empty()) {
        text += fmt::format(" (TFTP server {})", server.tftp_server_name);
    } else {
        text += " (and no TFTP server)";
    }
    return text;
}

}  // namespace dialtone::dhcp
