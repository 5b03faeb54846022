#pragma once

#include "common/model/world.hpp"

#include <optional>
#include <string>

namespace dialtone::provision {

/// OS79XX.TXT, which a 7940 or 7960 with an old or factory loader reads before all else: the name of the
/// image that it is to run, without extension, and nothing behind it, since the loader compares to the end.
///
/// It re-flashes every such phone in reach whose image is another. So it exists only while the operator named
/// an image for it (parameter tftp/os79xx-load) and all files of that image are there.
std::optional<std::string> render_os79xx(const World& world);

/// Why there is none now, for the journal.
std::string_view reason_of_no_os79xx(const World& world);

}  // namespace dialtone::provision
