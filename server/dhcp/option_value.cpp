#include "server/dhcp/option_value.hpp"

#include "common/bytes/hex.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "server/dhcp/option_catalogue.hpp"
#include "server/dhcp/option_codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

namespace {

std::string hex_text(std::string_view octets) {
    return "hex:" + to_hex(bytes_of(octets));
}

/// A type that is said before the value.
struct Prefix {
    std::string_view word;
    OptionType type;
};

constexpr std::array<Prefix, 7> kPrefixes{{
    {"hex:", OptionType::octets},
    {"0x", OptionType::octets},
    {"text:", OptionType::text},
    {"addresses:", OptionType::addresses},
    {"u8:", OptionType::u8},
    {"u16:", OptionType::u16},
    {"u32:", OptionType::u32},
}};

const Prefix* prefix_of(std::string_view text) {
    const auto* found = std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Prefix& prefix) {
        return istarts_with(text, prefix.word);
    });
    return found == kPrefixes.end() ? nullptr : found;
}

bool takes_any_octets(const OptionEntry* entry) {
    return entry == nullptr || entry->type == OptionType::octets || entry->type == OptionType::text;
}

/// What the text says, whatever the option.
Outcome<std::string> read_octets(std::uint8_t code, std::string_view text) {
    const auto* entry = find_option(code);
    const auto* prefix = prefix_of(text);
    if (entry == nullptr && prefix == nullptr) {
        return invalid(fmt::format(
            "Option {0} has no name here, so say what its value is: {0}=text:…, {0}=hex:…, {0}=addresses:…, "
            "{0}=u8:…, {0}=u16:… or {0}=u32:….",
            code
        ));
    }
    const auto type = prefix == nullptr ? entry->type : prefix->type;
    const auto rest = prefix == nullptr ? text : text.substr(prefix->word.size());
    auto octets = codec_of(type).parse(rest);
    if (!octets || octets->empty()) {
        return invalid(fmt::format(
            "Option {}: \"{}\" is not {}.", option_label(code), printable(rest, 80), describe(type)
        ));
    }
    return std::move(*octets);
}

}  // namespace

Outcome<std::string> parse_option_value(std::uint8_t code, std::string_view text) {
    auto octets = read_octets(code, text);
    if (!octets) {
        return octets;
    }
    if (octets->size() > kLongestOption) {
        return invalid(
            fmt::format("An option has at most {} octets; this has {}.", kLongestOption, octets->size())
        );
    }
    if (auto problem = option_value_problem(code, *octets)) {
        return invalid(std::move(*problem));
    }
    return octets;
}

std::string option_value_text(std::uint8_t code, std::string_view octets) {
    const auto* entry = find_option(code);
    auto text =
        entry != nullptr ? codec_of(entry->type).print(octets) : codec_of(OptionType::text).print(octets);
    if (text && entry == nullptr) {
        *text = "text:" + *text;
    }
    if (text) {
        const auto again = read_octets(code, *text);
        if (again && *again == octets) {
            return std::move(*text);
        }
    }
    return hex_text(octets);
}

std::optional<std::string> option_value_problem(std::uint8_t code, std::string_view octets) {
    const auto* entry = find_option(code);
    if (octets.empty()) {
        return fmt::format("Option {} has no value.", option_label(code));
    }
    if (takes_any_octets(entry)) {
        return std::nullopt;
    }
    // The classic: 150 typed as text, which phones read as four odd addresses.
    const auto typed = codec_of(OptionType::addresses).parse(octets);
    const bool wants_addresses = entry->type == OptionType::addresses || entry->type == OptionType::address;
    if (wants_addresses && typed && !typed->empty()) {
        return fmt::format(
            "Option {} holds the text \"{}\" instead of the address itself. Say {}={}.",
            option_label(code),
            printable(octets, 80),
            code,
            printable(octets, 80)
        );
    }
    if (!codec_of(entry->type).print(octets)) {
        return fmt::format(
            "Option {} is {}, which {} octet{} {} cannot be.",
            option_label(code),
            describe(entry->type),
            octets.size(),
            octets.size() == 1 ? "" : "s",
            hex_text(octets.substr(0, 16))
        );
    }
    return std::nullopt;
}

std::string option_label(std::uint8_t code) {
    const auto* entry = find_option(code);
    return entry == nullptr ? std::to_string(code) : fmt::format("{} ({})", code, entry->name);
}

}  // namespace dialtone::dhcp
