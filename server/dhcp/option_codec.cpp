#include "server/dhcp/option_codec.hpp"

#include "common/address/ipv4.hpp"
#include "common/bytes/hex.hpp"
#include "common/bytes/reader.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "common/text/values.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace dialtone::dhcp {

namespace {

using Octets = OptionCodec::Octets;
using Text = OptionCodec::Text;

constexpr std::size_t kLongestLabel = 63;  // RFC 1035 §2.3.4
constexpr std::size_t kLongestName = 255;
constexpr std::uint8_t kPointer = 0xc0;  // RFC 1035 §4.1.4

void put_number(std::string& out, std::uint64_t value, unsigned octets) {
    for (unsigned i = octets; i-- > 0;) {
        out.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i))));
    }
}

/// Commas and blanks separate.
std::vector<std::string> parts_of(std::string_view text) {
    std::string list{text};
    std::replace(list.begin(), list.end(), ' ', ',');
    return split_list(list);
}

void join(std::string& list, std::string_view part) {
    list += list.empty() ? "" : ",";
    list += part;
}

// Numbers -----------------------------------------------------------------------------------------------

template <unsigned kOctets, std::int64_t kLeast, std::int64_t kMost>
Octets parse_number(std::string_view text) {
    const auto value = parse_integer(text);
    if (!value || *value < kLeast || *value > kMost) {
        return std::nullopt;
    }
    std::string out;
    put_number(out, static_cast<std::uint64_t>(*value), kOctets);
    return out;
}

template <unsigned kOctets, bool kSigned>
Text print_number(std::string_view octets) {
    if (octets.size() != kOctets) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const auto octet : bytes_of(octets)) {
        value = value << 8U | octet;
    }
    return kSigned ? std::to_string(static_cast<std::int32_t>(value)) : std::to_string(value);
}

