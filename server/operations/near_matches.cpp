#include "server/operations/near_matches.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <tuple>

namespace dialtone::operations {

namespace {

constexpr unsigned kSwap = 1;
constexpr unsigned kEdit = 2;

std::size_t common_prefix(std::string_view a, std::string_view b) {
    std::size_t n = 0;
    while (n < a.size() && n < b.size() && to_lower(a[n]) == to_lower(b[n])) {
        ++n;
    }
    return n;
}

}  // namespace

unsigned typing_distance(std::string_view a, std::string_view b) {
    const auto columns = b.size() + 1;
    std::vector<unsigned> before(columns);
    std::vector<unsigned> above(columns);
    std::vector<unsigned> row(columns);
    for (std::size_t j = 0; j < columns; ++j) {
        above[j] = static_cast<unsigned>(j) * kEdit;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<unsigned>(i) * kEdit;
        for (std::size_t j = 1; j < columns; ++j) {
            const auto x = to_lower(a[i - 1]);
            const auto y = to_lower(b[j - 1]);
            row[j] = std::min({above[j] + kEdit, row[j - 1] + kEdit, above[j - 1] + (x == y ? 0 : kEdit)});
            if (i > 1 && j > 1 && x == to_lower(b[j - 2]) && to_lower(a[i - 2]) == y) {
                row[j] = std::min(row[j], before[j - 2] + kSwap);
            }
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above.back();
}

std::vector<std::string> near_matches(std::string_view word, const std::vector<std::string>& names) {
    // Two thirds wrong is no longer a slip.
    const auto limit = std::max<unsigned>(kEdit, static_cast<unsigned>(word.size()) * kEdit / 3);
    using Rank = std::tuple<unsigned, std::size_t, std::string>;
    std::vector<Rank> ranks;
    for (const auto& name : names) {
        if (name.empty()) {
            continue;
        }
        const bool is_beginning = word.size() >= 2 && istarts_with(name, word);
        const auto distance = is_beginning ? kSwap : typing_distance(word, name);
        if (distance <= limit) {
            ranks.emplace_back(
                distance, name.size() - std::min(name.size(), common_prefix(word, name)), name
            );
        }
    }
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::string> result;
    for (const auto& rank : ranks) {
        if (result.size() < 3 && std::find(result.begin(), result.end(), std::get<2>(rank)) == result.end()) {
            result.push_back(std::get<2>(rank));
        }
    }
    return result;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
    const auto near = near_matches(word, names);
    return near.empty() ? std::string{} : " Did you mean " + joined(near, "or") + "?";
}

std::string joined(const std::vector<std::string>& words, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) {
            text += i + 1 == words.size() ? " " + std::string{last} + " " : ", ";
        }
        text += words[i];
    }
    return text;
}

}  // namespace dialtone::operations
