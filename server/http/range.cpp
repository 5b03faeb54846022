#include "server/http/range.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace dialtone::http {

namespace {

/// More digits than fit mean "very far".
std::optional<std::size_t> number(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); })) {
        return std::nullopt;
    }
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? value : std::numeric_limits<std::size_t>::max();
}

Range part(std::size_t first, std::size_t last, std::size_t body_size) {
    if (first >= body_size) {
        return {Range::Kind::unsatisfiable};
    }
    return {Range::Kind::part, first, std::min(last, body_size - 1) - first + 1};
}

Range suffix(std::size_t length, std::size_t body_size) {
    const auto kept = std::min(length, body_size);
    return kept == 0 ? Range{Range::Kind::unsatisfiable} : part(body_size - kept, body_size - 1, body_size);
}

}  // namespace

Range parse_range(std::string_view field, std::size_t body_size) {
    constexpr std::string_view kUnit = "bytes=";
    if (!istarts_with(field, kUnit)) {
        return {};
    }
    field.remove_prefix(kUnit.size());
    const auto dash = field.find('-');
    if (dash == std::string_view::npos || field.find(',') != std::string_view::npos) {
        return {};
    }
    const auto before = field.substr(0, dash);
    const auto after = field.substr(dash + 1);
    const auto first = number(before);
    const auto last = number(after);
    if (before.empty() && last) {
        return suffix(*last, body_size);
    }
    if (!first || (!last && !after.empty()) || (last && *last < *first)) {
        return {};
    }
    return part(*first, last.value_or(std::numeric_limits<std::size_t>::max()), body_size);
}

}  // namespace dialtone::http
