#include "common/text/values.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace dialtone {

namespace {

struct Unit {
    char letter;
    std::int64_t seconds;
};

constexpr std::array<Unit, 4> kUnits{{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}}};

struct Word {
    std::string_view text;
    bool value;
};

constexpr std::array<Word, 8> kWords{{
    {"on", true},
    {"off", false},
    {"yes", true},
    {"no", false},
    {"true", true},
    {"false", false},
    {"1", true},
    {"0", false},
}};

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{value} : std::nullopt;
}

std::optional<bool> parse_switch(std::string_view text) {
    const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& word) {
        return iequals(word.text, text);
    });
    return found == kWords.end() ? std::nullopt : std::optional{found->value};
}

std::optional<std::int64_t> parse_seconds(std::string_view text) {
    std::int64_t unit = 1;
    if (!text.empty() && !is_digit(text.back())) {
        const auto* found = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) {
            return u.letter == to_lower(text.back());
        });
        if (found == kUnits.end()) {
            return std::nullopt;
        }
        unit = found->seconds;
        text.remove_suffix(1);
    }
    const auto number = parse_integer(text);
    const bool fits = number && *number >= 0 && *number <= std::numeric_limits<std::int64_t>::max() / unit;
    return fits ? std::optional{*number * unit} : std::nullopt;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = text.find(',');
        auto part = text.substr(0, end);
        while (!part.empty() && part.front() == ' ') {
            part.remove_prefix(1);
        }
        while (!part.empty() && part.back() == ' ') {
            part.remove_suffix(1);
        }
        if (!part.empty()) {
            parts.emplace_back(part);
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

}  // namespace dialtone
