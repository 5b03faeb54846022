#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"
#include "db/data_directory.hpp"
#include "server/app/options.hpp"
#include "server/app/start/port_owner.hpp"
#include "server/app/start/settings.hpp"
#include "server/dhcp/interface.hpp"
#include "server/net/interfaces.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::app {

/// The wire that `--interface` and `--subnet` name: our own address on it, and what was said about its
/// phones.
struct Wire {
    net::InterfaceAddress interface;
    Cidr subnet;
    std::optional<AddressRange> range;
    std::optional<Ipv4> router;
};

/// Everything `serve` was told, by command line, settings file and defaults in this order, checked as a
/// whole.
struct ServePlan {
    Settings settings;  ///< of the file, with the command line's words put over them
    ServeOptions said;  ///< the command line, to be put over the file again at SIGHUP
    db::DataDirectory directory{db::DataDirectory::kDefault};
    std::set<std::string, std::less<>> protocols;  ///< of kProtocols; DHCP is left out by --no-dhcp
    std::string node;
    Ipv4 listen;   ///< what services bind to; unspecified: every address of the host
    Ipv4 address;  ///< what phones are told: always a literal
    std::string files_directory;
    std::optional<Wire> wire;
    bool prints_dhcp_hints = false;

    [[nodiscard]] bool serves(std::string_view protocol) const { return protocols.contains(protocol); }

    [[nodiscard]] std::uint16_t port(std::uint16_t standard) const {
        return static_cast<std::uint16_t>(standard + settings.port_offset);
    }

    /// The process's services in one word, for the journal's file name: "all", "dhcp-tftp".
    [[nodiscard]] std::string roles_word() const;
};

/// The standard ports (design §11); SCCP's may be changed in the node's row.
namespace ports {
inline constexpr std::uint16_t kDhcp = 67;
inline constexpr std::uint16_t kDhcpClient = 68;
inline constexpr std::uint16_t kTftp = 69;
inline constexpr std::uint16_t kHttp = 6970;
}  // namespace ports

/// The settings file with the command line's words put over it. Every problem is named.
boost::system::result<Settings, Problems> effective_settings(const ServeOptions& options);

/// Every problem is named. Reads the settings file and the host's interfaces; changes nothing.
boost::system::result<ServePlan, Problems> make_serve_plan(const ServeOptions& options);

/// True for loopback addresses and those of this host's interfaces.
bool is_own_address(Ipv4 address);

/// The interfaces that DHCP listens on under this plan; empty on loopback, where one socket is bound to an
/// address.
std::vector<dhcp::Interface> dhcp_interfaces(const ServePlan& plan);

/// What DHCP's port is needed for, as NeededPort::service says it.
inline constexpr const char* kDhcpService = "DHCP";

/// What the plan will bind, with the SCCP port of the node's row.
std::vector<NeededPort> needed_ports(const ServePlan& plan, std::uint16_t sccp_port);

}  // namespace dialtone::app
