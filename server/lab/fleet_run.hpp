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
    bool once = false;            ///< end when every phone is up, or when the time is over
    std::uint32_t seconds = 120;  ///< for once
    bool json = false;            ///< no timeline; one line of JSON at the end
    /// Asked several times a second: a sentence ends the run badly ("the server ended with status 1").
    std::function<std::optional<std::string>()> trouble;
};

/// Phones of the models in turn, with consecutive hardware addresses from `first` on.
/// @param models known to find_model(); empty: 7960 and 7965. @param old_load PhoneSettings::has_old_load.
std::vector<PhoneSettings> make_phones(
    std::uint32_t count, const std::vector<std::string>& models, const MacAddress& first, bool old_load
);

/// Powers the phones on, prints their timelines as they happen and then the table, and goes on until Ctrl-C
/// or SIGTERM, or as `once` says. The exit status: 0; with once 1 when some phone did not come up; 1 on
/// trouble. Installs handlers for SIGINT and SIGTERM for its duration.
int run_fleet(const FleetRun& run);

}  // namespace dialtone::lab
