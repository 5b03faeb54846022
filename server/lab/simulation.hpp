#pragma once

#include "common/address/ipv4.hpp"
#include "server/lab/ailment.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::lab {

struct SimulationSettings {
    Ipv4 server;  ///< TFTP server, and Call Manager unless a file names others
    std::uint32_t phones = 1;
    std::vector<std::string> models;  ///< as in SandboxSettings
    std::uint16_t port_offset = 0;
    std::optional<Ipv4> relay;  ///< ask DHCP as this relay agent; unset: take no lease
    std::optional<std::string> first_mac;
    bool old_load = false;
    bool eager = false;
    std::vector<AilingCount> ailing;
    bool once = false;
    double loss = 0.0;
    std::uint32_t seconds = 120;
    bool json = false;
};

/// `dialtone sim`: simulated phones against a server that runs already, ours or another's. @return the exit
/// status; 2 for settings that do not fit.
int run_simulation(const SimulationSettings& settings);

}  // namespace dialtone::lab
