#pragma once

#include "server/lab/ailment.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::lab {

struct SandboxSettings {
    std::uint32_t phones = 4;                  ///< 0: the server alone
    std::vector<std::string> models;           ///< "7960"; taken in turn; empty: 7960 and 7965
    bool loopback = false;                     ///< everything on 127.0.0.1 instead of a private network
    std::optional<std::uint16_t> port_offset;  ///< unset: 0 in a private network, 20000 on loopback
    std::optional<std::string> data;           ///< else a directory of its own, removed at the end
    std::optional<std::string> files;          ///< loads, locales, rings
    bool old_load = false;                     ///< PhoneSettings::has_old_load
    bool eager = false;                        ///< PhoneSettings::is_eager
    std::vector<AilingCount> ailing;
    bool once = false;
    double loss = 0.0;
    std::uint32_t seconds = 120;
    bool json = false;
    std::vector<std::string> server_arguments;  ///< handed to `serve` as they are: --log-level …
};

/// `dialtone lab`: a server of its own (this same program), configured by the commands that a person would
/// type, and simulated phones that boot from it. In a private network where this process may make one, else
/// on loopback with shifted ports. Prints `ready` on standard output once everything is served. The process
/// must have one thread only. @return the exit status.
int run_sandbox(const SandboxSettings& settings);

}  // namespace dialtone::lab
