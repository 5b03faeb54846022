#pragma once

#include "common/address/mac.hpp"
#include "server/dhcp/lease.hpp"
#include "server/dhcp/message.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dialtone::dhcp {

/// Who a client is, as bindings are keyed (RFC 2131 §4.2, RFC 4361).
///
/// `key` holds the octets of option 61, or 01 and the hardware address where the client sends no usable one.
/// So a phone whose boot loader sends no option 61 and whose application sends 01 + MAC stays one client and
/// burns one address (79xx loads differ in this).
struct ClientIdentity {
    std::string key;
    std::string client_id;          ///< option 61 as sent; empty when absent or shorter than two octets
    std::optional<MacAddress> mac;  ///< when the hardware address has six octets

    /// nullopt when there is neither a usable option 61 (2 to 255 octets) nor a six-octet hardware address.
    static std::optional<ClientIdentity> of(const Message& message);

    /// From now on the hardware address is who it is, if it has one; `client_id` stays what was sent.
    void match_by_mac();

    /// True while option 61 is who it is.
    [[nodiscard]] bool is_by_client_id() const { return !client_id.empty() && key == client_id; }

    /// Device name in the journal, "SEP001122AABBCC"; "" for a client without a MAC address.
    [[nodiscard]] std::string subject() const;
};

/// The key of a client that has nothing but its hardware address.
std::string key_of(const MacAddress& mac);

/// The key under which a stored lease belongs to its client.
std::string key_of(const Lease& lease);

/// The same for the same key in every process and build: where a client's search for an address begins.
std::uint64_t stable_hash(const std::string& key);

}  // namespace dialtone::dhcp