Octets parse_time(std::string_view text) {
    const auto value = parse_seconds(text);
    if (!value || *value > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    std::string out;
    put_number(out, static_cast<std::uint64_t>(*value), 4);
    return out;
}

Octets parse_flag(std::string_view text) {
    const auto value = parse_switch(text);
    return value ? Octets{std::string(1, *value ? '\1' : '\0')} : std::nullopt;
}

Text print_flag(std::string_view octets) {
    if (octets.size() != 1 || static_cast<std::uint8_t>(octets[0]) > 1) {
        return std::nullopt;
    }
    return octets[0] == '\1' ? "on" : "off";
}

// Text and octets ---------------------------------------------------------------------------------------

Octets parse_text(std::string_view text) {
    return is_clean_utf8(text) ? Octets{text} : std::nullopt;
}

Text print_text(std::string_view octets) {
    return is_clean_utf8(octets) ? Text{octets} : std::nullopt;
}

Octets parse_hex(std::string_view text) {
    const auto octets = from_hex(text);
    return octets ? Octets{text_of(*octets)} : std::nullopt;
}

Text print_hex(std::string_view octets) {
    return "hex:" + to_hex(bytes_of(octets));
}

// Addresses ---------------------------------------------------------------------------------------------

Octets parse_addresses(std::string_view text) {
    std::string out;
    for (const auto& part : parts_of(text)) {
        const auto address = Ipv4::parse(part);
        if (!address) {
            return std::nullopt;
        }
        put_number(out, address->value(), 4);
    }
    return out;
}

Text print_addresses(std::string_view octets) {
    if (octets.size() % 4 != 0) {
        return std::nullopt;
    }
    std::string list;
    for (Reader reader{bytes_of(octets)}; reader.remaining() > 0;) {
        join(list, Ipv4{reader.u32be()}.to_string());
    }
    return list;
}

Octets parse_address(std::string_view text) {
    auto octets = parse_addresses(text);
    return octets && octets->size() == 4 ? octets : std::nullopt;
}

Text print_address(std::string_view octets) {
    return octets.size() == 4 ? print_addresses(octets) : std::nullopt;
}

/// Calls take(before, after) for each part "before:after" of a list; ">" is an arrow, which a shell needs
/// quoted.
template <class Take>
Octets parse_arrows(std::string_view text, Take&& take) {
    std::string out;
    for (const auto& part : parts_of(text)) {
        const auto arrow = part.find_first_of(":>");
        if (arrow == std::string::npos ||
            !take(out, std::string_view{part}.substr(0, arrow), std::string_view{part}.substr(arrow + 1))) {
            return std::nullopt;
        }
    }
    return out;
}

Octets parse_pairs(std::string_view text) {
    return parse_arrows(text, [](std::string& out, std::string_view to, std::string_view through) {
        const auto destination = Ipv4::parse(to);
        const auto router = Ipv4::parse(through);
        if (!destination || !router) {
            return false;
        }
        put_number(out, destination->value(), 4);
        put_number(out, router->value(), 4);
        return true;
    });
}

Text print_pairs(std::string_view octets) {
    if (octets.size() % 8 != 0) {
        return std::nullopt;
    }
    std::string list;
    for (Reader reader{bytes_of(octets)}; reader.remaining() > 0;) {
        const Ipv4 destination{reader.u32be()};
        join(list, destination.to_string() + ":" + Ipv4{reader.u32be()}.to_string());
    }
    return list;
}

/// RFC 3442: a prefix length, as many octets of the network as that covers, a router.
Octets parse_routes(std::string_view text) {
    return parse_arrows(text, [](std::string& out, std::string_view to, std::string_view through) {
        const auto destination = Cidr::parse(to);
        const auto router = Ipv4::parse(through);
        if (!destination || !router) {
            return false;
        }
        const auto octets = (destination->prefix() + 7) / 8;
        put_number(out, destination->prefix(), 1);
        put_number(out, std::uint64_t{destination->network().value()} >> (8 * (4 - octets)), octets);
        put_number(out, router->value(), 4);
        return true;
    });
}

Text print_routes(std::string_view octets) {
    std::string list;
    for (Reader reader{bytes_of(octets)}; reader.remaining() > 0;) {
        const unsigned prefix = reader.u8();
        const unsigned significant = (prefix + 7) / 8;
        std::uint32_t network = 0;
        for (unsigned i = 0; i < 4; ++i) {
            network = network << 8U | (i < significant ? reader.u8() : 0U);
        }
        const Ipv4 router{reader.u32be()};
        if (!reader.ok() || prefix > 32) {
            return std::nullopt;
        }
        join(list, Cidr{Ipv4{network}, prefix}.to_string() + ":" + router.to_string());
    }
    return list;
}

// Names -------------------------------------------------------------------------------------------------

bool is_name_character(char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-' || c == '_';
}

/// RFC 1035 §3.1, without compression. False when it is no domain name.
bool put_name(std::string& out, std::string_view name) {
    if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    const auto start = out.size();
    while (!name.empty()) {
        const auto dot = name.find('.');
        const auto label = name.substr(0, dot);
        const bool fits = !label.empty() && label.size() <= kLongestLabel &&
                          std::all_of(label.begin(), label.end(), is_name_character);
        name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
        if (!fits || (dot != std::string_view::npos && name.empty())) {
            return false;
        }
        put_number(out, label.size(), 1);
        out += label;
    }
    out.push_back('\0');
    const auto size = out.size() - start;
    return size > 1 && size <= kLongestName;
}

Octets parse_domains(std::string_view text) {
    std::string out;
    for (const auto& part : parts_of(text)) {
        if (!put_name(out, part)) {
            return std::nullopt;
        }
    }
    return out;
}

/// The name at `at`, which is moved behind it. A pointer leads further to the front only, so that no chain of
/// them goes round.
Text read_name(std::string_view octets, std::size_t& at) {
    std::string name;
    std::size_t position = at;
    std::size_t earliest = at;
    bool has_jumped = false;
    while (position < octets.size()) {
        const auto length = static_cast<std::uint8_t>(octets[position]);
        if (length == 0) {
            at = has_jumped ? at : position + 1;
            return name.empty() || name.size() >= kLongestName ? std::nullopt : Text{name};
        }
        if ((length & kPointer) == kPointer && position + 1 < octets.size()) {
            const auto target = static_cast<std::size_t>(length & 0x3fU) << 8U |
                                static_cast<std::uint8_t>(octets[position + 1]);
            at = has_jumped ? at : position + 2;
            has_jumped = true;
            if (target >= earliest) {
                return std::nullopt;
            }
            earliest = position = target;
            continue;
        }
        const auto label = octets.substr(position + 1, length);
        if (length > kLongestLabel || label.size() != length ||
            !std::all_of(label.begin(), label.end(), is_name_character)) {
            return std::nullopt;
        }
        name += (name.empty() ? "" : ".") + std::string{label};
        position += 1U + length;
    }
    return std::nullopt;
}

Text print_domains(std::string_view octets) {
    std::string list;
    for (std::size_t at = 0; at < octets.size();) {
        const auto name = read_name(octets, at);
        if (!name) {
            return std::nullopt;
        }
        join(list, *name);
    }
    return list;
}

/// RFC 3361 §3: 0 and names, or 1 and addresses.
Octets parse_sip_servers(std::string_view text) {
    if (const auto addresses = parse_addresses(text)) {
        return '\1' + *addresses;
    }
    const auto names = parse_domains(text);
    return names ? Octets{'\0' + *names} : std::nullopt;
}

Text print_sip_servers(std::string_view octets) {
    if (octets.size() < 2 || static_cast<std::uint8_t>(octets[0]) > 1) {
        return std::nullopt;
    }
    return octets[0] == '\1' ? print_addresses(octets.substr(1)) : print_domains(octets.substr(1));
}

// The types ---------------------------------------------------------------------------------------------

constexpr std::int64_t kMostU32 = std::numeric_limits<std::uint32_t>::max();

/// In the order of OptionType.
constexpr std::array<OptionCodec, 14> kCodecs{{
    {parse_hex, print_hex},
    {parse_text, print_text},
    {parse_address, print_address},
    {parse_addresses, print_addresses},
    {parse_pairs, print_pairs},
    {parse_flag, print_flag},
    {parse_number<1, 0, 255>, print_number<1, false>},
    {parse_number<2, 0, 65535>, print_number<2, false>},
    {parse_number<4, 0, kMostU32>, print_number<4, false>},
    {parse_number<4, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()>,
     print_number<4, true>},
    {parse_time, print_number<4, false>},
    {parse_routes, print_routes},
    {parse_domains, print_domains},
    {parse_sip_servers, print_sip_servers},
}};

}  // namespace

const OptionCodec& codec_of(OptionType type) {
    return kCodecs[static_cast<std::size_t>(type)];
}

}  // namespace dialtone::dhcp
