#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"
#include "common/log/log.hpp"
#include "server/tftp/allowed_networks.hpp"
#include "server/tftp/port_range.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::app {

/// What concerns one process and not the cluster: paths, log, admin address, limits. Everything else is in
/// the device database. Read from TOML (default /etc/dialtone/dialtone.toml); the command line wins.
struct Settings {
    std::string data = "/var/lib/dialtone";
    std::string node;  ///< empty: the host's name
    std::string user;  ///< empty: stay who started us; otherwise change to this user after binding
    std::uint16_t port_offset = 0;  ///< added to every port

    log::Format log_format = log::Format::text;
    log::Level log_level = log::Level::info;

    Ipv4 admin_listen{127, 0, 0, 1};
    std::uint16_t admin_port = 8080;

    std::optional<tftp::PortRange> tftp_ports;  ///< that transfers leave from; absent: any that are free
    bool tftp_single_port = false;              ///< transfers leave from port 69 itself
    bool tftp_fragments = false;                ///< blocks may be larger than an Ethernet frame carries
    std::vector<Cidr> tftp_allow = tftp::private_networks();  ///< who may ask, besides our subnets

    std::int64_t max_sessions = 12000;            ///< SCCP connections of this process
    std::int64_t max_sessions_per_source = 2000;  ///< of one address: a NAT may hide a whole office
    std::int64_t max_transfers = 16384;           ///< TFTP transfers at once
    std::int64_t max_transfers_per_source = 2048;
    std::int64_t max_tftp_requests_per_source = 1000;  ///< a second
    std::int64_t max_http_connections = 4096;
    std::int64_t server_watch_seconds = 300;  ///< between two searches for other DHCP servers; 0: never
    std::int64_t journal_days = 14;
    std::int64_t journal_megabytes = 512;

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Reads `path`. A missing file is an error only when `required`. Every problem of the file is named, with
/// its line.
boost::system::result<Settings, Problems> read_settings(const std::string& path, bool required);

/// The same from a text: `origin` names it in problems.
boost::system::result<Settings, Problems> parse_settings(std::string_view text, const std::string& origin);

}  // namespace dialtone::app
