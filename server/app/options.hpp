#pragma once

#include "common/address/ipv4.hpp"
#include "common/log/log.hpp"
#include "common/model/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What `serve`, `lab` and `sim` were asked to do, after the command line was understood and checked for
/// form. An unset optional means "not said": the settings file or the default decides.
namespace dialtone::app {

struct ServeOptions {
    std::vector<std::string> only;    ///< of dhcp, tftp, http, sccp, sip, admin; empty: all of them
    std::optional<std::string> node;  ///< else the settings', else the host's name
    std::optional<std::string> data;  ///< --data or DIALTONE_DATA
    std::optional<std::string>
        settings;  ///< given: the file must exist; else /etc/dialtone/dialtone.toml if present
    std::optional<Ipv4> listen;
    std::optional<std::uint16_t> port_offset;

    // Serving a wire without having configured a subnet first.
    std::optional<std::string> interface;
    std::optional<Cidr> subnet;
    std::optional<AddressRange> range;
    std::optional<Ipv4> router;
    bool no_dhcp = false;
    std::optional<std::string> files;  ///< an existing tftpboot directory

    std::optional<log::Format> log_format;
    std::optional<log::Level> log_level;
};

struct LabOptions {
    std::uint32_t phones = 4;                  ///< 0: no simulated phones, the sandbox alone
    std::vector<std::string> models;           ///< short names, "7960"; taken in turn; empty: 7960 and 7965
    bool loopback = false;                     ///< everything on 127.0.0.1 instead of a private network
    std::optional<std::uint16_t> port_offset;  ///< unset: 0 in a private network, 20000 on loopback
    std::optional<std::string> data;           ///< else a directory of its own, removed at the end
    std::optional<std::string> files;
    bool old_load = false;            ///< phones unpacked with an older image than usual
    std::vector<std::string> ailing;  ///< "stale-trust", "nat=3": lab::parse_ailing
    bool eager = false;               ///< phones make no pauses and lift no handset
    bool once = false;                ///< end when every phone is up (status 0) or time is over (status 1)
    double loss = 0.0;                ///< 0 to 1: share of datagrams that the simulated wire loses
    std::uint32_t seconds = 120;      ///< --once gives up after this long
    bool json = false;
    std::optional<log::Format> log_format;
    std::optional<log::Level> log_level;
};

struct SimOptions {
    Ipv4 server;  ///< TFTP server, and Call Manager unless the file names others
    std::uint32_t phones = 1;
    std::vector<std::string> models;  ///< as in LabOptions
    std::uint16_t port_offset = 0;
    std::optional<Ipv4> relay;  ///< ask DHCP as this relay agent; unset: take no lease, use `server`
    std::optional<std::string> first_mac;  ///< of phone 1; the others count up
    bool old_load = false;                 ///< as in LabOptions
    std::vector<std::string> ailing;       ///< as in LabOptions
    bool eager = false;
    bool once = false;
    double loss = 0.0;
    std::uint32_t seconds = 120;
    bool json = false;
};

/// The bodies, each supplied by its own part of the program; the result is the exit status.
int run_serve(const ServeOptions& options);
int run_lab(const LabOptions& options);
int run_sim(const SimOptions& options);

}  // namespace dialtone::app
