#include "server/dhcp/option_catalogue.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

namespace {

using enum OptionType;

constexpr std::string_view kProtocol = "the protocol itself decides it in each reply";
constexpr std::string_view kFromCidr = "it follows from the subnet";

constexpr std::array kCatalogue{
    OptionEntry{1, "subnet-mask", address, "", kFromCidr},
    OptionEntry{2, "time-offset", i32, "-18000"},
    OptionEntry{3, "routers", addresses, "10.77.0.1"},
    OptionEntry{4, "time-servers", addresses, "10.77.0.2"},
    OptionEntry{5, "name-servers", addresses, "10.77.0.2"},
    OptionEntry{6, "domain-name-servers", addresses, "10.77.0.2,10.77.0.3"},
    OptionEntry{7, "log-servers", addresses, "10.77.0.2"},
    OptionEntry{9, "lpr-servers", addresses, "10.77.0.2"},
    OptionEntry{12, "host-name", text, "lobby"},
    OptionEntry{13, "boot-size", u16, "512"},
    OptionEntry{15, "domain-name", text, "example.net"},
    OptionEntry{16, "swap-server", address, "10.77.0.2"},
    OptionEntry{17, "root-path", text, "/srv/root"},
    OptionEntry{19, "ip-forwarding", flag, "off"},
    OptionEntry{22, "max-dgram-reassembly", u16, "1500"},
    OptionEntry{23, "default-ip-ttl", u8, "64"},
    OptionEntry{26, "interface-mtu", u16, "1500"},
    OptionEntry{27, "all-subnets-local", flag, "on"},
    OptionEntry{28, "broadcast-address", address, "", kFromCidr},
    OptionEntry{29, "perform-mask-discovery", flag, "off"},
    OptionEntry{30, "mask-supplier", flag, "off"},
    OptionEntry{31, "router-discovery", flag, "off"},
    OptionEntry{32, "router-solicitation-address", address, "10.77.0.1"},
    OptionEntry{33, "static-routes", address_pairs, "10.1.2.3:10.77.0.254"},
    OptionEntry{34, "trailer-encapsulation", flag, "off"},
    OptionEntry{35, "arp-cache-timeout", seconds, "60"},
    OptionEntry{36, "ieee802-3-encapsulation", flag, "off"},
    OptionEntry{37, "default-tcp-ttl", u8, "64"},
    OptionEntry{38, "tcp-keepalive-interval", seconds, "7200"},
    OptionEntry{39, "tcp-keepalive-garbage", flag, "off"},
    OptionEntry{40, "nis-domain", text, "example"},
    OptionEntry{41, "nis-servers", addresses, "10.77.0.2"},
    OptionEntry{42, "ntp-servers", addresses, "10.77.0.2"},
    OptionEntry{43, "vendor-encapsulated-options", octets, "hex:f104c0a80001"},
    OptionEntry{44, "netbios-name-servers", addresses, "10.77.0.2"},
    OptionEntry{46, "netbios-node-type", u8, "8"},
    OptionEntry{47, "netbios-scope", text, "example"},
    OptionEntry{50, "dhcp-requested-address", address, "", kProtocol},
    OptionEntry{51, "dhcp-lease-time", seconds, "8h"},
    OptionEntry{52, "dhcp-option-overload", u8, "", kProtocol},
    OptionEntry{53, "dhcp-message-type", u8, "", kProtocol},
    OptionEntry{54, "dhcp-server-identifier", address, "", kProtocol},
    OptionEntry{55, "dhcp-parameter-request-list", octets, "", kProtocol},
    OptionEntry{56, "dhcp-message", text, "", kProtocol},
    OptionEntry{57, "dhcp-max-message-size", u16, "", kProtocol},
    OptionEntry{58, "dhcp-renewal-time", seconds, "4h"},
    OptionEntry{59, "dhcp-rebinding-time", seconds, "7h"},
    OptionEntry{60, "vendor-class-identifier", text, "HTTPClient"},
    OptionEntry{61, "dhcp-client-identifier", octets, "", kProtocol},
    OptionEntry{66, "tftp-server-name", text, "tftp.example.net"},
    OptionEntry{67, "boot-file-name", text, "boot.cfg"},
    OptionEntry{69, "smtp-servers", addresses, "10.77.0.2"},
    OptionEntry{80, "rapid-commit", octets, "", "say --rapid-commit on"},
    OptionEntry{82, "dhcp-agent-options", octets, "", kProtocol},
    OptionEntry{91, "client-last-transaction-time", seconds, "", kProtocol},
    OptionEntry{92, "associated-ip", addresses, "", kProtocol},
    OptionEntry{100, "timezone-posix", text, "CET-1CEST,M3.5.0,M10.5.0/3"},
    OptionEntry{101, "timezone-name", text, "Europe/Berlin"},
    OptionEntry{114, "captive-portal", text, "https://portal.example.net/api"},
    OptionEntry{116, "auto-configure", u8, "0"},
    OptionEntry{118, "subnet-selection", address, "", "say --subnet-selection on"},
    OptionEntry{119, "domain-search", domains, "example.net,example.org"},
    OptionEntry{120, "sip-servers", sip_servers, "sip.example.net"},
    OptionEntry{121, "classless-routes", routes, "10.0.0.0/8:10.77.0.254"},
    OptionEntry{124, "vivco", octets, "hex:00000009020102"},
    OptionEntry{125, "vivso", octets, "hex:00000009020102"},
    // Most phones that read it want digits; a phone that wants a number is given hex:00000078.
    OptionEntry{132, "vlan-id", text, "120"},
    OptionEntry{133, "vlan-priority", text, "5"},
    OptionEntry{150, "tftp-servers", addresses, "10.77.0.1,10.77.0.2"},
    OptionEntry{160, "configuration-url", text, "https://config.example.net/$MA.xml"},
    OptionEntry{249, "ms-classless-routes", routes, "10.0.0.0/8:10.77.0.254"},
    OptionEntry{252, "wpad-url", text, "http://wpad.example.net/wpad.dat"},
};

/// 1 + position in the catalogue; 0: no entry. Every reply looks several up.
constexpr auto kPositions = [] {
    std::array<std::uint8_t, 256> positions{};
    for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
        positions[kCatalogue[i].code] = static_cast<std::uint8_t>(i + 1);
    }
    return positions;
}();

