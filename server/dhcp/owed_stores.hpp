#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/lease.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace dialtone::dhcp {

/// Rows whose store no client waits for (released, declined, found in use), until the disk has them: without
/// them a restart would bring back what was given up. One an address, the newest; at most `most` addresses.
class OwedStores {
 public:
    /// @param patience a store without an answer by then has failed. @param pause before one is tried again.
    OwedStores(std::size_t most, Duration patience, Duration pause)
        : most_{most}, patience_{patience}, pause_{pause} {}

    /// The store `ticket` of `lease` begins. It replaces what was owed of its address. False when there are
    /// too many already: then it is tried this once only.
    bool begin(std::uint64_t ticket, const Lease& lease, Instant now);

    /// How it ended. @return false for a ticket that is not (any more) of such a store.
    bool on_result(std::uint64_t ticket, bool stored, Instant now);

    /// What was owed of the address, which something newer is about to replace on disk.
    [[nodiscard]] std::optional<Lease> take(Ipv4 address);

    /// It was not replaced after all: to be stored after the pause, under a `ticket` that was never used.
    void put_back(std::uint64_t ticket, const Lease& lease, Instant now);

    /// The next that is to be tried again, and no longer owed until it is begun anew.
    [[nodiscard]] std::optional<Lease> take_due(Instant now);

    [[nodiscard]] std::optional<Instant> next_due() const {
        return by_due_.empty() ? std::nullopt : std::optional{by_due_.begin()->first};
    }

    [[nodiscard]] std::size_t size() const { return by_ticket_.size(); }

 private:
    struct Owed {
        Lease lease;
        Instant due;
    };

    using Position = std::map<std::uint64_t, Owed>::iterator;

    bool add(std::uint64_t ticket, const Lease& lease, Instant due);
    Lease remove(Position owed);

    std::size_t most_;
    Duration patience_;
    Duration pause_;
    std::map<std::uint64_t, Owed> by_ticket_;
    std::unordered_map<Ipv4, std::uint64_t> ticket_of_address_;
    std::set<std::pair<Instant, std::uint64_t>> by_due_;
};

}  // namespace dialtone::dhcp
