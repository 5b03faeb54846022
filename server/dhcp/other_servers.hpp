#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dialtone::dhcp {

/// Which other DHCP servers were seen lately, and how loudly to say so. A fixed number of them: whoever
/// invents servers gets no memory.
class OtherServers {
 public:
    static constexpr std::size_t kMost = 16;
    static constexpr Duration kMemory = std::chrono::hours{1};     ///< not seen for so long: gone
    static constexpr Duration kReminder = std::chrono::hours{24};  ///< one that stays is warned of this often

    /// What a sighting is worth.
    enum class News : std::uint8_t {
        nothing,  ///< was noted within the last minute, or there are too many to tell apart
        still,    ///< known, and still there: for the journal
        fresh,    ///< new, or there for a day: for the operator, too
    };

    News note(Ipv4 server, Instant now);

    /// How many were seen within kMemory.
    [[nodiscard]] std::size_t present(Instant now) const;

 private:
    struct Server {
        Ipv4 address;
        Instant seen;
        Instant noted;   ///< last worth more than nothing
        Instant warned;  ///< last worth a warning
    };

    Server* place_for(Ipv4 address, Instant now);

    std::vector<Server> servers_;
};

}  // namespace dialtone::dhcp
