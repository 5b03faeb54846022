#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::sccp {

/// "G.711 u-law": a codec by its number in capabilities, in ASCII; empty for one that is not in our table.
std::string_view codec_name(std::uint32_t codec);

}  // namespace dialtone::sccp
