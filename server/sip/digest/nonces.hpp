#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"
#include "server/sip/digest/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dialtone::sip {

/// Nonces that nothing is kept of until somebody has proved to know a password with one: each carries when
/// and for whom it was made, and a code that only this process can make (RFC 7616 §3.3).
///
/// What is kept then is how often it was used, so that no proof counts twice. That table is bounded: when it
/// is full the oldest nonces end early, and their users are asked once more.
class Nonces {
 public:
    /// A nonce is good for so long; phones register every two minutes and keep theirs.
    static constexpr Duration kLife = std::chrono::minutes{5};
    static constexpr std::size_t kMostUsed = 65536;

    /// @param key  secret and random; whoever has it can make nonces.
    explicit Nonces(const Hasher::Key& key) : key_{key} {}

    /// Good for requests from this address alone.
    [[nodiscard]] std::string make(Ipv4 source, Instant now);

    /// Accepts a proof, once its digest was found right. False: the nonce is not ours, or too old, or was
    /// used as often already; challenge again, as stale.
    /// @param count  nc; 0 for the older form without: then the nonce is good once.
    bool use(std::string_view nonce, std::string_view user, std::uint32_t count, Ipv4 source, Instant now);

    [[nodiscard]] std::size_t used() const { return used_.size(); }

 private:
    /// Seconds since the process began and a number: no two are the same, and later ones are greater.
    using Id = std::uint64_t;

    [[nodiscard]] std::string write(Id id, Ipv4 source) const;
    [[nodiscard]] std::optional<Id> read(std::string_view nonce, Ipv4 source) const;
    void forget(Instant now);

    Hasher::Key key_;
    std::uint32_t last_number_ = 0;
    Id ended_ = 0;  ///< this one and all that are older are refused
    std::map<std::pair<Id, std::size_t>, std::uint32_t> used_;
};

}  // namespace dialtone::sip
