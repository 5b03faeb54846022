#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dialtone::dhcp {

/// Another DHCP server, as its OFFER showed it.
struct ServerSeen {
    Ipv4 server_id;  ///< option 54; the sender's address when the OFFER had none
    Ipv4 offered;
    Ipv4 next_server;                ///< siaddr
    std::vector<Ipv4> tftp_servers;  ///< option 150
    std::string tftp_server_name;    ///< option 66, made printable

    friend bool operator==(const ServerSeen&, const ServerSeen&) = default;
};

/// "192.168.1.1 offers 192.168.1.57 (TFTP server 192.168.1.9)"
std::string describe(const ServerSeen& server);

/// "Is anybody else answering phones on this wire?": one DISCOVER in the name of a phone that does not exist,
/// and who offers. Nothing is requested, so every server forgets the offer by itself.
class ServerProbe {
 public:
    static constexpr std::size_t kMaxServers = 16;

    /// The address that a probe of this seed speaks from: a server knows its own by it.
    static MacAddress mac_of(std::uint64_t seed);

    /// @param seed  any number; the locally administered MAC address and the transaction id derive from it.
    explicit ServerProbe(std::uint64_t seed);

    [[nodiscard]] Buffer discover() const;

    /// Takes what came in; everything but an OFFER to this probe from a server not seen before is ignored.
    void on_datagram(Ipv4 source, Bytes datagram);

    /// In the order in which they answered.
    [[nodiscard]] const std::vector<ServerSeen>& servers() const { return servers_; }

    [[nodiscard]] const MacAddress& mac() const { return mac_; }

 private:
    MacAddress mac_;
    std::uint32_t xid_;
    std::vector<ServerSeen> servers_;
};

}  // namespace dialtone::dhcp
