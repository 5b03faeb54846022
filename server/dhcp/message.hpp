#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"
#include "server/dhcp/option_code.hpp"
#include "server/dhcp/option_list.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::dhcp {

/// Option 53 (RFC 2132 §9.6).
enum class MessageType : std::uint8_t {
    discover = 1,
    offer = 2,
    request = 3,
    decline = 4,
    ack = 5,
    nak = 6,
    release = 7,
    inform = 8,
    lease_query = 10,  ///< RFC 4388, as are the next three
    lease_unassigned = 11,
    lease_unknown = 12,
    lease_active = 13,
};

enum class Op : std::uint8_t { request = 1, reply = 2 };

inline constexpr std::uint16_t kServerPort = 67;
inline constexpr std::uint16_t kClientPort = 68;
inline constexpr std::uint16_t kBroadcastFlag = 0x8000;
inline constexpr std::size_t kHeaderSize = 240;         ///< with the magic cookie
inline constexpr std::size_t kMinimumRendered = 300;    ///< RFC 1542 §2.1: BOOTP's fixed size
inline constexpr std::size_t kMaximumReceived = 65507;  ///< what one UDP datagram can carry
inline constexpr std::size_t kAssumedMaximum = 548;     ///< RFC 2131 §2: 576 without IP and UDP headers

/// One DHCP message in either direction (RFC 2131 §2), as a value that owns its octets.
///
/// Options appear once per code, in the order of first appearance: instances of one code are joined (RFC
/// 3396) and those in `file` and `sname` are taken in (option 52), so nobody above sees either. Options 0, 52
/// and 255 are framing and never in the list. An ordinary message lives without a heap allocation.
struct Message {
    Op op = Op::request;
    std::uint8_t hardware_type = 1;  ///< 1: Ethernet
    std::uint8_t hardware_length = 6;
    std::uint8_t hops = 0;
    std::uint32_t xid = 0;
    std::uint16_t secs = 0;
    std::uint16_t flags = 0;
    Ipv4 ciaddr;  ///< the client's address, when it has and defends one
    Ipv4 yiaddr;  ///< "your" address: what a server gives
    Ipv4 siaddr;  ///< next server: TFTP, for phones of the first generations
    Ipv4 giaddr;  ///< relay agent
    std::array<std::uint8_t, 16> chaddr{};
    std::string sname;  ///< at most 63 octets
    std::string file;   ///< at most 127 octets
    OptionList options;

    /// Option overruns met while parsing: the option is dropped, the rest of its field unread.
    std::size_t malformed_options = 0;

    /// Option 53; nullopt when it is missing, repeated, not one octet long or no type that is spoken here.
    [[nodiscard]] std::optional<MessageType> type() const;

    /// The hardware address when it has six octets.
    [[nodiscard]] std::optional<MacAddress> mac() const;
    void set_mac(const MacAddress& mac);

    [[nodiscard]] bool wants_broadcast() const { return (flags & kBroadcastFlag) != 0; }

    /// Option 60 without the NULs and blanks that several phone loads append.
    [[nodiscard]] std::string_view vendor_class() const;

    friend bool operator==(const Message&, const Message&) = default;
};

/// Reads a message. Refused: fewer than 240 octets, an `op` other than 1 and 2, a hardware address longer
/// than its field, a missing magic cookie (plain BOOTP). A missing END and an overrunning option are
/// tolerated.
Parsed<Message> parse(Bytes datagram);

/// Appends the message's octets to `out`: options over 255 octets are split (RFC 3396), options that do not
/// fit into `max_size` octets move to `file` and `sname` where those are empty (option 52), and what fits
/// nowhere is left out, from the end of the list; never options 53, 54 and 82. Padded to 300 octets.
///
/// @param max_size  octets of UDP payload; less than 548 is taken as 548 (RFC 2132 §9.10).
/// @return the number of options left out.
std::size_t render(const Message& message, std::size_t max_size, Buffer& out);

/// "DHCPDISCOVER", as RFC 2131 spells it.
std::string_view to_string(MessageType type);

}  // namespace dialtone::dhcp
