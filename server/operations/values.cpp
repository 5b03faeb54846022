#include "server/operations/values.hpp"

#include "common/error/try.hpp"
#include "common/model/number_mask.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "common/text/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::operations {

namespace {

Problem does_not_fit(std::string_view name, std::string_view text, std::string_view wanted) {
    return invalid(fmt::format("--{}: \"{}\" is not {}.", name, printable(text, 80), wanted));
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

}  // namespace

Outcome<std::optional<std::int64_t>> integer_of(
    const Call& call, std::string_view name, std::int64_t least, std::int64_t most
) {
    if (!call.has(name)) {
        return std::optional<std::int64_t>{};
    }
    const auto value = parse_integer(call.text(name));
    if (!value || *value < least || *value > most) {
        return does_not_fit(name, call.text(name), fmt::format("a whole number from {} to {}", least, most));
    }
    return value;
}

Outcome<std::optional<bool>> switch_of(const Call& call, std::string_view name) {
    if (!call.has(name)) {
        return std::optional<bool>{};
    }
    const auto value = parse_switch(call.text(name));
    if (!value) {
        return does_not_fit(name, call.text(name), "on or off");
    }
    return value;
}

Outcome<std::optional<std::string>> text_of(const Call& call, std::string_view name, std::size_t most) {
    if (!call.has(name)) {
        return std::optional<std::string>{};
    }
    const auto& text = call.text(name);
    if (!is_clean_utf8(text) || text.find('\t') != std::string::npos) {
        return does_not_fit(name, text, "printable text in UTF-8");
    }
    if (characters(text) > most) {
        return invalid(
            fmt::format("--{} has at most {} characters; this has {}.", name, most, characters(text))
        );
    }
    return std::optional{text};
}

Outcome<std::optional<Ipv4>> address_of(const Call& call, std::string_view name) {
    if (!call.has(name)) {
        return std::optional<Ipv4>{};
    }
    const auto& text = call.text(name);
    const auto address = text.empty() ? std::optional{Ipv4{}} : Ipv4::parse(text);
    if (!address) {
        return does_not_fit(name, text, "an IPv4 address such as 10.0.0.1");
    }
    return address;
}

Outcome<std::optional<std::vector<Ipv4>>> addresses_of(const Call& call, std::string_view name) {
    if (!call.has(name)) {
        return std::optional<std::vector<Ipv4>>{};
    }
    std::string text = call.text(name);
    std::replace(text.begin(), text.end(), ' ', ',');
    std::vector<Ipv4> addresses;
    for (const auto& part : split_list(text)) {
        const auto address = Ipv4::parse(part);
        if (!address || address->is_unspecified()) {
            return does_not_fit(name, part, "an IPv4 address such as 10.0.0.1");
        }
        if (std::find(addresses.begin(), addresses.end(), *address) != addresses.end()) {
            return invalid(fmt::format("--{} names {} twice.", name, part));
        }
        addresses.push_back(*address);
    }
    return std::optional{std::move(addresses)};
}

Outcome<AddressRange> parse_range(std::string_view text, std::string_view name) {
    const auto dash = text.find('-');
    const auto first = Ipv4::parse(text.substr(0, dash));
    auto last = first;
    if (first && dash != std::string_view::npos) {
        const auto tail = text.substr(dash + 1);
        const auto short_form = parse_integer(tail);
        const bool is_octet = short_form && *short_form >= 0 && *short_form <= 255;
        last = is_octet ? std::optional{Ipv4{
                              (first->value() & 0xffffff00U) | static_cast<std::uint32_t>(*short_form)}}
                        : Ipv4::parse(tail);
    }
    if (!first || !last) {
        return does_not_fit(name, text, "a range of addresses such as 10.0.0.10-10.0.0.99");
    }
    if (*last < *first) {
        return invalid(fmt::format("--{}: the range {} ends before it begins.", name, text));
    }
    return AddressRange{*first, *last};
}

Outcome<std::optional<std::uint32_t>> seconds_of(
    const Call& call, std::string_view name, std::uint32_t least, std::uint32_t most
) {
    if (!call.has(name)) {
        return std::optional<std::uint32_t>{};
    }
    const auto seconds = parse_seconds(call.text(name));
    if (!seconds || *seconds < std::int64_t{least} || *seconds > std::int64_t{most}) {
        return does_not_fit(
            name,
            call.text(name),
            fmt::format("a time from {} s to {} s, such as 3600, 90m, 8h or 1d", least, most)
        );
    }
    return std::optional{static_cast<std::uint32_t>(*seconds)};
}

Outcome<void> check_pattern(std::string_view pattern) {
    const bool is_dialable = std::all_of(pattern.begin(), pattern.end(), [](char c) {
        return is_digit(c) || c == '*' || c == '#' || c == '+';
    });
    if (pattern.empty() || pattern.size() > 24 || !is_dialable) {
        return invalid(fmt::format(
            "\"{}\" is not a directory number: 1 to 24 of the digits 0-9, *, # and +.", printable(pattern, 40)
        ));
    }
    return {};
}

Outcome<std::optional<std::string>> mask_of(const Call& call, std::string_view name) {
    auto mask = call.find(name);
    if (mask && !is_number_mask(*mask)) {
        return invalid(fmt::format(
            "--{}: \"{}\" is not a mask of at most {} of 0-9 * # + and X, where each X stands for a digit of "
            "the "
            "number, such as 4930123XXXX.",
            name,
            printable(*mask, 80),
            kMaxNumberMask
        ));
    }
    return mask;
}

}  // namespace dialtone::operations
