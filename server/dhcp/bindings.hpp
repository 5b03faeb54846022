#pragma once

#include "server/dhcp/lease_table.hpp"
#include "server/dhcp/offer_table.hpp"
#include "server/dhcp/subnet_policy.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dialtone::dhcp {

/// Leases and offers together, with the pools' marks kept true: who holds which address, and who may have it.
class Bindings {
 public:
    /// @param policies  must outlive this; configure() is to be called after each of its rebuilds.
    Bindings(SubnetPolicies& policies, std::size_t max_offers) : policies_{policies}, offers_{max_offers} {}

    /// Marks every pool anew from the leases and offers there are.
    void configure();

    void put(Lease lease);
    void erase(Ipv4 address);
    void hold(const std::string& client, Ipv4 address, Instant now);
    void let_go(const std::string& client);

    /// Ends what has ended: leases by the wall clock, offers older than `offer_time`.
    void expire(Now now, Duration offer_time);

    /// The client's binding on this wire, whatever its state: one in force before others, then the youngest.
    [[nodiscard]] const Lease* of(const std::string& client, const Wire& wire) const;

    /// False while somebody else holds the address or was offered it, or it is in quarantine.
    [[nodiscard]] bool is_available_to(Ipv4 address, const std::string& client) const;

    [[nodiscard]] const LeaseTable& leases() const { return leases_; }

    [[nodiscard]] const OfferTable& offers() const { return offers_; }

 private:
    void mark(Ipv4 address);

    SubnetPolicies& policies_;
    LeaseTable leases_;
    OfferTable offers_;
};

}  // namespace dialtone::dhcp
