#pragma once

#include "common/address/ipv4.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dialtone::app {

enum class Transport { udp, tcp };

/// A port that Dialtone needs, and what for: {udp, 69, "TFTP"}.
struct NeededPort {
    Transport transport = Transport::udp;
    Endpoint endpoint;
    std::string service;
};

/// Who holds a port that we need. `process` is "dnsmasq (pid 812)", or a hint when the kernel does not tell
/// us.
struct TakenPort {
    NeededPort port;
    std::string process;
};

/// Which of `needed` are bound by somebody, as the kernel's tables in /proc tell. A port bound to another
/// single address than ours is free for us.
std::vector<TakenPort> taken_ports(const std::vector<NeededPort>& needed);

}  // namespace dialtone::app
