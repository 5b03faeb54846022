#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "server/dhcp/action.hpp"
#include "server/net/datagram_port.hpp"
#include "server/net/packet_port.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace dialtone::dhcp {

/// Asks whether somebody uses an address, without waiting: by ARP on our own wires (RFC 5227), by ICMP echo
/// behind a router. Belongs to one loop.
class AddressProber {
 public:
    /// Somebody uses the address, asked about or not. @param by  who; nullopt when it came through a router.
    using OnInUse = std::function<void(Ipv4 address, std::optional<MacAddress> by)>;

    AddressProber(std::unique_ptr<net::PacketPort> arp, std::unique_ptr<net::DatagramPort> icmp);

    void start(OnInUse on_in_use);

    /// False when the kernel refused to send.
    bool ask(const Probe& probe);

 private:
    std::unique_ptr<net::PacketPort> arp_;
    std::unique_ptr<net::DatagramPort> icmp_;
    std::uint16_t sequence_ = 0;
};

}  // namespace dialtone::dhcp
