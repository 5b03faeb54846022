#pragma once

#include "server/lab/fleet.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::lab {

struct FleetRun {
    FleetSettings fleet;
    std::vector<PhoneSettings> phones;
    bool expects_own_file = true;
    bool once = false;            ///< end when every phone is done, or when the time is over
    std::uint32_t seconds = 120;  ///< for once
    bool json = false;            ///< no timeline; one line of JSON at the end
    /// Asked several times a second: a sentence ends the run badly ("the server ended with status 1").
    std::function<std::optional<std::string>()> trouble;
    /// Whether the server's journal of this device holds the sign; unset when its journal is not at hand.
    std::function<bool(const std::string& device, const JournalSign& sign)> journal_holds;
};

/// Powers the phones on, prints their timelines as they happen (of many: how many are how far) and then the
/// table, and goes on until Ctrl-C or SIGTERM, or as `once` says. Done is a phone that is up, an ailing one
/// when its ailment came true. The exit status: 0; with once 1 when some phone is not done or the journal
/// lacks what it should hold of one; 1 on trouble. Installs handlers for SIGINT and SIGTERM for its duration.
int run_fleet(const FleetRun& run);

}  // namespace dialtone::lab
