#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::operations {

/// How far apart two words are for somebody who mistyped, regardless of case: a swapped pair costs 1, a
/// wrong, missing or superfluous character 2.
unsigned typing_distance(std::string_view a, std::string_view b);

/// At most three of `names` that `word` may have been meant to be, the likeliest first.
std::vector<std::string> near_matches(std::string_view word, const std::vector<std::string>& names);

/// " Did you mean 7965, 7960 or 7975?"; "" when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

/// "a, b and c" with the given last word between the last two.
std::string joined(const std::vector<std::string>& words, std::string_view last = "and");

}  // namespace dialtone::operations
