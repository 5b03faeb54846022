#pragma once

#include "common/time/now.hpp"
#include "server/files/catalog.hpp"
#include "server/journal/observation.hpp"

#include <cstdint>
#include <string_view>

/// What TFTP and HTTP write into the journal about a file, so that both say it alike.
namespace dialtone::files {

/// How far the sending of a file came.
struct Delivery {
    std::uint64_t octets = 0;  ///< of the file, without headers and repetitions
    Duration took{};
};

journal::Observation file_served(
    WallTime at, const Opened& file, Transport transport, const Delivery& delivery
);
/// A large file is on its way: `octets` of `size` have arrived.
journal::Observation file_progress(
    WallTime at, const Opened& file, Transport transport, std::uint64_t octets, std::uint64_t size
);
journal::Observation file_missing(WallTime at, const Opened& file, Transport transport);
journal::Observation file_broken_off(
    WallTime at, const Opened& file, Transport transport, const Delivery& delivery, std::string_view reason
);
journal::Observation file_refused(
    WallTime at, const Opened& file, Transport transport, std::string_view reason
);

}  // namespace dialtone::files
