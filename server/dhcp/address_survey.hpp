#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/rows.hpp"
#include "common/time/now.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dialtone::dhcp {

/// Which addresses of a range somebody answers on (ICMP echo), before the range is made ours.
struct AddressSurvey {
    std::vector<Ipv4> answering;  ///< ascending
    std::size_t asked = 0;
    /// Left out because the kernel took no more in time: its neighbour table bounds how many unknown hosts of
    /// one wire it looks for at once (net.ipv4.neigh.default.gc_thresh3, 1,024 by default).
    std::size_t unasked = 0;
    /// Why nothing could be asked: neither raw nor ping sockets are permitted. Empty when all went well.
    std::string obstacle;
};

struct SurveyOptions {
    std::string interface;  ///< leave by this one; empty: as the routing table says
    Duration limit = std::chrono::seconds{2};
};

/// Asks the whole range at once, repeats to the silent ones half-way, and blocks until all answered or the
/// limit is over: for start-up, before anything is served.
///
/// @param range  at most 65,536 addresses; more are counted as unasked.
AddressSurvey survey_addresses(const AddressRange& range, const SurveyOptions& options);

}  // namespace dialtone::dhcp
