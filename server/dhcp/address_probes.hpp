#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/deadlines.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/exchange.hpp"
#include "server/dhcp/message.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>

namespace dialtone::dhcp {

/// The addresses that the wire is being asked about, each with the DISCOVER that waits for the outcome.
class AddressProbes {
 public:
    struct UnderWay {
        Message request;  ///< the latest DISCOVER of whoever the address is held for
        Arrival arrival;
        unsigned tries = 1;  ///< the how manyth address for it
        Instant end;         ///< silence until then means that the address is free
    };

    explicit AddressProbes(std::size_t limit) : limit_{limit} {}

    [[nodiscard]] bool is_full() const { return by_address_.size() >= limit_; }

    [[nodiscard]] std::size_t size() const { return by_address_.size(); }

    /// Precondition: not full, and the address is not being asked about.
    void begin(Ipv4 address, UnderWay probe);

    /// Null when nobody asks about the address.
    UnderWay* find(Ipv4 address);

    /// Ends a probe and returns it; nullopt when there is none.
    std::optional<UnderWay> take(Ipv4 address);

    /// An address whose time is over without an answer, to be taken.
    std::optional<Ipv4> next_due(Instant now);

    /// When next_due() wants to be asked.
    [[nodiscard]] std::optional<Instant> next_deadline() const { return deadlines_.next(); }

 private:
    std::size_t limit_;
    std::unordered_map<Ipv4, UnderWay> by_address_;
    Deadlines<Ipv4> deadlines_;  // stale entries are those whose probe ends at another time, or has ended
};

}  // namespace dialtone::dhcp