constexpr std::array<std::string_view, 14> kDescriptions{
    "octets in hexadecimal digits: hex:0a4d0001",
    "text",
    "one IPv4 address",
    "a list of IPv4 addresses: 10.0.0.1,10.0.0.2",
    "pairs of IPv4 addresses: DESTINATION:ROUTER,…",
    "on or off",
    "a number from 0 to 255",
    "a number from 0 to 65535",
    "a number from 0 to 4294967295",
    "a number from -2147483648 to 2147483647",
    "a time such as 3600, 90m, 8h or 1d",
    "a list of routes: 10.0.0.0/8:10.77.0.254,…",
    "a list of domain names: example.net,example.org",
    "a list of domain names, or a list of IPv4 addresses",
};

}  // namespace

std::span<const OptionEntry> option_catalogue() {
    return kCatalogue;
}

const OptionEntry* find_option(std::uint8_t code) {
    const auto position = kPositions[code];
    return position == 0 ? nullptr : &kCatalogue[position - 1U];
}

const OptionEntry* find_option(std::string_view name) {
    const auto* found = std::find_if(kCatalogue.begin(), kCatalogue.end(), [&](const OptionEntry& entry) {
        return iequals(entry.name, name);
    });
    return found == kCatalogue.end() ? nullptr : found;
}

bool is_protocol_option(std::uint8_t code) {
    const auto* entry = find_option(code);
    const bool is_framing = code == 0 || code == 255;
    return is_framing || (entry != nullptr && !entry->instead.empty() && entry->instead != kFromCidr);
}

std::string_view describe(OptionType type) {
    return kDescriptions[static_cast<std::size_t>(type)];
}

}  // namespace dialtone::dhcp
