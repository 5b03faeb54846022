#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// The DHCP options that have a name here: what they are called, and what their octets mean.
namespace dialtone::dhcp {

enum class OptionType : std::uint8_t {
    octets,
    text,
    address,
    addresses,
    address_pairs,  ///< destination and router
    flag,
    u8,
    u16,
    u32,
    i32,
    seconds,      ///< 32 bits, not negative
    routes,       ///< RFC 3442
    domains,      ///< RFC 3397: compressed names when read, plain ones when written
    sip_servers,  ///< RFC 3361: names or addresses
};

struct OptionEntry {
    std::uint8_t code;
    std::string_view name;  ///< as IANA and the other servers call it, "ntp-servers"
    OptionType type;
    std::string_view example;
    /// Not empty: nobody can set it, and this says what to do instead.
    std::string_view instead = {};
};

/// Every entry, by code.
std::span<const OptionEntry> option_catalogue();

/// Null for an option that has no name here.
const OptionEntry* find_option(std::uint8_t code);
/// Regardless of case.
const OptionEntry* find_option(std::string_view name);

/// Options that the protocol itself decides in each reply: neither configuration nor a parameter request list
/// touches them.
bool is_protocol_option(std::uint8_t code);

/// "a list of addresses", as refusals say it.
std::string_view describe(OptionType type);

}  // namespace dialtone::dhcp
