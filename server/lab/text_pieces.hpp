#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dialtone::lab {

/// The text cut at blanks into pieces of at most `width` octets; a word longer than that is cut where it must
/// be. At least one piece, which is empty for an empty text.
std::vector<std::string_view> pieces_of(std::string_view text, std::size_t width);

}  // namespace dialtone::lab
