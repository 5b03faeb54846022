#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>

namespace dialtone::dhcp {

/// Addresses held for clients that were offered them and have not yet asked (RFC 2131 §3.1 step 3). In memory
/// only, oldest first, one per client, at most `limit`.
class OfferTable {
 public:
    struct Offer {
        std::string client;
        Ipv4 address;
        Instant made;
    };

    explicit OfferTable(std::size_t limit) : limit_{limit} {}

    [[nodiscard]] const Offer* of_client(const std::string& key) const;
    [[nodiscard]] const Offer* of_address(Ipv4 address) const;

    /// Null when there is none.
    [[nodiscard]] const Offer* oldest() const { return offers_.empty() ? nullptr : &offers_.front(); }

    [[nodiscard]] std::size_t size() const { return offers_.size(); }

    [[nodiscard]] bool is_full() const { return offers_.size() >= limit_; }

    /// Holds `address` for the client from now on; what it held before is let go. Precondition: the address
    /// is held for nobody else, and the table is not full or the client has an offer already.
    void hold(const std::string& client, Ipv4 address, Instant now);

    /// @return the address let go; unspecified when the client held none.
    Ipv4 drop(const std::string& client);

    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const auto& offer : offers_) {
            visit(offer);
        }
    }

 private:
    using Position = std::list<Offer>::iterator;

    std::size_t limit_;
    std::list<Offer> offers_;
    std::unordered_map<std::string, Position> by_client_;
    std::unordered_map<Ipv4, Position> by_address_;
};

}  // namespace dialtone::dhcp
