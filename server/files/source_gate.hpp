#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"
#include "server/files/seeded_hash.hpp"

#include <cstdint>
#include <vector>

namespace dialtone::files {

/// Token buckets by source address, in a table of fixed size: it never grows, whatever addresses are forged.
/// Sources that fall into one slot share it; the seed makes nobody able to choose whose.
class SourceGate {
 public:
    /// @param per_second tokens that come back; @param burst tokens a quiet source has.
    SourceGate(double per_second, double burst, std::uint64_t seed);

    /// Takes a token; false when there is none.
    bool pass(Ipv4 source, Now now);

 private:
    struct Bucket {
        double tokens = 0;
        Instant filled{};
    };

    double per_second_;
    double burst_;
    SeededHash hash_;
    std::vector<Bucket> buckets_;
};

}  // namespace dialtone::files
